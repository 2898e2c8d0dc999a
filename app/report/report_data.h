// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/eval/run_report.h"
#include "core/project/run_folder.h"
#include "core/project/run_timing.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"
#include "core/types/run_config.h"
#include "models/api/engine.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace mien::report {

/// A run folder, read once. What could not be read is empty and named in `problems`.
struct ReportData
{
    std::string name; ///< of the run folder
    RunConfig config;
    ModelInfo model; ///< id alone is set when the network is unknown to this build
    OptionValues options;
    std::vector<std::pair<std::string, std::string>> environment; ///< keys ascending; nested keys joined by a point
    std::vector<std::pair<std::string, std::string>> summary;     ///< scalars, likewise
    std::vector<std::string> notes;                               ///< of the run: clips left out, and why
    std::vector<SplitRow> splits;
    std::vector<EpochMetrics> metrics;
    std::vector<Prediction> predictions; ///< held-out samples
    std::vector<std::string> classes;
    RunReport report; ///< of `predictions`
    RunTiming timing;
    bool finished = false; ///< has a summary
    std::vector<std::string> problems;

    std::string summaryValue(const std::string& key) const; ///< empty if absent
    std::string className(int index) const;                 ///< "?" outside the list
};

/// Input error when `folder` is no run or run.json cannot be read.
Result<ReportData> loadReportData(const std::filesystem::path& folder, const Engine& engine);

} // namespace mien::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/eval/run_report.h"
#include "core/types/clip.h"
#include "core/types/fold.h"
#include "core/types/run_config.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mien {

/// A row of splits.csv.
struct SplitRow
{
    std::string sample; ///< column `clip`
    std::string subject;
    int fold = 0;
    std::string role; ///< train | val | test
};

/// Reads and writes the files of a run folder (design: run.json, environment.json, splits.csv, metrics.csv,
/// predictions.csv, summary.json, confusion.csv). The object holds only the path; every call reads or writes.
class RunFolder
{
public:
    explicit RunFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    const std::filesystem::path& path() const { return m_folder; }
    bool exists() const;     ///< has a run.json
    bool isFinished() const; ///< has a summary.json

    Result<void> writeConfig(const RunConfig& config) const;
    Result<RunConfig> config() const;

    Result<void> writeEnvironment(const std::vector<std::pair<std::string, std::string>>& entries) const;
    Result<std::map<std::string, std::string>> environment() const; ///< as summary()

    Result<void> writeSplits(const std::vector<Sample>& samples, const std::vector<Fold>& folds) const;
    Result<std::vector<SplitRow>> splits() const;

    Result<std::vector<EpochMetrics>> metrics() const;

    /// Columns truth, predicted, second and p_<class>; for networks without classes p_<output> and the annotated
    /// t_<output>.
    Result<void> writePredictions(const std::vector<Prediction>& predictions,
                                  const std::vector<std::string>& classes) const;
    Result<std::vector<Prediction>> predictions() const;
    Result<std::vector<std::string>> classes() const; ///< from the header of predictions.csv

    /// confusion.csv (of classes), then summary.json, which marks the run as finished. `facts` go into the summary as they are
    /// (protocol, device…); a key given several times (note) becomes a list.
    Result<void> writeSummary(const RunReport& report,
                              const std::vector<std::pair<std::string, std::string>>& facts) const;
    /// Top-level scalars as text, lists of texts one entry a line; empty = not computed.
    Result<std::map<std::string, std::string>> summary() const;

private:
    static Result<std::map<std::string, std::string>> scalarsOf(const std::filesystem::path& file);

    std::filesystem::path m_folder;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/metrics.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

namespace mien {

/// Where the time of an epoch's training went.
struct EpochTiming
{
    double seconds = 0;
    double waited = 0; ///< of these, for samples to be read: the engine was idle
    std::size_t samples = 0;
};

/// metrics.csv and timing.csv of a run folder: one flushed line per epoch. Times are kept apart, so that metrics.csv is
/// the same for two runs with one seed.
class MetricsLog
{
public:
    /// Cuts metrics.csv back to `rows` (those the checkpoints know). `resume` keeps the lines of timing.csv, which
    /// records what really happened.
    static Result<std::unique_ptr<MetricsLog>> open(const std::filesystem::path& folder,
                                                    const std::vector<EpochMetrics>& rows, bool resume);

    Result<void> append(const EpochMetrics& row, const EpochTiming& timing);

    /// Puts the lines of metrics.csv into the order of folds and epochs: a fold that was trained again stands last.
    Result<void> sort();

private:
    MetricsLog() = default;

    std::filesystem::path m_folder;
    std::vector<EpochMetrics> m_rows;
    std::ofstream m_metrics;
    std::ofstream m_timing;
};

} // namespace mien

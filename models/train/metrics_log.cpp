// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/metrics_log.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace mien {

namespace {

std::string metricsLine(const EpochMetrics& row)
{
    return csv::line({std::to_string(row.fold), std::to_string(row.epoch), text::number(row.trainLoss),
                      text::number(row.trainAccuracy), text::number(row.validationLoss),
                      text::number(row.validationAccuracy), text::number(row.learningRate),
                      text::number(row.validation.map), text::number(row.validation.cccValence),
                      text::number(row.validation.cccArousal)});
}

Result<void> writeTable(const std::filesystem::path& folder, const std::vector<EpochMetrics>& rows)
{
    std::string content = csv::line({"fold", "epoch", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
                                     "learning_rate", "val_map", "val_ccc_valence", "val_ccc_arousal"});
    for (const EpochMetrics& row : rows) content += metricsLine(row);
    return files::writeAtomically(folder / "metrics.csv", content);
}

Error notWritten(const std::filesystem::path& folder)
{
    return Error::failed("cannot write metrics.csv or timing.csv", folder.string(),
                         "check the folder's rights and free space");
}

} // namespace

Result<std::unique_ptr<MetricsLog>> MetricsLog::open(const std::filesystem::path& folder,
                                                     const std::vector<EpochMetrics>& rows, bool resume)
{
    if (const auto written = writeTable(folder, rows); !written) return written.error();

    const std::filesystem::path timing = folder / "timing.csv";
    if (!resume || !std::filesystem::exists(timing)) {
        const auto written =
            files::writeAtomically(timing, csv::line({"fold", "epoch", "seconds", "samples_per_second", "busy"}));
        if (!written) return written.error();
    }
    std::unique_ptr<MetricsLog> log(new MetricsLog);
    log->m_folder = folder;
    log->m_rows = rows;
    log->m_metrics.open(folder / "metrics.csv", std::ios::app | std::ios::binary);
    log->m_timing.open(timing, std::ios::app | std::ios::binary);
    if (!log->m_metrics || !log->m_timing) return notWritten(folder);
    return log;
}

Result<void> MetricsLog::append(const EpochMetrics& row, const EpochTiming& timing)
{
    m_rows.push_back(row);
    m_metrics << metricsLine(row) << std::flush;
    const bool known = timing.seconds > 0;
    const double rate = known ? static_cast<double>(timing.samples) / timing.seconds : notComputed;
    const double busy = known ? 1 - timing.waited / timing.seconds : notComputed;
    m_timing << csv::line({std::to_string(row.fold), std::to_string(row.epoch), text::fixed(timing.seconds, 3),
                           text::fixed(rate, 1), text::fixed(busy, 3)})
             << std::flush;
    if (!m_metrics || !m_timing) return notWritten(m_folder);
    return {};
}

Result<void> MetricsLog::sort()
{
    const auto before = [](const EpochMetrics& a, const EpochMetrics& b) {
        return std::pair(a.fold, a.epoch) < std::pair(b.fold, b.epoch);
    };
    if (std::is_sorted(m_rows.begin(), m_rows.end(), before)) return {};
    std::sort(m_rows.begin(), m_rows.end(), before);
    m_metrics.close();
    return writeTable(m_folder, m_rows);
}

} // namespace mien

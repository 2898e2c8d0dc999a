// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/run_curves.h"

#include "core/base/files.h"
#include "core/project/run_folder.h"

#include <chrono>

namespace mien::jobs {

namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<void> writeTo(EventFile& file, const EpochMetrics& metrics)
{
    const std::pair<const char*, double> curves[] = {{"loss/train", metrics.trainLoss},
                                                     {"loss/validation", metrics.validationLoss},
                                                     {"accuracy/train", metrics.trainAccuracy},
                                                     {"accuracy/validation", metrics.validationAccuracy},
                                                     {"map/validation", metrics.validation.map},
                                                     {"ccc_valence/validation", metrics.validation.cccValence},
                                                     {"ccc_arousal/validation", metrics.validation.cccArousal},
                                                     {"learning_rate", metrics.learningRate}};
    const double time = now();
    for (const auto& [tag, value] : curves)
        if (auto written = file.scalar(tag, metrics.epoch, value, time); !written) return written;
    return {};
}

} // namespace

void RunCurves::add(const EpochMetrics& metrics)
{
    if (m_failed) return;
    if (const auto written = write(metrics); !written) {
        m_failed = true;
        m_control.report(Diagnostic{
            Diagnostic::Severity::Warning, {}, 0, "no curves for TensorBoard: " + written.error().message()});
    }
}

Result<void> RunCurves::write(const EpochMetrics& metrics)
{
    if (!m_files.count(metrics.fold))
        if (auto begun = begin(metrics.fold, metrics.epoch); !begun) return begun;
    return writeTo(m_files.at(metrics.fold), metrics);
}

Result<void> RunCurves::begin(int fold, int epoch)
{
    const auto folder = m_folder / "events" / ("fold-" + std::to_string(fold));
    if (auto made = files::ensureFolder(folder); !made) return made;
    auto file = EventFile::create(folder / "events.out.tfevents.mien", now());
    if (!file) return file.error();
    const auto known = RunFolder(m_folder).metrics();
    if (known)
        for (const EpochMetrics& row : *known)
            if (row.fold == fold && row.epoch < epoch)
                if (auto written = writeTo(*file, row); !written) return written;
    m_files.emplace(fold, std::move(file).value());
    return {};
}

} // namespace mien::jobs

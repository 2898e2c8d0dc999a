// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/preflight.h"

#include "core/base/resources.h"
#include "core/base/text.h"

namespace mien::jobs {

namespace {

using resources::bytesText;

/// Folds that still have to write: those of a resumed run have their checkpoints already and replace them in place.
std::int64_t diskNeeded(const TrainRequest& request, const TrainingNeeds& needs)
{
    std::int64_t folds = 1; // the file that is written beside the one it replaces
    for (std::size_t k = 1; k <= request.folds.size(); ++k) {
        std::error_code code;
        if (!std::filesystem::exists(request.folder / ("fold-" + std::to_string(k)) / "last.pt", code)) ++folds;
    }
    std::int64_t held = 0;
    for (const Fold& fold : request.folds) held += static_cast<std::int64_t>(fold.test.size());
    constexpr std::int64_t rowBytes = 1000; // of predictions.csv and splits.csv, generously
    constexpr std::int64_t others = 4'000'000;
    return folds * needs.checkpointBytes + held * rowBytes + others;
}

Result<void> checkDisk(const TrainRequest& request, const Preflight& checked)
{
    if (!checked.freeDisk || checked.disk <= *checked.freeDisk) return {};
    return Error::failed("the checkpoints of " + std::to_string(request.folds.size()) + " folds take " +
                             bytesText(checked.disk) + ", and " + bytesText(*checked.freeDisk) + " are free",
                         request.folder.string(), "make room there, or choose a folder on another disk");
}

/// Most updates that the run can make.
std::int64_t updatesOf(const TrainRequest& request, const TrainingNeeds& needs, const OptionValues& options)
{
    std::int64_t batches = 0;
    for (const Fold& fold : request.folds)
        batches += (static_cast<std::int64_t>(fold.train.size()) + needs.batch - 1) / needs.batch;
    const auto epochs = options.find("epochs");
    return batches * (epochs == options.end() ? 1 : text::toInt(epochs->second).value_or(1));
}

} // namespace

Result<Preflight> preflight(TrainRequest& request, std::optional<std::int64_t> memory, const Engine& engine,
                            const RunControl& control)
{
    Preflight checked;
    auto needs = engine.tryOut(request, memory ? memory : resources::availableMemory(), control);
    if (!needs) return needs.error();
    checked.needs = std::move(*needs);
    checked.warnings = checked.needs.notes;
    // What the run is told to do stays as it is; only what was found out is written down.
    if (checked.needs.wholeBatchMemory || checked.needs.atOnce < checked.needs.batch)
        request.config.options["micro_batch"] = std::to_string(checked.needs.atOnce);
    request.foldsAtOnce = checked.needs.foldsAtOnce;
    checked.disk = diskNeeded(request, checked.needs);
    checked.freeDisk = resources::availableDisk(request.folder);
    if (auto enough = checkDisk(request, checked); !enough) return enough.error();
    return checked;
}

std::string describe(const Preflight& checked, const TrainRequest& request, const OptionValues& options)
{
    std::string line;
    if (checked.needs.memory) line += "memory: about " + bytesText(*checked.needs.memory) + "; ";
    line += "disk: " + bytesText(checked.disk);
    if (checked.freeDisk) line += " of the " + bytesText(*checked.freeDisk) + " that are free";
    if (checked.needs.foldsAtOnce > 1)
        line += "; " + std::to_string(checked.needs.foldsAtOnce) + " folds at once, which was tried and is faster";
    const std::int64_t updates = updatesOf(request, checked.needs, options);
    line += "; time: " + std::to_string(updates) + " updates of the weights at most, about " +
            text::duration(static_cast<double>(updates) * checked.needs.secondsPerUpdate);
    return line;
}

} // namespace mien::jobs

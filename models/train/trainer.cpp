// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/trainer.h"

#include "core/base/text.h"
#include "models/train/caching_allocator.h"

#include <algorithm>
#include <deque>

namespace mien {

namespace {

namespace fs = std::filesystem;

/// Files below the fold-K folders that end is `remove`d by: those of an earlier run, or halves of a killed write.
void removeFromFolds(const fs::path& folder, bool checkpoints)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (!text::startsWith(entry.path().filename().string(), "fold-")) continue;
        for (const auto& item : fs::directory_iterator(entry.path(), ignored)) {
            const std::string name = item.path().filename().string();
            const bool half = name.find(".pt.tmp") != std::string::npos;
            if (half || (checkpoints && text::endsWith(name, ".pt"))) fs::remove(item.path(), ignored);
        }
    }
}

/// Updates of the weights that are still to be done, if no fold stops before its last epoch.
std::int64_t updatesLeft(const RunContext& context, const std::vector<std::optional<TrainingProgress>>& stored)
{
    const std::int64_t batch = context.options.integer("batch_size");
    std::int64_t updates = 0;
    for (std::size_t k = 0; k < stored.size(); ++k) {
        const auto samples = static_cast<std::int64_t>(context.request.folds[k].train.size());
        const std::int64_t epochs = context.options.integer("epochs") - (stored[k] ? stored[k]->epoch : 0);
        updates += (samples + batch - 1) / batch * std::max<std::int64_t>(0, epochs);
    }
    return updates;
}

} // namespace

Result<TrainOutcome> trainRun(const RunContext& context)
{
    const TrainRequest& request = context.request;
    removeFromFolds(request.folder, !request.resume);

    std::deque<FoldTrainer> trainers;
    std::vector<std::optional<TrainingProgress>> stored;
    std::vector<EpochMetrics> rows;
    for (std::size_t k = 1; k <= request.folds.size(); ++k) {
        trainers.emplace_back(context, static_cast<int>(k));
        auto progress = trainers.back().storedProgress();
        if (!progress) return progress.error();
        if (*progress) rows.insert(rows.end(), (*progress)->history.begin(), (*progress)->history.end());
        stored.push_back(std::move(*progress));
    }
    context.pace.updatesLeft = updatesLeft(context, stored);
    auto log = MetricsLog::open(request.folder, rows, request.resume);
    if (!log) return log.error();

    TrainOutcome outcome;
    outcome.device = context.device.name;
    outcome.deviceReason = context.device.reason;
    for (const auto& progress : stored) {
        auto fold = trainers.front().run(progress, **log);
        trainers.pop_front(); // and with it the fold's weights
        // Another fold's last batch may be of another size, whose blocks would come on top of these.
        releaseCachedMemory();
        if (!fold) return fold.error();
        if (*fold) outcome.folds.push_back(std::move(**fold));
        if (!*fold || outcome.folds.back().stopped == stoppedEarly) outcome.finishedEarly = true;
    }
    if (auto sorted = (*log)->sort(); !sorted) return sorted.error();
    if (context.pace.peakMemory > 0) outcome.peakMemory = context.pace.peakMemory;
    return outcome;
}

} // namespace mien

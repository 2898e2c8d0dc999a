// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What the training of a run takes, found by trying steps of the network before anything is learned.
struct TrainingNeeds
{
    std::int64_t batch = 0;  ///< samples per update of the weights
    std::int64_t atOnce = 0; ///< of these, samples in memory at once; fewer than `batch`: gradients are added up
    /// Memory of the whole process at its peak, bytes: what it has now, a step, and the batches read ahead. Nothing on
    /// a GPU, where the step itself was tried.
    std::optional<std::int64_t> memory;
    std::optional<std::int64_t> wholeBatchMemory; ///< where `atOnce` is less: what the batch in one go would take
    int foldsAtOnce = 1;                          ///< more than 1 where that was tried and found faster
    std::int64_t checkpointBytes = 0;             ///< of fold-K/{last,best}.pt together
    double secondsPerUpdate = 0;                  ///< by the clock: with several folds at once, of all of them together
    std::vector<std::string> notes;               ///< what is different with fewer samples at once, in words
};

} // namespace mien

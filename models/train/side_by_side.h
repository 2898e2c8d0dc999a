// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"
#include "models/networks/network_type.h"

#include <cstdint>
#include <optional>

namespace mien {

/// How many folds of a run to train at once.
struct SideBySide
{
    int folds = 1;
    double secondsPerUpdate = 0; ///< by the clock, of all of them together; where `folds` is more than 1
    std::int64_t memory = 0;     ///< bytes that the others take beside the first
};

/// As many of `most` folds as half of the free memory (nothing = unknown) holds networks of `memory` bytes.
int foldsThatFit(int most, std::int64_t memory, std::optional<std::int64_t> freeMemory);

/// Whether `folds` at once are a tenth faster at least than one after the other: seconds of as many steps of one fold
/// `alone`, and of each of all `together`.
bool isWorthwhile(int folds, double alone, double together);

/// Takes some steps of one network, then of as many networks side by side as there are folds, and cores for the run's
/// threads per fold: several folds at once where that is a tenth faster at least. Threads per fold stay what they are,
/// so that no digit depends on the answer. On the CPU in float32 only (the casts of bfloat16 are kept for all networks
/// of the process), and only where `freeMemory` bytes (nothing = unknown) have room for all. `needs`: of one fold,
/// whose last batches and evaluations take `beyondSteps` bytes beside those of whole steps. A cancel is seen between
/// steps.
SideBySide trySideBySide(const NetworkType& type, const TrainRequest& request, const OptionValues& options,
                         const TrainingNeeds& needs, std::int64_t beyondSteps, std::optional<std::int64_t> freeMemory,
                         const RunControl& control);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip.h"
#include "core/types/fold.h"
#include "core/types/sampling_plan.h"

#include <cstdint>
#include <vector>

namespace mien {

/// Thins out the training parts as `plan` says: at most capPerClass samples of a class, and the subset of valence and
/// arousal. Validation and test parts stay as they are: figures are of what the data are like. Deterministic in `seed`.
void balanceTraining(std::vector<Fold>& folds, const std::vector<Sample>& samples, const SamplingPlan& plan,
                     std::uint64_t seed);

} // namespace mien

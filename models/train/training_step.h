// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/train/inference.h"
#include "models/train/optimiser.h"

#include <cstdint>

namespace mien {

/// What an update of the weights says of its batch.
struct StepOutcome
{
    double loss = notComputed;    ///< mean over the batch, before the update
    double correct = notComputed; ///< as Objective::correct()
};

/// One update of the weights: forward, loss, backward, optimiser. `atOnce` (0 = all): samples in memory at once; the
/// gradients of parts of even sizes are added up to that of the batch: the same but for rounding, where the network has
/// no batch norm and Objective::isMean(). Failed error that says what exploded, and the weights are untouched, where
/// the loss or a gradient is not finite. `update` = updates done before.
Result<StepOutcome> trainingStep(Model& model, Optimiser& optimiser, const Batch& batch, std::int64_t atOnce,
                                 double learningRate, std::int64_t update);

} // namespace mien

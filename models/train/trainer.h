// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/train/fold_trainer.h"

namespace mien {

/// Trains and predicts all folds of a run, one after the other. Writes metrics.csv, timing.csv and
/// fold-K/{best,last}.pt below context.request.folder. Without `resume`, checkpoints found there are removed first.
Result<TrainOutcome> trainRun(const RunContext& context);

} // namespace mien

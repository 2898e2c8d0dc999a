// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench/figure.h"
#include "models/api/engine.h"

#include <string>
#include <vector>

namespace mien::cli {

struct FoldBenchSettings
{
    int rounds = 3;  ///< in each, 1, 2 and 4 folds are trained in turn
    int batches = 3; ///< of an epoch
    int threads = 0; ///< 0 = all cores
};

/// Trains `network` on 1, 2 and 4 folds of random samples, each for the same few epochs, as a run does: what a fold
/// costs, the peak memory of the process, and how busy the input kept the engine after the first epoch.
Result<std::vector<Figure>> benchFolds(Engine& engine, const std::string& network, const FoldBenchSettings& settings,
                                       const RunControl& control);

} // namespace mien::cli

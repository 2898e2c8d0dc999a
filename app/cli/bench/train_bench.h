// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench/figure.h"
#include "app/cli/bench/torch_baseline.h"
#include "models/api/engine.h"

#include <string>
#include <vector>

namespace mien::cli {

struct TrainBenchSettings
{
    int rounds = 3; ///< in each, all contestants run in turn
    int steps = 3;  ///< of each in a round, after one that is not counted
    int threads = 0;
    bool bfloat16 = false; ///< also in half the precision
};

/// The networks that the baseline has.
const std::vector<std::string>& benchedNetworks();

/// Steps of one network beside the baseline, plain and tuned. Ratios are medians over the rounds of those within a
/// round, because what else the machine does moves both sides of a ratio alike.
Result<std::vector<Figure>> benchTraining(Engine& engine, const TorchBaseline& baseline, const std::string& network,
                                          const TrainBenchSettings& settings, const RunControl& control);

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run_config.h"
#include "models/api/step_bench.h"
#include "models/networks/network_type.h"

#include <memory>

namespace mien {

/// Steps of `type`'s network, batch and optimiser, with the device, threads and precision of `config`.
std::unique_ptr<StepBench> makeStepBench(const NetworkType& type, const Options& options, const RunConfig& config);

} // namespace mien

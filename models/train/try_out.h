// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"
#include "models/networks/network_type.h"
#include "models/train/device.h"

#include <cstdint>
#include <optional>

namespace mien {

/// Takes steps of the network on zeros, of twice as many samples each time up to as many as planned, while a step takes
/// half of the free memory at most; what is beyond is foreseen from the last two. On the CPU the samples at once are
/// halved until a step fits into `freeMemory` bytes (nothing = unknown, all fits) beside what the process has already;
/// on a GPU until LibTorch does not run out. They are left alone where the request resumes a run or names micro_batch
/// itself. On the CPU, whether several folds at once are faster is tried, too (side_by_side.h). Failed error in words
/// where it cannot fit. A cancel is seen between steps. Thread: as training; prepareThread() comes first.
Result<TrainingNeeds> tryOut(const NetworkType& type, const Options& options, const TrainRequest& request,
                             const DeviceChoice& device, std::optional<std::int64_t> freeMemory,
                             const RunControl& control);

} // namespace mien

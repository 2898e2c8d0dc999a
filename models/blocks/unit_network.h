// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/engine/option_sets.h"
#include "models/networks/network_type.h"

#include <vector>

namespace mien {

inline constexpr int unitCount = 27; ///< outputs of the networks for action units

/// What the networks for action units share (action unit spec, sections 2 to 5): paper, the 27 units, pictures with
/// ImageNet's mean and deviation, samples of `input.frames` frames every `stride` (preset recommended; paper: without
/// a gap), binary cross-entropy. `training` changes the values of the shared training options. Id, title, counts and
/// build() are left to the network.
NetworkType unitType(ClipSpec input, int stride, const std::vector<PresetValues>& training,
                     const std::vector<OptionInfo>& extra);

} // namespace mien

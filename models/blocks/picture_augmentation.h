// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/engine/option_sets.h"
#include "models/networks/network_type.h"

#include <vector>

namespace mien {

/// Gives a network of pictures, whose plan is set, the options of pictureAugmentationOptions() with other preset
/// values, and the transform that obeys them.
void addPictureAugmentation(NetworkType& type, const std::vector<PresetValues>& values = {});

} // namespace mien

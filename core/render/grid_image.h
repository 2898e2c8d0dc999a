// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"
#include "core/types/heat_map.h"

namespace mien {

/// The 68 × 19 image of |D|: landmarks downwards, frames rightwards, `cell` pixels a cell, lines between the landmark
/// groups; their names and the frame numbers at the margins.
Frame gridImage(const HeatMap& map, int cell = 10);

/// A map over pictures as it is normalised, white → yellow → red, with its scale: `side` pixels high.
/// std::invalid_argument on an empty map or a side below 16.
Frame pictureMapImage(const HeatMap& map, int side = 340);

} // namespace mien

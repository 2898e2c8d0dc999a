// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/heat_map.h"

/// From the map of a layer to the figures of the paper (landmark TCN spec, sections 8.2 and 8.3).
namespace mien {

enum class Resize { Bilinear, Nearest };

/// `map` at rows × columns; bilinear without corner alignment, as in torch's interpolate(align_corners = false).
Grid resized(const Grid& map, int rows, int columns, Resize method);

/// N = 255 (M − min) / (max − min) over the whole map; all 0 for a constant map.
Grid normalised(const Grid& map);

/// D[l][t] = N[l][t+1] − N[l][t], set to 0 inside the closed range [−75, 75].
Grid thresholdedDifference(const Grid& normalised);

/// Whether any cell differs from 0.
bool hasNonZero(const Grid& grid);

} // namespace mien

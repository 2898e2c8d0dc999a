// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <vector>

namespace mien {

/// A copy of the frame with a filled, antialiased disc at each landmark, coloured by its strength (0…1) and of radius
/// max(2, 0.008·width) pixels (landmark TCN spec, section 8.4); `numbers` adds landmark indices.
Frame paintStrength(const Frame& frame, const Landmarks68& points, const std::vector<float>& strength,
                    bool numbers = false);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/colour_map.h"

#include <algorithm>
#include <cmath>

namespace mien {

Colour whiteYellowRed(double s)
{
    s = std::clamp(s, 0.0, 1.0);
    const auto channel = [](double v) { return static_cast<std::uint8_t>(std::lround(v)); };
    if (s <= 0.5) return {255, 255, channel(255 * (1 - 2 * s))};
    return {255, channel(510 * (1 - s)), 0};
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace mien {

struct Colour
{
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// White → yellow → red (landmark TCN spec, section 8.4). `s` is clamped to [0, 1].
Colour whiteYellowRed(double s);

} // namespace mien

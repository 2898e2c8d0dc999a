// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace mien {

/// One decoded picture: 8-bit BGR, or grey where that was asked for; rows top to bottom. Copies share the pixels, which
/// nobody changes after decoding, so a Frame may be handed between threads freely.
struct Frame
{
    int width = 0;
    int height = 0;
    int channels = 3;          ///< 3 = BGR, 1 = grey
    std::ptrdiff_t stride = 0; ///< bytes from one row to the next
    std::shared_ptr<const std::uint8_t> pixels;
    int index = 0;            ///< from 0, in order of presentation
    double seconds = 0;       ///< presentation time since the first frame
    bool timeAssumed = false; ///< the container has no time stamps; `seconds` follows from an assumed rate

    bool empty() const { return !pixels; }
};

} // namespace mien

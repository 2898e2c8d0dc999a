// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/lighting.h"
#include "core/types/frame.h"

#include <string>

namespace mien::synth {

/// The bytes of a picture file: 8 bits a channel, the same bytes for the same pixels.
std::string encoded(const Frame& picture, Camera::File kind);

} // namespace mien::synth

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <QImage>

#include <cstdint>
#include <string>
#include <vector>

namespace mien::synth {

/// A camera's read noise and the picture file. One per clip: strength and pattern come from the clip's own stream.
class Sensor
{
public:
    explicit Sensor(Random random);

    /// Adds the noise of frame `frame` to a Format_RGB32 picture and encodes it as an 8-bit colour PNG.
    std::string developPng(const QImage& picture, int frame) const;

private:
    Random m_random;
    std::vector<std::int8_t> m_noise; ///< grey levels
};

} // namespace mien::synth

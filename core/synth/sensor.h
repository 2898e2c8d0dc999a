// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/synth/lighting.h"

#include <QImage>

#include <cstdint>
#include <string>
#include <vector>

namespace mien::synth {

/// A camera's read noise and the picture file. One per clip: strength and pattern come from the clip's own stream.
class Sensor
{
public:
    explicit Sensor(Random random, const Camera& camera = {});

    /// Adds the noise of frame `frame` to a Format_RGB32 picture and encodes it as the camera's files are, 8 bits a
    /// channel.
    std::string develop(const QImage& picture, int frame) const;

private:
    Random m_random;
    Camera m_camera;
    std::vector<std::int8_t> m_noise; ///< grey levels
};

} // namespace mien::synth

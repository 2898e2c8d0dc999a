// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/synth/lighting.h"
#include "core/types/frame.h"

#include <QImage>

#include <cstdint>
#include <vector>

namespace mien::synth {

/// A camera's read noise. One per clip: strength and pattern come from the clip's own stream.
class Sensor
{
public:
    explicit Sensor(Random random, const Camera& camera = {});

    /// Adds the noise of frame `frame` to a Format_RGB32 picture: BGR, or grey as the camera is.
    Frame develop(const QImage& picture, int frame) const;

private:
    Random m_random;
    Camera m_camera;
    std::vector<std::int8_t> m_noise; ///< grey levels
};

} // namespace mien::synth

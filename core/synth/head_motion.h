// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <array>

namespace mien::synth {

/// Scaled orthographic pose of the head. Angles in radians.
struct HeadPose
{
    double yaw = 0;   ///< positive: towards the image's right
    double pitch = 0; ///< positive: down
    double roll = 0;  ///< positive: clockwise in the image
    double x = 0;     ///< pixels, point between the outer eye corners at rest
    double y = 0;
    double unit = 55; ///< pixels per face unit (half the distance of the outer eye corners)
};

/// A resting pose and a slow drift around it, the same for every label: five sinusoids with a period of one to three
/// clips, so that the head sways a little as heads do.
class HeadMotion
{
public:
    struct Manner
    {
        double closeness = 1; ///< multiplies the head's size
        double sway = 1;      ///< multiplies what it drifts
        double turn = 0;      ///< radians: turned up to this far to a side, and a third of it up or down
    };
    HeadMotion(Random random, int width, int height, const Manner& manner);
    HeadMotion(Random random, int width, int height) : HeadMotion(random, width, height, Manner{}) {}

    HeadPose at(double time) const; ///< `time` 0 … 1 of the clip

private:
    struct Drift
    {
        double amplitude = 0;
        double cycles = 0; ///< per clip
        double phase = 0;
        double at(double time) const;
    };

    HeadPose m_rest;
    std::array<Drift, 5> m_drift; ///< yaw, pitch, roll, x, y
};

} // namespace mien::synth

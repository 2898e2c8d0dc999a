// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/head_motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mien::synth {

namespace {

constexpr double degrees = std::numbers::pi / 180;

double bounded(Random& random, double deviation)
{
    return deviation * std::clamp(random.normal(), -2.0, 2.0);
}

} // namespace

HeadMotion::HeadMotion(Random random, int width, int height, const Manner& manner)
{
    // A 480-line picture holds the head from hair to collar at about 57 pixels per face unit.
    const double scale = std::min(width / 640.0, height / 480.0);
    m_rest.unit = manner.closeness * scale * random.uniform(52, 61);
    m_rest.yaw = bounded(random, 2.5 * degrees);
    m_rest.pitch = bounded(random, 2 * degrees);
    m_rest.roll = bounded(random, 2 * degrees);
    m_rest.x = 0.5 * width + bounded(random, 14 * scale);
    m_rest.y = 0.455 * height + bounded(random, 7 * scale);
    if (manner.turn > 0) { // of its own stream: without a turn nothing changes
        Random turning = random.fork("turn");
        m_rest.yaw += turning.uniform(-manner.turn, manner.turn);
        m_rest.pitch += turning.uniform(-manner.turn, manner.turn) / 3;
    }
    const std::array<double, 5> amplitudes = {1.2 * degrees, 0.8 * degrees, 0.8 * degrees, 2.0 * scale, 1.5 * scale};
    for (std::size_t i = 0; i < m_drift.size(); ++i)
        m_drift[i] = {manner.sway * amplitudes[i] * random.uniform(0.3, 1), random.uniform(0.3, 1),
                      random.uniform(0, 2 * std::numbers::pi)};
}

double HeadMotion::Drift::at(double time) const
{
    return amplitude * std::sin(2 * std::numbers::pi * cycles * time + phase);
}

HeadPose HeadMotion::at(double time) const
{
    HeadPose pose = m_rest;
    pose.yaw += m_drift[0].at(time);
    pose.pitch += m_drift[1].at(time);
    pose.roll += m_drift[2].at(time);
    pose.x += m_drift[3].at(time);
    pose.y += m_drift[4].at(time);
    return pose;
}

} // namespace mien::synth

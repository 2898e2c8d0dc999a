// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/course.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

/// Seconds.
struct Durations
{
    double onset, apex, offset;
};

Durations drawDurations(Random& random, Acting acting, double amplitude)
{
    if (acting == Acting::Acted)
        return {random.uniform(0.20, 0.40), random.uniform(0.25, 0.60), random.uniform(0.25, 0.50)};
    const double onset = 1.1 * amplitude * (1 + 0.03 * std::clamp(random.normal(), -1.0, 1.0));
    return {onset, random.uniform(0.2, 0.5), random.uniform(0.8, 1.3)};
}

} // namespace

const char* nameOf(Acting acting)
{
    return acting == Acting::Acted ? "acted" : "spontaneous";
}

void planCourse(ClipPlan& clip, Acting acting, int framesPerSecond)
{
    Random random = clip.random.fork("course");
    const auto frames = [&](double seconds) {
        return std::max(2, static_cast<int>(std::lround(seconds * framesPerSecond)));
    };
    clip.acting = acting;
    clip.amplitude = acting == Acting::Acted ? 1 : random.uniform(0.45, 0.75);
    const Durations durations = drawDurations(random, acting, clip.amplitude);
    Burst burst;
    burst.onset = frames(random.uniform(0.15, 0.30));
    burst.apex = burst.onset + frames(durations.onset);
    burst.release = burst.apex + frames(durations.apex);
    burst.offset = burst.release + frames(durations.offset);
    burst.spread = acting == Acting::Acted ? 0.35 : 0.08;
    clip.frames = burst.offset + 1 + frames(random.uniform(0.10, 0.25));
    if (clip.emotion != "neutral") clip.burst = burst;
}

} // namespace mien::synth

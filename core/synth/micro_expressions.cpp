// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/micro_expressions.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

constexpr double shortest = 1.0 / 25, longest = 1.0 / 2; ///< seconds (Yan et al. 2013; Davison et al. 2018)
constexpr int leastRest = 4, mostRest = 12;              ///< frames before and behind

} // namespace

ExpressionDifficulty microDifficulty()
{
    ExpressionDifficulty difficulty;
    difficulty.apexLow = 0.2;
    difficulty.apexHigh = 0.45;
    difficulty.extraAus = 0.2;
    difficulty.extraLow = 0.06;
    difficulty.extraHigh = 0.15;
    difficulty.restingTension = 0.01;
    difficulty.blinkProbability = 0;
    return difficulty;
}

void planBurst(ClipPlan& clip, const Random& random)
{
    clip.random = random;
    Random timing = random.fork("length");
    // Short ones are more frequent: even on a scale of ratios.
    const double seconds = shortest * std::pow(longest / shortest, timing.uniform());
    const int frames = static_cast<int>(std::lround(seconds * microFramesPerSecond));
    const auto rest = [&] { return leastRest + static_cast<int>(timing.below(mostRest - leastRest + 1)); };
    const double rise = timing.uniform(0.3, 0.55);
    Burst burst;
    burst.onset = rest();
    burst.offset = burst.onset + frames - 1;
    burst.apex = burst.onset + std::clamp(static_cast<int>(std::lround(rise * frames)), 1, frames - 2);
    clip.burst = burst;
    clip.frames = burst.offset + 1 + rest();
    // A head that drifts through a cycle in seconds hardly moves in one that lasts a fraction of one.
    clip.sway = 0.25 * seconds;
}

} // namespace mien::synth

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/synth/performance.h"

namespace mien::synth {

inline constexpr int microFramesPerSecond = 200; ///< of SAMM and CASME II

/// Low intensities, hardly any tension at rest, and no blink, which would outshine them.
ExpressionDifficulty microDifficulty();

/// Gives the clip a burst of 1/25 to 1/2 s, onset to offset, with some rest before and behind; length, sway of the head
/// and random stream of the clip follow `random`.
void planBurst(ClipPlan& clip, const Random& random);

} // namespace mien::synth

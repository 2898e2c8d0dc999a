// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/layout.h"
#include "core/synth/synth.h"

#include <vector>

namespace mien::synth {

/// Puts the recordings under the conditions that were asked for: light, noise, occluders, turned heads, and
/// micro-expressions in films. Each is drawn from the clip's own stream and without looking at its label, but for the
/// emotion of a micro-expression, which is another one.
void applyConditions(std::vector<Recording>& recordings, const Layout& layout, const SynthOptions& options);

} // namespace mien::synth

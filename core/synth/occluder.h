// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien::synth {

/// What hides a part of a face.
enum class Occluder {
    None,
    Mask,    ///< from the nose's bridge to the chin
    Glasses, ///< those that the renderer gives some people anyway
    Hand     ///< from below, over chin, mouth and one cheek
};

const char* nameOf(Occluder occluder); ///< "none", "mask", "glasses", "hand"

} // namespace mien::synth

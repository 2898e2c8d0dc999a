// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/performance.h"

namespace mien::synth {

/// Lets the expression of a film come, stay and go, with some rest before and behind; gives the clip its length, its
/// burst and its amplitude. How long each part takes is drawn from the clip's own stream and depends on `acting`:
///
///               | acted                       | spontaneous
///   onset       | 0.20–0.40 s, whatever the amplitude | 0.5–0.85 s, the longer the larger
///   apex        | 0.25–0.60 s                 | 0.2–0.5 s
///   offset      | 0.25–0.50 s                 | 0.8–1.3 s
///   amplitude   | as drawn                    | 0.45–0.75 of that
///   action units| begin up to a third of the onset apart | nearly together
///
/// Smaller amplitude and the firm relation of amplitude and duration: Cohn & Schmidt 2004; slower movement: Valstar,
/// Pantic, Ambadar & Cohn 2006. The seconds are ours. A neutral clip only gets its length.
void planCourse(ClipPlan& clip, Acting acting, int framesPerSecond);

const char* nameOf(Acting acting); ///< "acted", "spontaneous"

} // namespace mien::synth

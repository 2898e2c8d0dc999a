// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip.h"

#include <cstdint>
#include <vector>

namespace mien {

/// The control of shuffled labels: clips change labels with one another, deterministic in `seed`. All samples of a clip
/// get the same new label, as they had the same old one, so that a control has as many clips as the run beside it and a
/// network that knows a clip again from its other frames gains as much in both. Of clips whose samples differ in label
/// (first frames as neutral ones beside peaks) every sample changes by itself: as groups of other sizes they would
/// change how common the classes are. Targets of several outputs change places as whole courses, begun anywhere and
/// turned round at their end: most courses rise from rest, so that aligned ones would tell how far a clip is.
std::vector<Sample> withShuffledLabels(std::vector<Sample> samples, std::uint64_t seed);

} // namespace mien

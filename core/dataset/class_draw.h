// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip.h"

#include <cstdint>
#include <vector>

namespace mien {

/// The samples of `clips` clips of every class, drawn without replacement, deterministic in `seed`; of a class that has
/// fewer, all. A clip that shows several classes (its first frame as a neutral one) is drawn for each by itself. Order
/// is kept. (Landmark TCN spec, section 2.2: five clips per emotion of SAMM.)
std::vector<Sample> drawnByClass(const std::vector<Sample>& samples, int clips, std::uint64_t seed);

} // namespace mien

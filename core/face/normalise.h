// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <vector>

namespace mien {

/// Removes head motion, size and place from a sequence: every frame is moved by the similarity transform (Umeyama
/// 1991) that brings its rigid points (nose bridge and eye corners: 27–30, 36, 39, 42, 45) best onto those of a mean
/// upright face whose outer-eye distance is 1 and whose rigid points' centre is (0, 0). Units: outer-eye distances.
std::vector<Landmarks68> toFaceCoordinates(const std::vector<Landmarks68>& sequence);

} // namespace mien

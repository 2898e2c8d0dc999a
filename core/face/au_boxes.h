// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <vector>

namespace mien {

/// Where an action unit shows on the face, in pixels of the frame: for each of its landmark groups (ActionUnit, image
/// left before right) the bounding box, 0.12 eye distances larger on every side, then larger by the unit's own
/// ActionUnit::boxMargin (action unit spec, section 7). The eye distance is that of the means of 36–41 and 42–47.
/// None for units that have no landmarks or are unknown, and where the landmarks are no usable numbers (isUsable).
/// Pure; thread: any.
std::vector<Box> auBoxes(int actionUnit, const Landmarks68& points);

/// The same, clipped to a frame of width × height pixels; boxes without area inside of it are left out.
std::vector<Box> auBoxes(int actionUnit, const Landmarks68& points, int width, int height);

} // namespace mien

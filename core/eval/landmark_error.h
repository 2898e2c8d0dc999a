// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <optional>
#include <vector>

namespace mien {

/// Landmarks by frame; nothing for a frame without a face, or whose truth is not known.
using LandmarkSeries = std::vector<std::optional<Landmarks68>>;

/// Mean distance of the inner landmarks (17–67) in per cent of the outer-eye distance of `truth`. The jaw does not
/// count: where along the jaw its points lie is a matter of the annotator's taste.
double innerDistance(const Landmarks68& points, const Landmarks68& truth);

/// Where each landmark lies from the truth on average, in outer-eye distances of the truth: what one annotation scheme
/// means by "corner of the brow" against another.
using LandmarkOffsets = std::array<Point, 68>;

/// Over the frames that both have; zero where there are none.
LandmarkOffsets meanOffsets(const LandmarkSeries& points, const LandmarkSeries& truth);

/// `points` with the offsets taken out, at the size that `truth` has.
Landmarks68 withoutOffsets(const Landmarks68& points, const Landmarks68& truth, const LandmarkOffsets& offsets);

} // namespace mien

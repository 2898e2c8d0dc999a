// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <optional>
#include <span>
#include <vector>

namespace mien {

/// Boxes around faces and their parts. All in pixels of the frame and pure; thread: any.

/// False where a coordinate is no number or lies more than a million pixels away: no face is there.
bool isUsable(std::span<const Point> points);

/// The mean of the points first … last.
Point centreOf(const Landmarks68& points, std::size_t first, std::size_t last);

/// The means of the landmarks 36–41 (the eye on the image's left) and 42–47.
struct EyeCentres
{
    Point left;
    Point right;

    explicit EyeCentres(const Landmarks68& points);
    double distance() const; ///< pixels
};

/// The smallest box that holds the chosen landmarks, at least one.
Box boundingBox(const Landmarks68& points, std::span<const int> chosen);

/// The bounding box of all landmarks, wider and higher by `share` of its size, half of that on either side (landmark
/// TCN spec, section 3.2: 20 %).
Box landmarkBox(const Landmarks68& points, double share = 0.2);

/// What of the box lies in a frame of width × height pixels, whose box is (0, 0, width, height); nothing where it has
/// no area or its numbers are none.
std::optional<Box> clipped(const Box& box, int width, int height);

/// The largest box by area, the first among equals (temporal fusion spec, section 3.1).
std::optional<Box> largestBox(std::span<const Box> boxes);

/// `found`, unless its centre lies more than half its width from that of `previous`: then `previous` (temporal fusion
/// spec, section 3.2, `--track`).
Box withoutJump(const Box& previous, const Box& found);

} // namespace mien

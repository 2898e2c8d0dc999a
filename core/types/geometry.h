// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace mien {

/// Pixels of the frame; x right, y down; the centre of the top-left pixel is (0, 0).
struct Point
{
    float x = 0;
    float y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

/// Pixels of the frame.
struct Box
{
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
    friend bool operator==(const Box&, const Box&) = default;
};

/// The 68 landmarks of the iBUG 300-W scheme, in pixels of the frame. Jaw 0–16, brows 17–21 and 22–26, nose 27–35,
/// eyes 36–41 and 42–47, outer lips 48–59, inner lips 60–67; lower numbers lie on the image's left.
using Landmarks68 = std::array<Point, 68>;

/// Distance of the outer eye corners (36–45), pixels: the unit of landmark errors.
float outerEyeDistance(const Landmarks68& points);

/// The smallest box that holds all points.
Box boundingBox(const Landmarks68& points);

/// Intersection over union, 0 … 1.
double overlap(const Box& a, const Box& b);

/// A named run of landmarks, for axes, overlays and group statistics.
struct LandmarkGroup
{
    const char* name;
    int first;
    int last; ///< inclusive
};

inline constexpr std::array<LandmarkGroup, 5> landmarkGroups = {
    {{"jaw", 0, 16}, {"brows", 17, 26}, {"nose", 27, 35}, {"eyes", 36, 47}, {"mouth", 48, 67}}};

} // namespace mien

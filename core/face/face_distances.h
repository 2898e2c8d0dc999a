// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>

namespace mien {

/// Landmarks as seen from the front, in outer-eye distances (seenFromFront()).
using FrontalLandmarks = std::array<cv::Point2d, 68>;

/// Distances of both sides, image left and right, that grow with an action unit, in outer-eye distances. Units without
/// sides have the same value twice.
struct FaceDistances
{
    std::array<std::array<double, 2>, geometricAus.size()> side{};
    std::array<double, 2> cornerRise{}; ///< of the mouth towards the nose: what a smile's width is told by
};

FaceDistances distancesOf(const FrontalLandmarks& points);

/// Place of the action unit in geometricAus; their number if it is not there.
std::size_t indexOfAu(int number);

/// The growth that stands for intensity 5: the largest excursion that posed faces reach.
extern const std::array<double, geometricAus.size()> fullGrowth;

} // namespace mien

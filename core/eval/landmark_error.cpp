// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/landmark_error.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr std::size_t firstInner = 17;

/// Never below a pixel, so that a degenerate face gives a large error and no division by zero.
float unitOf(const Landmarks68& truth)
{
    return std::max(1.0f, outerEyeDistance(truth));
}

} // namespace

double innerDistance(const Landmarks68& points, const Landmarks68& truth)
{
    double sum = 0;
    for (std::size_t i = firstInner; i < truth.size(); ++i)
        sum += std::hypot(points[i].x - truth[i].x, points[i].y - truth[i].y);
    return 100 * sum / static_cast<double>(truth.size() - firstInner) / static_cast<double>(unitOf(truth));
}

LandmarkOffsets meanOffsets(const LandmarkSeries& points, const LandmarkSeries& truth)
{
    std::array<std::array<double, 2>, 68> sums{};
    double count = 0;
    for (std::size_t f = 0; f < std::min(points.size(), truth.size()); ++f) {
        if (!points[f] || !truth[f]) continue;
        ++count;
        const float unit = unitOf(*truth[f]);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i][0] += static_cast<double>(((*points[f])[i].x - (*truth[f])[i].x) / unit);
            sums[i][1] += static_cast<double>(((*points[f])[i].y - (*truth[f])[i].y) / unit);
        }
    }
    LandmarkOffsets offsets{};
    if (count > 0)
        for (std::size_t i = 0; i < sums.size(); ++i)
            offsets[i] = {static_cast<float>(sums[i][0] / count), static_cast<float>(sums[i][1] / count)};
    return offsets;
}

Landmarks68 withoutOffsets(const Landmarks68& points, const Landmarks68& truth, const LandmarkOffsets& offsets)
{
    const float unit = unitOf(truth);
    Landmarks68 moved = points;
    for (std::size_t i = 0; i < moved.size(); ++i) {
        moved[i].x -= offsets[i].x * unit;
        moved[i].y -= offsets[i].y * unit;
    }
    return moved;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/geometry.h"

#include <algorithm>
#include <cmath>

namespace mien {

float outerEyeDistance(const Landmarks68& points)
{
    return std::hypot(points[45].x - points[36].x, points[45].y - points[36].y);
}

Box boundingBox(const Landmarks68& points)
{
    const auto [left, right] =
        std::minmax_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.x < b.x; });
    const auto [top, bottom] =
        std::minmax_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.y < b.y; });
    return {left->x, top->y, right->x - left->x, bottom->y - top->y};
}

double overlap(const Box& a, const Box& b)
{
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (width <= 0 || height <= 0) return 0;
    const double shared = static_cast<double>(width) * height;
    return shared / (static_cast<double>(a.width) * a.height + static_cast<double>(b.width) * b.height - shared);
}

} // namespace mien

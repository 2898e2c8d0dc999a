// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/boxes.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mien {

bool isUsable(std::span<const Point> points)
{
    // Fixed-point arithmetic of the picture routines ends at two million pixels.
    constexpr float farthest = 1e6f;
    return std::all_of(points.begin(), points.end(),
                       [](Point p) { return std::abs(p.x) <= farthest && std::abs(p.y) <= farthest; });
}

Point centreOf(const Landmarks68& points, std::size_t first, std::size_t last)
{
    double x = 0, y = 0;
    for (std::size_t i = first; i <= last; ++i) {
        x += points.at(i).x;
        y += points.at(i).y;
    }
    const auto count = static_cast<double>(last - first + 1);
    return {static_cast<float>(x / count), static_cast<float>(y / count)};
}

EyeCentres::EyeCentres(const Landmarks68& points) : left(centreOf(points, 36, 41)), right(centreOf(points, 42, 47)) {}

double EyeCentres::distance() const
{
    return std::hypot(right.x - left.x, right.y - left.y);
}

Box boundingBox(const Landmarks68& points, std::span<const int> chosen)
{
    if (chosen.empty()) throw std::invalid_argument("boundingBox needs landmarks");
    const auto at = [&](int i) { return points.at(static_cast<std::size_t>(i)); };
    Point low = at(chosen.front());
    Point high = low;
    for (const int i : chosen) {
        low = {std::min(low.x, at(i).x), std::min(low.y, at(i).y)};
        high = {std::max(high.x, at(i).x), std::max(high.y, at(i).y)};
    }
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

Box landmarkBox(const Landmarks68& points, double share)
{
    const Box tight = boundingBox(points);
    const auto more = static_cast<float>(share);
    return {tight.x - tight.width * more / 2, tight.y - tight.height * more / 2, tight.width * (1 + more),
            tight.height * (1 + more)};
}

std::optional<Box> clipped(const Box& box, int width, int height)
{
    const float left = std::max(box.x, 0.0f);
    const float top = std::max(box.y, 0.0f);
    const float right = std::min(box.x + box.width, static_cast<float>(width));
    const float bottom = std::min(box.y + box.height, static_cast<float>(height));
    // Written so that a NaN fails it.
    if (!(right > left && bottom > top && std::isfinite(box.x) && std::isfinite(box.y))) return std::nullopt;
    return Box{left, top, right - left, bottom - top};
}

std::optional<Box> largestBox(std::span<const Box> boxes)
{
    const auto area = [](const Box& b) { return b.width * b.height; };
    const auto at =
        std::max_element(boxes.begin(), boxes.end(), [&](const Box& a, const Box& b) { return area(a) < area(b); });
    if (at == boxes.end()) return std::nullopt;
    return *at;
}

Box withoutJump(const Box& previous, const Box& found)
{
    const double dx = (found.x + found.width / 2) - (previous.x + previous.width / 2);
    const double dy = (found.y + found.height / 2) - (previous.y + previous.height / 2);
    return std::hypot(dx, dy) > found.width / 2 ? previous : found;
}

} // namespace mien

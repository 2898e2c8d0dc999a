// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/similarity.h"

#include <stdexcept>

namespace mien {

Point Similarity::apply(Point p) const
{
    return {static_cast<float>(a * p.x - b * p.y + tx), static_cast<float>(b * p.x + a * p.y + ty)};
}

Similarity fitSimilarity(std::span<const Point> from, std::span<const Point> to)
{
    if (from.size() != to.size() || from.empty()) throw std::invalid_argument("fitSimilarity needs pairs of points");
    const auto n = static_cast<double>(from.size());
    double fromX = 0, fromY = 0, toX = 0, toY = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        fromX += from[i].x / n;
        fromY += from[i].y / n;
        toX += to[i].x / n;
        toY += to[i].y / n;
    }
    double along = 0, across = 0, spread = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double x = from[i].x - fromX, y = from[i].y - fromY;
        const double u = to[i].x - toX, v = to[i].y - toY;
        along += x * u + y * v;
        across += x * v - y * u;
        spread += x * x + y * y;
    }
    Similarity s;
    if (spread > 0) {
        s.a = along / spread;
        s.b = across / spread;
    }
    s.tx = toX - (s.a * fromX - s.b * fromY);
    s.ty = toY - (s.b * fromX + s.a * fromY);
    return s;
}

} // namespace mien

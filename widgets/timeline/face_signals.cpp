// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline/face_signals.h"

#include <cmath>
#include <limits>

namespace mien {
namespace {

double distance(const Point& a, const Point& b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// Distance of `p` from the line through `a` and `b`.
double distanceFromLine(const Point& p, const Point& a, const Point& b)
{
    const double length = distance(a, b);
    return std::abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length;
}

} // namespace

FaceSignals faceSignals(const FaceFrame& face)
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const auto& p = face.landmarks;
    const double unit = face.found ? outerEyeDistance(p) : 0;
    if (unit <= 0) return {nan, nan, nan, nan};
    FaceSignals s;
    s.mouthOpening = distance(p[62], p[66]) / unit;
    s.mouthWidth = distance(p[48], p[54]) / unit;
    for (int i = 17; i <= 26; ++i) s.browHeight += distanceFromLine(p[i], p[36], p[45]) / (10 * unit);
    s.eyeOpening = (distance(p[37], p[41]) + distance(p[38], p[40]) + distance(p[43], p[47]) + distance(p[44], p[46])) /
                   (4 * unit);
    return s;
}

} // namespace mien

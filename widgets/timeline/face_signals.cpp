// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline/face_signals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

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

std::vector<MeasuredCurve> strongestUnits(const std::vector<std::optional<FaceMeasures>>& frames, double threshold,
                                          std::size_t count, bool pictureSeen)
{
    std::vector<std::pair<float, std::size_t>> peaks; // of units, by their place in geometricAus
    for (std::size_t i = 0; i < geometricAus.size(); ++i) {
        float peak = -1;
        for (const auto& frame : frames)
            if (frame && frame->auIntensity[i] > peak) peak = frame->auIntensity[i];
        if (!geometricAus[i].isWeak(pictureSeen) && peak >= threshold) peaks.emplace_back(peak, i);
    }
    std::stable_sort(peaks.begin(), peaks.end(), [](auto& a, auto& b) { return a.first > b.first; });
    peaks.resize(std::min(peaks.size(), count));
    std::sort(peaks.begin(), peaks.end(), [](auto& a, auto& b) { return a.second < b.second; });
    std::vector<MeasuredCurve> curves;
    for (const auto& [peak, i] : peaks) {
        MeasuredCurve curve{geometricAus[i].number, {}};
        for (const auto& frame : frames)
            curve.values.push_back(frame ? frame->auIntensity[i] : std::numeric_limits<double>::quiet_NaN());
        curves.push_back(std::move(curve));
    }
    return curves;
}

} // namespace mien

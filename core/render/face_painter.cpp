// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/face_painter.h"

#include "core/media/frame_mat.h"
#include "core/render/colour_map.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

namespace mien {

namespace {

/// cv drawing takes fixed-point coordinates: 4 bits behind the point.
constexpr int fractionBits = 4;
constexpr double fraction = 1 << fractionBits;

cv::Point fixedPoint(const Point& p)
{
    return {static_cast<int>(std::lround(p.x * fraction)), static_cast<int>(std::lround(p.y * fraction))};
}

void number(cv::Mat& picture, const Point& p, int index, double radius)
{
    const double scale = std::max(0.3, radius / 9);
    const cv::Point at(static_cast<int>(p.x + radius + 1), static_cast<int>(p.y - radius / 2));
    const std::string text = std::to_string(index);
    // Dark below light stays readable on every skin and background.
    cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, scale, {0, 0, 0}, 3, cv::LINE_AA);
    cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, scale, {255, 255, 255}, 1, cv::LINE_AA);
}

} // namespace

Frame paintStrength(const Frame& frame, const Landmarks68& points, const std::vector<float>& strength, bool numbers)
{
    if (strength.size() != points.size()) throw std::invalid_argument("paintStrength needs 68 strengths");
    cv::Mat picture = asMat(frame).clone();
    const double radius = std::max(2.0, 0.008 * frame.width);
    const int fixedRadius = static_cast<int>(std::lround(radius * fraction));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Colour colour = whiteYellowRed(strength[i]);
        cv::circle(picture, fixedPoint(points[i]), fixedRadius, cv::Scalar(colour.blue, colour.green, colour.red),
                   cv::FILLED, cv::LINE_AA, fractionBits);
    }
    if (numbers)
        for (std::size_t i = 0; i < points.size(); ++i) number(picture, points[i], static_cast<int>(i), radius);
    Frame painted = toFrame(picture, frame.index, frame.seconds);
    painted.timeAssumed = frame.timeAssumed;
    return painted;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/crops.h"

#include "core/media/frame_mat.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

cv::Point2f centre(const Landmarks68& points, int first, int last)
{
    cv::Point2f sum;
    for (int i = first; i <= last; ++i) sum += cv::Point2f(points[i].x, points[i].y);
    return sum / static_cast<float>(last - first + 1);
}

/// A square around landmarks first…last, upright with the eyes, `margin` times as wide as the points' extent.
Frame part(const Frame& frame, const Landmarks68& points, int first, int last, float margin, int side)
{
    const cv::Point2f left = centre(points, 36, 41);
    const cv::Point2f right = centre(points, 42, 47);
    const float angle = std::atan2(right.y - left.y, right.x - left.x);
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    float minU = 1e9f, maxU = -1e9f, minV = 1e9f, maxV = -1e9f;
    for (int i = first; i <= last; ++i) {
        const float u = c * points[i].x + s * points[i].y;
        const float v = -s * points[i].x + c * points[i].y;
        minU = std::min(minU, u);
        maxU = std::max(maxU, u);
        minV = std::min(minV, v);
        maxV = std::max(maxV, v);
    }
    const float extent = std::max({maxU - minU, maxV - minV, 1.0f}) * margin;
    const float k = static_cast<float>(side) / extent;
    const float u0 = (minU + maxU) / 2;
    const float v0 = (minV + maxV) / 2;
    const float half = static_cast<float>(side) / 2;
    const cv::Matx23f transform(k * c, k * s, half - k * u0, -k * s, k * c, half - k * v0);
    cv::Mat out;
    cv::warpAffine(asMat(frame), out, transform, {side, side}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return toFrame(out, frame.index, frame.seconds);
}

} // namespace

Frame alignedFace(const Frame& frame, const Landmarks68& points, int side)
{
    const cv::Point2f left = centre(points, 36, 41);
    const cv::Point2f right = centre(points, 42, 47);
    const cv::Point2f between = right - left;
    const float distance = std::max(1.0f, std::hypot(between.x, between.y));
    // Eye centres at 31 % and 69 % of the width and 38 % of the height: brows and chin stay in the picture.
    const float k = 0.38f * static_cast<float>(side) / distance;
    const float c = between.x / distance;
    const float s = between.y / distance;
    const cv::Point2f middle = (left + right) / 2;
    const float tx = 0.5f * static_cast<float>(side) - k * (c * middle.x + s * middle.y);
    const float ty = 0.38f * static_cast<float>(side) - k * (-s * middle.x + c * middle.y);
    const cv::Matx23f transform(k * c, k * s, tx, -k * s, k * c, ty);
    cv::Mat out;
    cv::warpAffine(asMat(frame), out, transform, {side, side}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return toFrame(out, frame.index, frame.seconds);
}

std::vector<FaceCrop> faceCrops(const Frame& frame, const Landmarks68& points, int side)
{
    return {{"face", alignedFace(frame, points, side)},
            {"eye (image left)", part(frame, points, 36, 41, 1.7f, side)},
            {"eye (image right)", part(frame, points, 42, 47, 1.7f, side)},
            {"nose", part(frame, points, 27, 35, 1.3f, side)},
            {"mouth", part(frame, points, 48, 67, 1.3f, side)}};
}

} // namespace mien

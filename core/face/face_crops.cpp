// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_crops.h"

#include "core/face/boxes.h"
#include "core/media/frame_mat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace mien {

namespace {

// Places in the aligned face without margin, in parts of its side: brows and chin of an upright face fit.
constexpr double eyeHeight = 0.33;
constexpr double eyeDistance = 0.32;

Frame like(const cv::Mat& picture, const Frame& frame)
{
    Frame out = toFrame(picture, frame.index, frame.seconds);
    out.timeAssumed = frame.timeAssumed;
    return out;
}

/// The rule of boxCrop() for which pixels a box holds.
cv::Rect pixelsIn(const Box& box, const Frame& frame)
{
    // The edges are rounded before clipping, as the slice of a larger picture would be.
    const auto edge = [](double v, int end) {
        return static_cast<int>(std::clamp(std::floor(v + 0.5), 0.0, static_cast<double>(end)));
    };
    if (!clipped(box, frame.width, frame.height)) return {};
    const double right = static_cast<double>(box.x) + box.width;
    const double bottom = static_cast<double>(box.y) + box.height;
    return {cv::Point(edge(box.x, frame.width), edge(box.y, frame.height)),
            cv::Point(edge(right, frame.width), edge(bottom, frame.height))};
}

/// An 8-bit picture as channel × height × width, 0…1, channels R, G, B or grey.
Array toUnitArray(const Frame& picture)
{
    if (picture.empty()) return {};
    Array out{{picture.channels, picture.height, picture.width}, {}};
    out.data.reserve(static_cast<std::size_t>(out.elements()));
    for (int c = picture.channels - 1; c >= 0; --c) // Frames are BGR.
        for (int y = 0; y < picture.height; ++y) {
            const std::uint8_t* row = picture.pixels.get() + y * picture.stride;
            for (int x = 0; x < picture.width; ++x)
                out.data.push_back(static_cast<float>(row[x * picture.channels + c]) / 255.0f);
        }
    return out;
}

/// The similarity that turns the eye line level, makes eye distances `unit` pixels and brings `middle` to `place`.
Similarity upright(const EyeCentres& eyes, double unit, Point middle, Point place)
{
    Similarity s;
    if (const double distance = eyes.distance(); distance >= 1) {
        s.a = unit * (eyes.right.x - eyes.left.x) / (distance * distance);
        s.b = -unit * (eyes.right.y - eyes.left.y) / (distance * distance);
    } else {
        s.a = unit;
    }
    s.tx = place.x - (s.a * middle.x - s.b * middle.y);
    s.ty = place.y - (s.b * middle.x + s.a * middle.y);
    return s;
}

Point between(Point a, Point b)
{
    return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

Frame warped(const Frame& frame, Similarity toCrop, int side, int border)
{
    cv::Mat source = asMat(frame);
    // Bilinear reading skips pixels below half size: halve first. pyrDown keeps every second pixel centre.
    while (std::hypot(toCrop.a, toCrop.b) < 0.5 && std::min(source.cols, source.rows) > 1) {
        cv::Mat half;
        cv::pyrDown(source, half);
        source = half;
        toCrop.a *= 2;
        toCrop.b *= 2;
    }
    const cv::Matx23d matrix(toCrop.a, -toCrop.b, toCrop.tx, toCrop.b, toCrop.a, toCrop.ty);
    cv::Mat out;
    cv::warpAffine(source, out, matrix, cv::Size(side, side), cv::INTER_LINEAR, border);
    return like(out, frame);
}

/// The corners of the face's outline in the aligned picture, in order.
std::vector<cv::Point2f> outline(const Landmarks68& points, const Similarity& toPicture, double lift)
{
    std::vector<cv::Point2f> corners;
    for (std::size_t i = 0; i <= 26; ++i) {
        const Point p = toPicture.apply(points[i]);
        if (i <= 16) corners.emplace_back(p.x, p.y);
        if (i >= 17 || i == 0 || i == 16) corners.emplace_back(p.x, static_cast<float>(p.y - lift));
    }
    std::vector<cv::Point2f> hull;
    cv::convexHull(corners, hull);
    return hull;
}

/// Sets every pixel to 0 whose centre lies outside of the convex polygon.
void blackOutside(cv::Mat& picture, const std::vector<cv::Point2f>& polygon)
{
    for (int y = 0; y < picture.rows; ++y) {
        double left = std::numeric_limits<double>::infinity();
        double right = -left;
        for (std::size_t i = 0; i < polygon.size(); ++i) {
            const cv::Point2d a = polygon[i];
            const cv::Point2d b = polygon[(i + 1) % polygon.size()];
            if (std::min(a.y, b.y) > y || std::max(a.y, b.y) < y) continue;
            const double at = a.y == b.y ? a.x : a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
            left = std::min({left, at, a.y == b.y ? b.x : at});
            right = std::max({right, at, a.y == b.y ? b.x : at});
        }
        const auto column = [&](double x) { return static_cast<int>(std::clamp<double>(x, 0, picture.cols)); };
        const int from = right < left ? picture.cols : column(std::ceil(left));
        const int to = right < left ? picture.cols : std::max(from, column(std::floor(right) + 1));
        picture.row(y).colRange(0, from).setTo(0);
        picture.row(y).colRange(to, picture.cols).setTo(0);
    }
}

} // namespace

Frame boxCrop(const Frame& frame, const Box& box, int side, int channels)
{
    if (side < 1) throw std::invalid_argument("boxCrop needs a side above 0");
    if (channels != 1 && channels != 3) throw std::invalid_argument("boxCrop makes 1 or 3 channels");
    if (frame.empty()) return {};
    const cv::Rect area = pixelsIn(box, frame);
    if (area.empty()) return {};
    cv::Mat part = asMat(frame)(area);
    if (frame.channels != channels) {
        cv::Mat converted;
        cv::cvtColor(part, converted, channels == 1 ? cv::COLOR_BGR2GRAY : cv::COLOR_GRAY2BGR);
        part = converted;
    }
    cv::Mat out;
    cv::resize(part, out, cv::Size(side, side), 0, 0, cv::INTER_LINEAR);
    return like(out, frame);
}

Array temporalFusionFace(const Frame& frame, const Box& box)
{
    return toUnitArray(boxCrop(frame, box, 170, 3));
}

Array valenceArousalFace(const Frame& frame, const Box& box)
{
    return toUnitArray(boxCrop(frame, box, 96, 1));
}

Point FaceAlignment::leftEye() const
{
    // The picture covers −0.5 … side − 0.5: pixel centres lie at whole numbers.
    const double whole = 1 + 2 * margin;
    return {static_cast<float>((0.5 + margin - eyeDistance / 2) / whole * side - 0.5),
            static_cast<float>((eyeHeight + margin) / whole * side - 0.5)};
}

Point FaceAlignment::rightEye() const
{
    const Point left = leftEye();
    return {static_cast<float>(side) - 1 - left.x, left.y};
}

Similarity faceAlignment(const Landmarks68& points, const FaceAlignment& alignment)
{
    if (alignment.side < 1 || !(alignment.margin >= 0))
        throw std::invalid_argument("an aligned face needs a side above 0 and a margin of at least 0");
    const EyeCentres eyes(points);
    const Point left = alignment.leftEye();
    const Point right = alignment.rightEye();
    return upright(eyes, right.x - left.x, between(eyes.left, eyes.right), between(left, right));
}

Frame alignedFace(const Frame& frame, const Landmarks68& points, const FaceAlignment& alignment)
{
    if (frame.empty() || !isUsable(points)) return {};
    const Similarity toPicture = faceAlignment(points, alignment);
    if (!alignment.masked) return warped(frame, toPicture, alignment.side, cv::BORDER_REPLICATE);
    const Frame face = warped(frame, toPicture, alignment.side, cv::BORDER_CONSTANT);
    const double eyes = alignment.rightEye().x - alignment.leftEye().x;
    cv::Mat picture = asMat(face).clone();
    blackOutside(picture, outline(points, toPicture, alignment.forehead * eyes));
    return like(picture, frame);
}

} // namespace mien

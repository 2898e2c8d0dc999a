// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/crops.h"

#include "core/media/frame_mat.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace mien {

namespace {

// Places in the aligned face, in parts of its side: brows and chin of an upright face fit with a margin.
constexpr double eyeHeight = 0.33;
constexpr double eyeDistance = 0.32;

// Sides of the part crops in distances of the eye centres.
constexpr double eyeSide = 0.8;
constexpr double noseSide = 1.0;
constexpr double mouthSide = 1.3;

cv::Point2d centre(const Landmarks68& points, std::size_t first, std::size_t last)
{
    cv::Point2d sum;
    for (std::size_t i = first; i <= last; ++i) sum += cv::Point2d(points[i].x, points[i].y);
    return sum / static_cast<double>(last - first + 1);
}

/// The upright axes of a face and its size.
struct Pose
{
    cv::Point2d leftEye;
    cv::Point2d rightEye;
    double angle = 0;    ///< of the eye line, radians, clockwise
    double distance = 1; ///< of the eye centres, pixels

    explicit Pose(const Landmarks68& points) : leftEye(centre(points, 36, 41)), rightEye(centre(points, 42, 47))
    {
        const cv::Point2d line = rightEye - leftEye;
        distance = std::max(1.0, std::hypot(line.x, line.y));
        angle = std::atan2(line.y, line.x);
    }
};

/// The square around `middle` of side `extent` pixels, turned by `angle`, as side × side pixels; `at` is where in the
/// result the middle lies, in parts of its side.
Frame cut(const Frame& frame, cv::Point2d middle, double angle, double extent, cv::Point2d at, int side)
{
    cv::Mat source = asMat(frame);
    double scale = side / extent;
    // Bilinear reading skips pixels below half size: halve first.
    for (; scale < 0.5 && std::min(source.cols, source.rows) > 1; scale *= 2) {
        cv::Mat half;
        cv::pyrDown(source, half);
        source = half;
        middle *= 0.5;
    }
    const double c = std::cos(angle) * scale;
    const double s = std::sin(angle) * scale;
    const cv::Matx23d toCrop(c, s, at.x * side - (c * middle.x + s * middle.y), //
                             -s, c, at.y * side - (-s * middle.x + c * middle.y));
    cv::Mat out;
    cv::warpAffine(source, out, toCrop, cv::Size(side, side), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    Frame crop = toFrame(out, frame.index, frame.seconds);
    crop.timeAssumed = frame.timeAssumed;
    return crop;
}

} // namespace

Frame alignedFace(const Frame& frame, const Landmarks68& points, int side)
{
    if (side < 1 || frame.empty()) throw std::invalid_argument("alignedFace needs a frame and a side above 0");
    const Pose pose(points);
    return cut(frame, (pose.leftEye + pose.rightEye) * 0.5, pose.angle, pose.distance / eyeDistance, {0.5, eyeHeight},
               side);
}

std::vector<FaceCrop> faceCrops(const Frame& frame, const Landmarks68& points, int side)
{
    const Pose pose(points);
    const auto part = [&](cv::Point2d middle, double extent) {
        return cut(frame, middle, pose.angle, extent * pose.distance, {0.5, 0.5}, side);
    };
    return {{"face", alignedFace(frame, points, side)},
            {"eye (image left)", part(pose.leftEye, eyeSide)},
            {"eye (image right)", part(pose.rightEye, eyeSide)},
            {"nose", part(centre(points, 27, 35), noseSide)},
            {"mouth", part(centre(points, 48, 67), mouthSide)}};
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/head_pose.h"

#include "core/face/face_shape3d.h"

#include <cmath>
#include <limits>
#include <opencv2/calib3d.hpp>
#include <vector>

namespace mien {

Camera Camera::assumed(int width, int height)
{
    const double focal = (500.0 * width / 640 + 500.0 * height / 480) / 2;
    return {focal, focal, (width - 1) / 2.0, (height - 1) / 2.0, false};
}

PoseFit fitPose(const Landmarks68& points, const Camera& camera)
{
    constexpr double longLens = 30; // times the assumed focal length
    PoseFit fit;
    fit.camera = camera;
    if (!camera.tellsPlaces()) // as if the face were in the middle
        fit.camera = {500, 500, 0.5 * (points[36].x + points[45].x), 0.5 * (points[36].y + points[45].y), false};
    if (!camera.known) {
        fit.camera.fx *= longLens;
        fit.camera.fy *= longLens;
    }
    std::vector<cv::Point3d> model;
    std::vector<cv::Point2d> image;
    for (const std::size_t i : rigidLandmarks) {
        const Point3& p = meanFace()[i];
        model.emplace_back(p.x * outerEyeMillimetres, p.y * outerEyeMillimetres, p.z * outerEyeMillimetres);
        image.emplace_back(points[i].x, points[i].y);
    }
    const Camera& c = fit.camera;
    const cv::Matx33d intrinsics(c.fx, 0, c.cx, 0, c.fy, c.cy, 0, 0, 1);
    // Starting from a frontal face at the distance its size asks for keeps the fit from the mirrored solution.
    const double z = c.fx * outerEyeMillimetres / std::max(1.0f, outerEyeDistance(points));
    cv::Vec3d turn(0, 0, std::atan2(points[45].y - points[36].y, points[45].x - points[36].x));
    fit.shift = {(0.5 * (points[36].x + points[45].x) - c.cx) * z / c.fx,
                 (0.5 * (points[36].y + points[45].y) - c.cy) * z / c.fy, z};
    cv::solvePnPRefineLM(model, image, intrinsics, cv::noArray(), turn, fit.shift);
    cv::Rodrigues(turn, fit.rotation);
    const cv::Matx33d& r = fit.rotation;
    // The same place in the picture and the same size, through the lens that was assumed.
    fit.pose.tz = fit.shift[2] * camera.fx / c.fx;
    fit.pose.tx = fit.shift[0];
    fit.pose.ty = fit.shift[1];
    if (!camera.tellsPlaces()) fit.pose.tx = fit.pose.ty = fit.pose.tz = std::numeric_limits<double>::quiet_NaN();
    // R = Rx · Ry · Rz
    fit.pose.ry = std::asin(std::clamp(r(0, 2), -1.0, 1.0));
    fit.pose.rx = std::atan2(-r(1, 2), r(2, 2));
    fit.pose.rz = std::atan2(-r(0, 1), r(0, 0));
    return fit;
}

HeadTurns turnsOf(const HeadPose& pose)
{
    const auto about = [](int axis, double angle) {
        const int a = (axis + 1) % 3, b = (axis + 2) % 3;
        cv::Matx33d r = cv::Matx33d::eye();
        r(a, a) = r(b, b) = std::cos(angle);
        r(b, a) = std::sin(angle);
        r(a, b) = -r(b, a);
        return r;
    };
    const cv::Matx33d r = about(0, pose.rx) * about(1, pose.ry) * about(2, pose.rz);
    return {std::atan2(r(0, 2), r(2, 2)), std::asin(std::clamp(-r(1, 2), -1.0, 1.0)), std::atan2(r(1, 0), r(1, 1))};
}

std::array<cv::Point2d, 68> seenFromFront(const Landmarks68& points, const PoseFit& fit)
{
    const Camera& camera = fit.camera;
    std::array<cv::Point2d, 68> front;
    const cv::Matx33d& r = fit.rotation;
    for (std::size_t i = 0; i < front.size(); ++i) {
        // The ray through the pixel, cut with the plane in which the mean face has this landmark.
        const double u = (points[i].x - camera.cx) / camera.fx;
        const double v = (points[i].y - camera.cy) / camera.fy;
        const double z = meanFace()[i].z * outerEyeMillimetres;
        // u · (r3·P + tz) = r1·P + tx and the same for v, with P = (X, Y, z).
        const cv::Matx22d a(r(0, 0) - u * r(2, 0), r(0, 1) - u * r(2, 1), r(1, 0) - v * r(2, 0), r(1, 1) - v * r(2, 1));
        const cv::Vec2d b(u * (r(2, 2) * z + fit.shift[2]) - r(0, 2) * z - fit.shift[0],
                          v * (r(2, 2) * z + fit.shift[2]) - r(1, 2) * z - fit.shift[1]);
        const double det = a(0, 0) * a(1, 1) - a(0, 1) * a(1, 0);
        if (std::abs(det) < 0.02) { // seen along the plane: no depth can be taken out
            front[i] = {meanFace()[i].x, meanFace()[i].y};
            continue;
        }
        front[i] = {(b[0] * a(1, 1) - b[1] * a(0, 1)) / det / outerEyeMillimetres,
                    (a(0, 0) * b[1] - a(1, 0) * b[0]) / det / outerEyeMillimetres};
    }
    return front;
}

} // namespace mien

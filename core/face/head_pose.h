// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "core/types/geometry.h"

#include <array>
#include <opencv2/core.hpp>

namespace mien {

/// A pinhole camera, pixels.
struct Camera
{
    double fx = 0;
    double fy = 0;
    double cx = 0;
    double cy = 0;
    bool known = false; ///< by calibration; else assumed, and then it decides about distances only, never about turns

    /// What OpenFace assumes where nothing is known: a focal length of 500 at 640 × 480, the centre of the picture. Of
    /// a picture whose size is not known either (0 × 0) turns can be told, and no place.
    static Camera assumed(int width, int height);
    bool tellsPlaces() const { return fx > 0 && fy > 0; }
};

/// What no expression moves far; the wings of the nose (31, 35) are AU 9's. The ends of the jaw beside the ears lie far
/// behind the rest: they tell the pitch.
inline constexpr std::array<std::size_t, 11> rigidLandmarks = {0, 16, 27, 28, 29, 30, 33, 36, 39, 42, 45};

/// Pose from the rigid landmarks, by the perspective of a mean face.
///
/// With an unknown camera the turn is that against the line of sight: how the face looks, wherever in the picture it
/// is. A wrong guess of the lens would turn a head that only moves sideways by up to 30°.
struct PoseFit
{
    HeadPose pose;
    cv::Matx33d rotation;
    cv::Vec3d shift; ///< millimetres, with the camera below
    Camera camera;   ///< the one fitted with: a very long lens where none is known
};
PoseFit fitPose(const Landmarks68& points, const Camera& camera);

/// The turn of a head as people say it: first to the side, then up or down, then tilted; radians, with the signs of
/// HeadPose. R = Ry(yaw) · Rx(pitch) · Rz(roll).
struct HeadTurns
{
    double yaw = 0;
    double pitch = 0;
    double roll = 0;
};
HeadTurns turnsOf(const HeadPose& pose);

/// The landmarks as they would be seen from the front, in outer-eye distances of the mean face: turn and size are
/// taken out with the depth of the mean face.
std::array<cv::Point2d, 68> seenFromFront(const Landmarks68& points, const PoseFit& fit);

} // namespace mien

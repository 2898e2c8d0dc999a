// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace mien {

struct Point3
{
    double x = 0;
    double y = 0;
    double z = 0;
};

/// A mean face in outer-eye distances: x right, y down, z away from the camera; the outer eye corners lie at
/// (±0.5, 0, 0). Outline from the front: the mean shape of dlib's 68-point predictor. Depth: means of adults'
/// anthropometry (Farkas, Anthropometry of the Head and Face, 1994: protrusion of nose, lips and chin; slope of the
/// eyes), to about a twentieth.
const std::array<Point3, 68>& meanFace();

inline constexpr double outerEyeMillimetres = 89; ///< the same source, mean of women and men

} // namespace mien

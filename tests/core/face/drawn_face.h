// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_mat.h"
#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <cmath>
#include <opencv2/core.hpp>

/// Faces and pictures whose geometry is known exactly.
namespace mien::test {

/// A face of `size` pixels between the eye centres, turned by `angle` around the point between the eyes.
inline Landmarks68 face(double middleX, double middleY, double size, double angle)
{
    Landmarks68 points;
    const auto put = [&](std::size_t i, double u, double v) {
        points[i] = {static_cast<float>(middleX + size * (std::cos(angle) * u - std::sin(angle) * v)),
                     static_cast<float>(middleY + size * (std::sin(angle) * u + std::cos(angle) * v))};
    };
    for (std::size_t i = 0; i <= 16; ++i)
        put(i, std::cos(M_PI * (1 - i / 16.0)) * 1.1, std::sin(M_PI * i / 16.0) * 1.9);
    for (std::size_t i = 17; i <= 26; ++i) put(i, -0.9 + (i - 17) * 0.2, -0.4);
    for (std::size_t i = 27; i <= 30; ++i) put(i, 0, (i - 27) * 0.25);
    for (std::size_t i = 31; i <= 35; ++i) put(i, (double(i) - 33) * 0.1, 0.85);
    for (std::size_t i = 0; i < 6; ++i) {
        const double a = M_PI + i * M_PI / 3;
        put(36 + i, -0.5 + 0.2 * std::cos(a), 0.1 * std::sin(a));
        put(42 + i, 0.5 + 0.2 * std::cos(a), 0.1 * std::sin(a));
    }
    for (std::size_t i = 48; i <= 67; ++i) put(i, 0.45 * std::cos(i * M_PI / 10), 1.3 + 0.15 * std::sin(i * M_PI / 10));
    return points;
}

/// 256 × 256 pixels, frame 12 at 0.5 s: red is x, green is y, so that a colour tells its place.
inline Frame ramp()
{
    cv::Mat picture(256, 256, CV_8UC3);
    for (int y = 0; y < 256; ++y)
        for (int x = 0; x < 256; ++x)
            picture.at<cv::Vec3b>(y, x) = {0, static_cast<std::uint8_t>(y), static_cast<std::uint8_t>(x)};
    return toFrame(picture, 12, 0.5);
}

/// The place in the ramp() that the pixel of a crop shows.
inline Point placeOf(const Frame& crop, int x, int y)
{
    const auto colour = asMat(crop).at<cv::Vec3b>(y, x);
    return {static_cast<float>(colour[2]), static_cast<float>(colour[1])};
}

inline bool near(Point a, Point b, double tolerance)
{
    return std::hypot(a.x - b.x, a.y - b.y) < tolerance;
}

} // namespace mien::test

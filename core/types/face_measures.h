// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Where a head is and how it is turned, in the camera's frame (x right, y down, z away from it), with OpenFace's
/// order of turns: R = Rx · Ry · Rz.
struct HeadPose
{
    double tx = 0; ///< millimetres, if the outer eye corners are 89 mm apart
    double ty = 0;
    double tz = 0;
    double rx = 0; ///< pitch, radians, positive = down
    double ry = 0; ///< yaw, positive = towards the image's right
    double rz = 0; ///< roll, positive = clockwise in the image
};

/// The action units that landmarks carry. `weak`: an indication at best, because what makes the unit is skin rather
/// than outline (wrinkles, bulges), its outline is shared with others, or the landmark model follows it badly (brows
/// and closing lids on the rendered faces with known truth).
struct GeometricAu
{
    int number;
    bool weak;
};

inline constexpr std::array<GeometricAu, 16> geometricAus = {{{1, true},
                                                              {2, true},
                                                              {4, true},
                                                              {5, false},
                                                              {6, true},
                                                              {7, true},
                                                              {9, false},
                                                              {10, true},
                                                              {12, false},
                                                              {14, true},
                                                              {15, false},
                                                              {17, true},
                                                              {20, true},
                                                              {25, false},
                                                              {26, false},
                                                              {45, true}}};

/// What is measured on the landmarks of one frame.
struct FaceMeasures
{
    HeadPose pose;
    double eyeDistance = 0;                               ///< outer eye corners, turned to the front, pixels
    double eyeOpening = 0;                                ///< lids apart, mean of both eyes, outer-eye distances
    double mouthOpening = 0;                              ///< inner lips apart, outer-eye distances
    std::array<float, geometricAus.size()> auIntensity{}; ///< 0…5, above the person's neutral; NaN = not known
    std::array<float, geometricAus.size()> auAsymmetry{}; ///< −5…5, image left minus right; 0 where a unit has no sides
};

/// A track, measured.
struct MeasuredTrack
{
    std::vector<std::optional<FaceMeasures>> frames; ///< nothing for frames without a face
    std::string neutral; ///< in words: which frames were taken for the person's neutral, or why none were
};

} // namespace mien

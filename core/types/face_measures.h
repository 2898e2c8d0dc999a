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
    double tx = 0; ///< millimetres, if the outer eye corners are 89 mm apart; NaN = not known, like the next two
    double ty = 0;
    double tz = 0;
    double rx = 0; ///< pitch, radians, positive = down
    double ry = 0; ///< yaw, positive = the nose moves to the image's left
    double rz = 0; ///< roll, positive = clockwise in the image
};

/// When a unit is an indication at best, because what makes it is skin rather than outline (wrinkles, bulges), or its
/// outline is shared with others.
enum class Weak {
    No,
    WithoutPicture, ///< landmarks follow brows and closing lids badly; the picture shows them (EyeRegion)
    Yes,
};

/// The action units that the geometry of a face carries.
struct GeometricAu
{
    int number;
    Weak weak;
    bool sides = true; ///< can be stronger on one side of the face

    bool isWeak(bool pictureSeen) const { return weak == Weak::Yes || (weak == Weak::WithoutPicture && !pictureSeen); }
};

inline constexpr std::array<GeometricAu, 16> geometricAus = {{{1, Weak::WithoutPicture},
                                                              {2, Weak::WithoutPicture},
                                                              {4, Weak::Yes},
                                                              {5, Weak::No},
                                                              {6, Weak::Yes},
                                                              {7, Weak::Yes},
                                                              {9, Weak::No},
                                                              {10, Weak::Yes, false},
                                                              {12, Weak::No},
                                                              {14, Weak::Yes},
                                                              {15, Weak::No},
                                                              {17, Weak::Yes, false},
                                                              {20, Weak::No},
                                                              {25, Weak::No, false},
                                                              {26, Weak::No, false},
                                                              {45, Weak::WithoutPicture}}};

/// What is measured on the landmarks of one frame.
struct FaceMeasures
{
    HeadPose pose;
    double eyeDistance = 0;                               ///< outer eye corners, turned to the front, pixels
    double eyeOpening = 0;                                ///< lids apart, mean of both eyes, outer-eye distances
    double mouthOpening = 0;                              ///< inner lips apart, outer-eye distances
    std::array<float, geometricAus.size()> auIntensity{}; ///< 0…5, above the person's neutral; NaN = not known
    std::array<float, geometricAus.size()> auAsymmetry{}; ///< −5…5, image left minus right; 0 where a unit has no
                                                          ///< sides, NaN where a side is not known
};

/// A track, measured.
struct MeasuredTrack
{
    std::vector<std::optional<FaceMeasures>> frames; ///< nothing for frames without a face
    std::string neutral; ///< in words: which frames were taken for the person's neutral, or why none were
};

} // namespace mien

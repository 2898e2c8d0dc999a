// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/similarity.h"
#include "core/types/clip.h"
#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <vector>

namespace mien {

/// Pictures of faces, cut from frames. An empty Frame or Array stands for what cannot be cut: an empty frame, a box
/// without a pixel of the frame, landmarks that are no usable numbers (isUsable). Crops keep number and time of their
/// frame. Pure; thread: any.

/// The pixels of `frame` in `box`, resized to side × side pixels with plain bilinear sampling, as 3 channels (BGR; grey
/// is replicated) or 1 (luma, taken before resizing); values 0–255.
/// The pixels are those of the array slice [y, y + height) × [x, x + width), edges rounded to whole numbers, halves
/// upwards. What lies outside of the frame is left off and the rest resized: nothing is invented, the aspect changes.
/// Throws std::invalid_argument for a side below 1 or other channels.
Frame boxCrop(const Frame& frame, const Box& box, int side, int channels = 3);

/// Temporal fusion spec, section 3.3: 3 × 170 × 170 (R, G, B), 0…1, of a detector's box.
Array temporalFusionFace(const Frame& frame, const Box& box);

/// Valence/arousal spec, section 2.1: 1 × 96 × 96 grey, 0…1, of a detector's box.
Array valenceArousalFace(const Frame& frame, const Box& box);

/// Where an upright face lies in its picture.
struct FaceAlignment
{
    int side = 112;      ///< pixels, at least 1
    double margin = 0.0; ///< more of the surroundings on each side, in sides of the picture without margin; at least 0
    bool masked = false; ///< black outside of the face's outline
    /// How far the outline goes above brows and temples, in distances of the eye centres. OpenFace lifts both by 30
    /// pixels where its eyes are 44 apart.
    double forehead = 0.68;

    Point leftEye() const; ///< place of the eye centre in the picture, pixels
    Point rightEye() const;
};

/// From the frame to the aligned picture: brings the centres of the eyes to their places. Eyes less than a pixel apart
/// show no direction and no size: then upright, one pixel apart.
/// Throws std::invalid_argument for a side below 1 or a margin below 0.
Similarity faceAlignment(const Landmarks68& points, const FaceAlignment& alignment);

/// The face turned upright with the eyes in place, side × side pixels, channels as in the frame; strong reductions are
/// smoothed first. Outside of the frame its border goes on.
/// Masked as OpenFace's aligned faces are: pixels whose centre is not in the convex hull of jaw, lifted brows and
/// lifted temples (landmarks 0–16; 17–26, 0 and 16) are 0, and so is what lies outside of the frame.
Frame alignedFace(const Frame& frame, const Landmarks68& points, const FaceAlignment& alignment);

} // namespace mien

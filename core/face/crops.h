// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <vector>

namespace mien {

/// A named part of the face, cut from the frame.
struct FaceCrop
{
    const char* name; ///< "face", "eye (image left)", "eye (image right)", "nose", "mouth"
    Frame picture;
};

/// The face turned upright with the eye centres at fixed places, `side` × `side` pixels.
Frame alignedFace(const Frame& frame, const Landmarks68& points, int side);

/// Aligned face, eyes, nose and mouth, each `side` pixels square; parts outside the frame are filled by its border.
std::vector<FaceCrop> faceCrops(const Frame& frame, const Landmarks68& points, int side);

} // namespace mien

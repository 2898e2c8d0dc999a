// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <string>
#include <vector>

namespace mien {

/// What was found in one frame. A frame without a face keeps its entry: `found` is false and the rest means nothing.
struct FaceFrame
{
    int frame = 0;      ///< index in the source, from 0
    double seconds = 0; ///< presentation time since the first frame
    bool found = false;
    Box box;          ///< of the detector
    double score = 0; ///< of the detector: HOG margin, above 0 for a face; no probability
    Landmarks68 landmarks{}; ///< steadied over time where FaceOptions::steady asks for it
    Landmarks68 measured{};  ///< in this frame alone
    std::string problem; ///< why this frame has no result although it was tried ("frame could not be decoded")
};

/// The largest face of a source, frame by frame: exactly one entry per decoded frame, in order.
struct FaceTrack
{
    int width = 0; ///< of the frames, pixels
    int height = 0;
    bool timeAssumed = false;
    std::vector<FaceFrame> frames;

    int foundCount() const;
};

} // namespace mien

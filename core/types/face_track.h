// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace mien {

/// What was found in one frame of one person. A frame without a face keeps its entry: `found` is false and the rest
/// means nothing.
struct FaceFrame
{
    int frame = 0;      ///< index in the source, from 0
    double seconds = 0; ///< presentation time since the first frame
    bool found = false;
    int person = 0;   ///< from 0, in order of appearance; of one who is followed alone always 0
    int tracklet = 0; ///< of FacesFollower: a stretch in which it is surely one person
    Box box;          ///< of the detector
    double score = 0; ///< of the detector: HOG margin, above 0 for a face; no probability
    double confidence = std::numeric_limits<double>::quiet_NaN(); ///< 0…1 that the landmarks lie right; NaN = not known
    Landmarks68 landmarks{}; ///< steadied over time where FaceOptions::steady asks for it
    Landmarks68 measured{};  ///< in this frame alone
    std::vector<std::uint8_t>
        appearance;      ///< now and then, where several people are told apart (core/face/appearance.h)
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

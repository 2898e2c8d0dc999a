// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What the picture shows of brows and eyes, for action units that landmarks follow badly: grey values along the height
/// of the face over both ends of both brows, and how much of iris and white the eyes show (core/face/eye_region.h).
struct EyeRegion
{
    static constexpr std::size_t rows = 64;
    enum Brow : std::size_t { InnerLeft, OuterLeft, InnerRight, OuterRight }; ///< of the image
    static constexpr std::size_t brows = 4;
    std::array<std::array<std::uint8_t, rows>, brows> brow{}; ///< from above the brow down to below the eye
    /// Of the eyes, image left and right: mean difference of pixels side by side, grey levels.
    std::array<float, 2> edges{};
};

/// What was found of one person in one frame. A frame without a face keeps its entry: `found` is false and the rest
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
    Landmarks68 landmarks{};       ///< steadied over time where FaceOptions::steady asks for it
    Landmarks68 measured{};        ///< in this frame alone
    std::bitset<68> hidden;        ///< landmarks that something was seen to hide (core/face/occlusion_watch.h)
    std::optional<EyeRegion> eyes; ///< nothing where the picture was not seen (tables of landmarks)
    /// Now and then, where several people are told apart (core/face/appearance.h).
    std::vector<std::uint8_t> appearance;
    std::string problem; ///< why this frame has no result although it was tried ("frame could not be decoded")
};

/// The faces of a source, at least one entry per decoded frame, in order. Where one face is followed at a time, as
/// everywhere but in jobs::PeopleTrack, it is exactly one entry per frame; there it is one for each face, by person.
struct FaceTrack
{
    int width = 0; ///< of the frames, pixels
    int height = 0;
    bool timeAssumed = false;
    std::vector<FaceFrame> frames;
    int peopleLeftOut = 0; ///< in a table of landmarks: others, whose faces are not in `frames`

    int foundCount() const; ///< of entries
};

} // namespace mien

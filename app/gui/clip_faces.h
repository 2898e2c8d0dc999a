// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <optional>
#include <string>
#include <vector>

namespace mien {

/// The faces of a clip by frame, as far as they are known. A value.
class ClipFaces
{
public:
    ClipFaces() = default;
    explicit ClipFaces(std::vector<FaceFrame> entries); ///< of a whole clip, see jobs::PeopleTrack

    /// An entry without a face says that its frame is known.
    void add(FaceFrame entry);

    int frameCount() const { return static_cast<int>(m_frames.size()); } ///< up to the last one known
    bool isKnown(int frame) const { return !in(frame).empty(); }

    bool hasFace() const; ///< in any frame

    /// Why a frame has no result although it was tried; null = it has one, or is not known. Valid until the next add().
    const std::string* problem(int frame) const;

    /// Entries of a frame: of each face, or one without a face; none = not known.
    const std::vector<FaceFrame>& in(int frame) const;

    /// The face of a person, or, without one, the largest. The entry has none where that one is not seen; null = not
    /// known. Valid until the next add().
    const FaceFrame* face(int frame, std::optional<int> person = {}) const;

private:
    std::vector<std::vector<FaceFrame>> m_frames;
};

} // namespace mien

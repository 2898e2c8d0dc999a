// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

namespace mien {

class FrameSource;

/// A stretch of a source whose faces are found without knowing the frames before it, so that stretches may be worked
/// on side by side, kept, and joined: one pass and many give the same, because one pass goes stretch by stretch too.
struct Segment
{
    int begin = 0;          ///< first frame looked at; can be decoded without those before it
    int first = 0;          ///< first frame whose result counts: those before let the landmarks settle
    std::optional<int> end; ///< behind the last frame; nothing = the end of the source
};

/// Cuts a source at frames that can be decoded on their own. One segment where none are known. Depends on the source
/// alone.
std::vector<Segment> planSegments(const FrameSource& source);

} // namespace mien

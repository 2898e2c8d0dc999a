// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

namespace mien {

/// Frames of a film from `first`, `count` of them, or up to its end.
struct FilmPart
{
    int first = 0;            ///< of the film, from 0
    std::optional<int> count; ///< fewer where the film ends before

    bool operator==(const FilmPart&) const = default;
};

/// A part of a film as a film of its own: its frames and their times count from 0, each is the picture that the film
/// has there. Reads the film's packets. Input error where the film ends before the part begins.
Result<std::unique_ptr<FrameSource>> openPart(std::unique_ptr<FrameSource> film, const FilmPart& part);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/part_source.h"
#include "core/types/face_track.h"

#include <utility>

namespace mien::jobs {

/// Whether frame `number` of the film lies in the part.
inline bool contains(const FilmPart& part, int number)
{
    return number >= part.first && (!part.count || number < part.first + *part.count);
}

/// A face of the film as one of the part, which begins at `start` seconds of the film.
inline FaceFrame ofPart(FaceFrame frame, const FilmPart& part, double start)
{
    frame.frame -= part.first;
    frame.seconds -= start;
    return frame;
}

} // namespace mien::jobs

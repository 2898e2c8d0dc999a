// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/base/result.h"
#include "core/types/frame.h"

namespace mien::report {

struct FacePicture
{
    Frame image;   ///< the face with some space around it, at most 480 pixels wide
    int frame = 0; ///< in the source, from 0
    bool interpolated = false;
};

/// The apex (the last frame of the sample) with its landmarks painted by the summary strength of the map, cut to the
/// face. An Error when the files are gone, do not decode, or too few frames have a face.
Result<FacePicture> paintedFace(const jobs::Explanation& explanation);

} // namespace mien::report

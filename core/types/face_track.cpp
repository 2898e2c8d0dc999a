// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/face_track.h"

#include <algorithm>

namespace mien {

int FaceTrack::foundCount() const
{
    return static_cast<int>(std::count_if(frames.begin(), frames.end(), [](const FaceFrame& f) { return f.found; }));
}

} // namespace mien

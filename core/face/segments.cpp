// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/segments.h"

#include "core/media/frame_source.h"

namespace mien {

namespace {

constexpr int shortest = 240; ///< frames: looking for the face anew at a start costs what ten frames cost
constexpr int runUp = 20;     ///< frames: by then the landmarks are where they are from any start

} // namespace

std::vector<Segment> planSegments(const FrameSource& source)
{
    std::vector<Segment> segments(1);
    const auto count = source.info().frameCount;
    while (count) {
        const auto begin = source.startAtOrAfter(segments.back().begin + shortest);
        if (!begin || *begin + shortest / 2 > *count) break;
        const int first = *begin + runUp;
        segments.back().end = first;
        segments.push_back({*begin, first, std::nullopt});
    }
    return segments;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/clip_spec.h"

namespace mien {

std::vector<std::int64_t> ClipSpec::shape() const
{
    switch (kind) {
    case Kind::LandmarkGrid:
        return {2, 68, frames};
    case Kind::Features:
        return {frames, width};
    case Kind::Pictures:
        break;
    }
    switch (layout) {
    case Layout::Stacked:
        return {static_cast<std::int64_t>(frames) * channels, height, width};
    case Layout::FramesFirst:
        return {frames, channels, height, width};
    case Layout::ChannelsFirst:
        break;
    }
    return {channels, frames, height, width};
}

} // namespace mien

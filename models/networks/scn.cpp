// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/stacked_frames.h"

namespace mien::networks {

/// The stacked-frame network with the pooling that brings its count nearest to the printed one (landmark TCN spec,
/// section 5).
NetworkType scn()
{
    NetworkType type = stackedFramesType(true);
    type.info.id = "scn";
    type.info.title = "Stacked-frame network";
    type.info.parameters = 5353351;
    type.info.printedParameters = 5647943;
    type.info.countNote = "no network of the described layers has the printed count; this one is nearest, 5.2 % below";
    return type;
}

} // namespace mien::networks

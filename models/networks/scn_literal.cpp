// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/stacked_frames.h"

namespace mien::networks {

/// The stacked-frame network by the letter of the text (landmark TCN spec, section 5).
NetworkType scn_literal()
{
    NetworkType type = stackedFramesType(false);
    type.info.id = "scn_literal";
    type.info.title = "Stacked-frame network, to the letter";
    type.info.parameters = 52539271;
    type.info.printedParameters = 5647943;
    type.info.countNote = "the layers as the text describes them have 9.3 times the printed count";
    return type;
}

} // namespace mien::networks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/microx_network.h"

namespace mien::networks {

/// The network that the paper reports: four components and the full frame (MicroX spec, section 5).
NetworkType microx_full_face()
{
    NetworkType type = microxType({"mouth", "nose", "right_eye", "left_eye", "full_face"}, false);
    type.info.id = "microx_full_face";
    type.info.title = "MicroX with the full face";
    type.info.parameters = 276362527;
    return type;
}

} // namespace mien::networks

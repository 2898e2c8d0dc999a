// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/microx_network.h"

namespace mien::networks {

/// The four components of the paper (MicroX spec, section 5).
NetworkType microx()
{
    NetworkType type = microxType({"mouth", "nose", "right_eye", "left_eye"}, false);
    type.info.id = "microx";
    type.info.title = "MicroX";
    type.info.parameters = 221090023;
    return type;
}

} // namespace mien::networks

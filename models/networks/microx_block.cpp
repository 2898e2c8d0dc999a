// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/microx_network.h"

namespace mien::networks {

/// One component alone (MicroX spec, section 5).
NetworkType microx_block()
{
    NetworkType type = microxType({"full_face"}, true);
    type.info.id = "microx_block";
    type.info.title = "MicroX block";
    type.info.parameters = 55272455;
    return type;
}

} // namespace mien::networks

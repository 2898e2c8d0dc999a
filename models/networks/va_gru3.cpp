// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

namespace mien::networks {

/// Valence/arousal spec, section 4.
NetworkType va_gru3()
{
    NetworkType type = recurrentAffectType(true, {100, 100, 50});
    type.info.id = "va_gru3";
    type.info.title = "GRU for valence and arousal, 3 layers";
    type.info.parameters = 204102;
    return type;
}

} // namespace mien::networks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

namespace mien::networks {

/// Valence/arousal spec, section 4.
NetworkType va_gru1()
{
    NetworkType type = recurrentAffectType(true, {100});
    type.info.id = "va_gru1";
    type.info.title = "GRU for valence and arousal, 1 layer";
    type.info.parameters = 120802;
    return type;
}

} // namespace mien::networks

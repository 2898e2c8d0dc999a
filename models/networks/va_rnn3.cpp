// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

namespace mien::networks {

/// Valence/arousal spec, section 4.
NetworkType va_rnn3()
{
    NetworkType type = recurrentAffectType(false, {100, 100, 50});
    type.info.id = "va_rnn3";
    type.info.title = "Simple RNN for valence and arousal, 3 layers";
    type.info.parameters = 67852;
    return type;
}

} // namespace mien::networks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

namespace mien::networks {

/// Valence/arousal spec, section 4.
NetworkType va_rnn1()
{
    NetworkType type = recurrentAffectType(false, {100});
    type.info.id = "va_rnn1";
    type.info.title = "Simple RNN for valence and arousal, 1 layer";
    type.info.parameters = 40302;
    return type;
}

} // namespace mien::networks

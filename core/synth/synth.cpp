// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/synth.h"

namespace mien {

const std::vector<std::string>& synthLayouts()
{
    static const std::vector<std::string> layouts = {"ckplus"};
    return layouts;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include <algorithm>

namespace mien::text {

std::string printable(std::string_view s)
{
    std::string shown(s);
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return shown;
}

} // namespace mien::text

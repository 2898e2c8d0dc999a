// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mien::text {

/// `s` on one line, as a terminal may show it: blanks for control characters, which files and their names may hold.
std::string printable(std::string_view s);

} // namespace mien::text

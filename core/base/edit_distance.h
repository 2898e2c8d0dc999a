// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace mien::text {

/// How many bytes are put in, left out or replaced between the two.
std::size_t editDistance(std::string_view a, std::string_view b);

} // namespace mien::text

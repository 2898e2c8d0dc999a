// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mien::cli {

struct Command;

std::string programHelp();                       ///< commands and exit codes
std::string commandHelp(const Command& command); ///< every argument and option explained

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "app/cli/options.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace mien::cli {

/// A command of mien-cli. To add one: a file <name>.cpp here that defines `const Command& <name>Command()`, and a line
/// in commands.def.
struct Command
{
    std::string name;
    std::string summary;      ///< one line for the list of commands
    std::string details = {}; ///< for `mien-cli <name> --help`; may be empty
    Syntax syntax;            ///< `--help` is added by the program
    Result<void> (*run)(const Arguments&, CliContext&);
};

#define MIEN_COMMAND(name) const Command& name##Command();
#include "app/cli/commands.def"
#undef MIEN_COMMAND

/// All commands, in the order in which `mien-cli --help` lists them.
const std::vector<const Command*>& commands();
const Command* findCommand(const std::string& name);

/// `--json`, with which every command that prints results prints lines for machines.
OptionSpec jsonOption(const std::string& help);

/// `-o` / `--output`.
OptionSpec outputOption(const std::string& value, const std::string& help, bool required);

} // namespace mien::cli

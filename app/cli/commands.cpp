// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <algorithm>

namespace mien::cli {

const std::vector<const Command*>& commands()
{
    static const std::vector<const Command*> all = {
#define MIEN_COMMAND(name) &name##Command(),
#include "app/cli/commands.def"
#undef MIEN_COMMAND
    };
    return all;
}

const Command* findCommand(const std::string& name)
{
    const auto& all = commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command* c) { return c->name == name; });
    return found == all.end() ? nullptr : *found;
}

OptionSpec jsonOption(const std::string& help)
{
    return {.name = "json", .help = help};
}

OptionSpec outputOption(const std::string& value, const std::string& help, bool required)
{
    return {.name = "output",
            .shortName = 'o',
            .type = OptionSpec::Type::Text,
            .value = value,
            .help = help,
            .required = required};
}

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include "app/cli/command.h"
#include "core/base/text.h"

#include <algorithm>

namespace mien::cli {

namespace {

constexpr std::size_t lineWidth = 100;

/// Words of `text` in lines of `lineWidth`; all but the first start with `indent` blanks.
std::string wrapped(const std::string& text, std::size_t indent)
{
    std::string result;
    std::size_t column = indent;
    for (const std::string& word : text::split(text, ' ')) {
        if (column > indent && column + 1 + word.size() > lineWidth) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            result += ' ';
            ++column;
        }
        result += word;
        column += word.size();
    }
    return result;
}

std::string optionTerm(const OptionSpec& option)
{
    std::string term = option.shortName ? std::string("-") + option.shortName + ", " : "    ";
    term += "--" + option.name;
    if (option.type != OptionSpec::Type::Flag) term += " " + option.value;
    return term;
}

std::string synopsis(const Command& command)
{
    std::string line = "mien-cli " + command.name;
    for (const PositionalSpec& positional : command.syntax.positionals)
        line += " " + positional.name + (positional.repeatable ? "..." : "");
    for (const OptionSpec& option : command.syntax.options) {
        std::string part = option.shortName ? std::string("-") + option.shortName : "--" + option.name;
        if (option.type != OptionSpec::Type::Flag) part += " " + option.value;
        line += option.required ? " " + part : " [" + part + "]";
        if (option.repeatable) line += "...";
    }
    return wrapped(line, 9);
}

std::string table(const std::vector<std::pair<std::string, std::string>>& rows)
{
    std::size_t width = 0;
    for (const auto& [term, help] : rows) width = std::max(width, term.size());
    std::string result;
    for (const auto& [term, help] : rows)
        result += "  " + term + std::string(width - term.size() + 2, ' ') + wrapped(help, width + 4) + "\n";
    return result;
}

} // namespace

std::string programHelp()
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (const Command* command : commands()) rows.emplace_back(command->name, command->summary);
    return "mien-cli " MIEN_VERSION ": research on facial expressions in video, without a display\n\n"
           "usage: mien-cli COMMAND [ARGUMENT]...\n"
           "       mien-cli COMMAND --help\n"
           "       mien-cli --version\n\n"
           "commands:\n" +
           table(rows) +
           "\nResults go to standard output, progress and messages to standard error.\n"
           "exit codes: 0 ok, 1 failed, 2 wrong usage, 3 input missing or unreadable, 4 cancelled\n";
}

std::string commandHelp(const Command& command)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (const PositionalSpec& positional : command.syntax.positionals)
        rows.emplace_back(positional.name + (positional.repeatable ? "..." : ""), positional.help);
    for (const OptionSpec& option : command.syntax.options)
        rows.emplace_back(optionTerm(option), option.help + (option.repeatable ? " May be repeated." : ""));
    rows.emplace_back("-h, --help", "Shows this page.");
    std::string page = command.summary + "\n\nusage: " + synopsis(command) + "\n\n" + table(rows);
    if (!command.details.empty()) page += "\n";
    for (const std::string& paragraph : text::split(command.details, '\n')) page += wrapped(paragraph, 0) + "\n";
    return page;
}

} // namespace mien::cli

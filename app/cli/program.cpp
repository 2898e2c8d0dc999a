// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/command.h"
#include "app/cli/help.h"

#include <algorithm>
#include <exception>
#include <new>

namespace mien::cli {

namespace {

bool asksForHelp(const std::vector<std::string>& words)
{
    for (const std::string& word : words) {
        if (word == "--") return false;
        if (word == "--help" || word == "-h") return true;
    }
    return false;
}

int report(const Error& error, const std::string& command, CliContext& context)
{
    context.progress().clear();
    const std::string program = command.empty() ? "mien-cli" : "mien-cli " + command;
    if (error.kind == ErrorKind::Cancelled && error.remedy.empty())
        context.say(program + ": cancelled");
    else
        context.say(program + ": " + error.message());
    return exitCode(error.kind);
}

Error unknownCommand(const std::string& name)
{
    std::vector<std::string> names;
    for (const Command* command : commands()) names.push_back(command->name);
    const auto guess = nearest(name, names);
    return Error::usage("unknown command '" + name + "'", {},
                        guess ? "did you mean " + *guess + "?" : "mien-cli --help lists the commands");
}

int runCommand(const Command& command, const std::vector<std::string>& words, CliContext& context)
{
    if (asksForHelp(words)) {
        context.out() << commandHelp(command) << std::flush;
        return ok;
    }
    const auto arguments = parse(command.syntax, words);
    if (!arguments) return report(arguments.error(), command.name, context);
    try {
        const Result<void> result = command.run(*arguments, context);
        context.progress().clear();
        if (!result) return report(result.error(), command.name, context);
        context.out().flush();
        if (!context.out())
            return report(Error::failed("the results could not be written", "standard output"), command.name, context);
        return ok;
    } catch (const std::bad_alloc&) {
        return report(Error::failed("not enough memory"), command.name, context);
    } catch (const std::exception& exception) {
        return report(Error::failed(std::string("internal error: ") + exception.what()), command.name, context);
    }
}

} // namespace

ExitCode exitCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Usage:
        return usage;
    case ErrorKind::Input:
        return inputMissing;
    case ErrorKind::Cancelled:
        return cancelled;
    case ErrorKind::Failed:
        break;
    }
    return failed;
}

int run(const std::vector<std::string>& words, CliContext& context)
{
    if (words.empty()) {
        context.say(programHelp());
        return usage;
    }
    const std::string& first = words.front();
    if (first == "--version") {
        context.out() << "mien-cli " MIEN_VERSION << std::endl;
        return ok;
    }
    if (first == "--help" || first == "-h" || (first == "help" && words.size() == 1)) {
        context.out() << programHelp() << std::flush;
        return ok;
    }
    const bool helpWord = first == "help";
    const std::string& name = helpWord ? words[1] : first;
    const Command* command = findCommand(name);
    if (!command) return report(unknownCommand(name), {}, context);
    if (helpWord) {
        context.out() << commandHelp(*command) << std::flush;
        return ok;
    }
    return runCommand(*command, {words.begin() + 1, words.end()}, context);
}

} // namespace mien::cli

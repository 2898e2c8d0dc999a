// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/health.h"
#include "app/cli/json_values.h"

namespace mien::cli {

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const std::vector<HealthFact> facts = examine([&] { return context.engine(); });
    int problems = 0;
    QJsonArray array;
    for (const HealthFact& fact : facts) {
        if (fact.level == HealthFact::Level::Problem) ++problems;
        const char* level = fact.level == HealthFact::Level::Problem   ? "problem"
                            : fact.level == HealthFact::Level::Warning ? "warning"
                                                                       : "ok";
        if (arguments.has("json")) {
            array.append(QJsonObject{{QStringLiteral("name"), json(fact.name)},
                                     {QStringLiteral("value"), json(fact.value)},
                                     {QStringLiteral("level"), QString::fromLatin1(level)},
                                     {QStringLiteral("remedy"), json(fact.remedy)}});
            continue;
        }
        if (fact.level != HealthFact::Level::Fine) context.out() << level << ": ";
        context.out() << fact.name << ": " << fact.value << "\n";
        if (!fact.remedy.empty()) context.out() << "    " << fact.remedy << "\n";
    }
    if (arguments.has("json"))
        context.print(QJsonObject{{QStringLiteral("problems"), problems}, {QStringLiteral("facts"), array}});
    context.out().flush();
    if (problems > 0)
        return Error::failed(std::to_string(problems) + (problems == 1 ? " thing is" : " things are") + " missing", {},
                             "the lines marked 'problem' say what mends it");
    return {};
}

} // namespace

const Command& doctorCommand()
{
    static const Command command = {
        .name = "doctor",
        .summary = "Checks the installation: versions, device, threads, BLAS, landmark model, face cascades, caches.",
        .details = "Exit code 1 if something needed is missing; the line names the command that mends it.",
        .syntax = {.positionals = {},
                   .options = {jsonOption("One line: {problems, facts[{name, value, level, remedy}]}.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

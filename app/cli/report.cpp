// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report.h"

#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/run_argument.h"
#include "core/base/files.h"

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const fs::path folder = arguments.positional(0);
    if (auto checked = requireRun(folder); !checked) return checked.error();
    const fs::path file = arguments.text("output");
    const fs::path parent = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (auto made = files::ensureFolder(parent); !made) return made.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    if (auto written = writeReport(folder, file, **engine, context.control()); !written) return written.error();
    context.progress().clear();
    if (arguments.has("json"))
        context.print(QJsonObject{{QStringLiteral("run"), json(folder)}, {QStringLiteral("report"), json(file)}});
    else
        context.out() << file.string() << std::endl;
    return {};
}

} // namespace

const Command& reportCommand()
{
    static const Command command = {
        .name = "report",
        .summary = "Writes a run as one page: protocol, figures, confusion matrix, curves, activation maps.",
        .details = "The HTML file holds everything it shows and opens without a network.",
        .syntax = {.positionals = {{"RUN", "Run folder."}},
                   .options = {outputOption("FILE", "File to write, ending in .html.", true),
                               jsonOption("One line: {run, report}.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

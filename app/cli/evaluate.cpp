// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/run_argument.h"
#include "app/engine/jobs.h"

namespace mien::cli {

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const std::filesystem::path folder = arguments.positional(0);
    if (auto checked = requireRun(folder); !checked) return checked.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    jobs::EvaluateJob job{folder, std::nullopt};
    if (arguments.has("data")) job.data = arguments.text("data");
    const auto report = jobs::evaluate(job, **engine, context.control());
    if (!report) return report.error();
    if (!arguments.has("json")) {
        context.progress().clear();
        context.out() << describe(*report);
        return {};
    }
    QJsonObject object = json(*report);
    object.insert(QStringLiteral("run"), json(folder));
    if (job.data) object.insert(QStringLiteral("data"), json(*job.data));
    context.print(object);
    return {};
}

} // namespace

const Command& evaluateCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "evaluate",
        .summary = "Prints the figures of a run: accuracy per fold, mean and pooled; per class; confusion matrix.",
        .details = "JSON: {accuracy_mean, accuracy_std, accuracy_pooled, macro_f1, chance_level, samples, folds[{fold, "
                   "samples, accuracy}],"
                   " classes[{name, precision, recall, f1, support}], confusion{classes, counts}, run}",
        .syntax =
            {.positionals = {{"RUN", "Run folder."}},
             .options =
                 {{.name = "data",
                   .type = Type::Text,
                   .value = "DIR",
                   .help = "Tests the networks of all folds on this other dataset (or project) instead of showing the "
                           "run's own held-out results."},
                  jsonOption("One line of JSON.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

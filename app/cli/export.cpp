// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/run_argument.h"
#include "app/engine/jobs/exchange.h"

namespace mien::cli {

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    jobs::ExportJob job;
    job.run = arguments.positional(0);
    if (auto checked = requireRun(job.run); !checked) return checked.error();
    job.folder = arguments.text("output");
    job.licence = arguments.text("licence");
    if (const auto fold = arguments.integer("fold")) job.fold = static_cast<int>(*fold);
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto modules = jobs::exportRun(job, **engine, context.control());
    if (!modules) return modules.error();
    context.progress().clear();
    for (const jobs::ExportedModule& module : *modules) {
        if (arguments.has("json"))
            context.print(QJsonObject{{QStringLiteral("fold"), module.fold},
                                      {QStringLiteral("module"), json(module.module)},
                                      {QStringLiteral("description"), json(module.card)}});
        else
            context.out() << module.module.string() << "\n" << module.card.string() << std::endl;
    }
    return {};
}

} // namespace

const Command& exportCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "export",
        .summary = "Writes the networks of a run as files that Python's PyTorch loads.",
        .details = "Per fold <network>-fold-K.pt, a TorchScript module whose forward() gives the logits of any number "
                   "of samples (torch.jit.load), and <network>-fold-K.json, which says what it takes, gives and was "
                   "trained on, with its SHA-256. predict and evaluate --data take such a pair in place of a run.\n"
                   "JSON, a line per fold: {fold, module, description}.",
        .syntax = {.positionals = {{"RUN", "Run folder."}},
                   .options = {{.name = "format",
                                .type = Type::Text,
                                .value = "F",
                                .help = "Form of the files (default torchscript).",
                                .choices = {"torchscript"}},
                               {.name = "fold",
                                .type = Type::Integer,
                                .value = "K",
                                .help = "Only the network of this fold.",
                                .minimum = 1,
                                .maximum = 1000000},
                               {.name = "licence",
                                .type = Type::Text,
                                .value = "TEXT",
                                .help = "Licence of the weights, for the description."},
                               outputOption("DIR", "Folder for the files; made if absent.", true),
                               jsonOption("One line of JSON per fold.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/dataset_summary.h"
#include "core/dataset/reader.h"

namespace mien::cli {

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto index = readDataset(arguments.positional(0), arguments.text("reader"), context.control());
    if (!index) return index.error();
    const auto summary = summarise(*index, !arguments.has("quick"), context.control());
    if (!summary) return summary.error();
    if (arguments.has("json"))
        context.print(json(*summary));
    else
        context.out() << describe(*summary);
    return {};
}

std::string knownReaders()
{
    std::string names;
    for (const Reader* reader : readers()) names += (names.empty() ? "" : ", ") + reader->id;
    return names;
}

} // namespace

const Command& scanCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "scan",
        .summary = "Says what a dataset folder holds.",
        .details = "JSON: {reader, clips, subjects, frames, labels{name: clips}, lengths{frames: clips}, "
                   "warnings[{file, line, message}], notes[{file, line, message}]}\n"
                   "A clip is one sequence, video or still, labelled or not. Warnings are faults of the dataset; notes "
                   "are normal facts.",
        .syntax = {.positionals = {{"DIR", "Dataset folder."}},
                   .options = {{.name = "quick", .help = "Opens no video; their lengths stay unknown."},
                               {.name = "reader",
                                .type = Type::Text,
                                .value = "ID",
                                .help =
                                    "Reads the folder as this layout instead of finding out: " + knownReaders() + "."},
                               jsonOption("One line of JSON.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

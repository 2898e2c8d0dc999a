// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/experiment.h"
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "core/base/text.h"
#include "core/synth/settings.h"
#include "core/synth/synth.h"

namespace mien::cli {

namespace {

const char* name(jobs::CellOutcome::State state)
{
    switch (state) {
    case jobs::CellOutcome::State::Waiting:
        return "waiting";
    case jobs::CellOutcome::State::Finished:
        return "finished";
    case jobs::CellOutcome::State::Failed:
        break;
    }
    return "failed";
}

Result<void> draw(const GeneratedData& data, const std::filesystem::path& folder, const RunControl& control)
{
    SynthOptions options;
    options.layout = data.layout;
    options.subjects = data.subjects;
    options.seed = data.seed;
    options.width = data.width;
    options.height = data.height;
    for (const auto& [name, value] : data.settings)
        if (auto set = applySynthSetting(options, name, value); !set) return set;
    if (const auto drawn = synthesise(folder, options, control); !drawn) return drawn.error();
    return {};
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const jobs::ExperimentJob job{arguments.positional(0), arguments.text("output"), draw};
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto outcome = jobs::runExperiment(job, **engine, {}, context.control());
    if (!outcome) {
        Error error = outcome.error();
        if (error.kind == ErrorKind::Cancelled) error.remedy = "the same command goes on where it stopped";
        return error;
    }
    std::size_t failed = 0;
    context.progress().clear();
    for (std::size_t i = 0; i < outcome->cells.size(); ++i) {
        const jobs::CellOutcome& cell = outcome->cells[i];
        failed += cell.state == jobs::CellOutcome::State::Failed;
        if (arguments.has("json"))
            context.print(QJsonObject{{QStringLiteral("cell"), json(outcome->experiment.cells[i].name)},
                                      {QStringLiteral("state"), QString::fromUtf8(name(cell.state))},
                                      {QStringLiteral("was_finished"), cell.wasFinished},
                                      {QStringLiteral("seconds"), json(cell.seconds)},
                                      {QStringLiteral("problem"), json(cell.problem)}});
        else
            context.out() << outcome->experiment.cells[i].name << ": " << name(cell.state)
                          << (cell.wasFinished ? " before" : " in " + text::fixed(cell.seconds, 1) + " s") << "\n";
    }
    if (!arguments.has("json")) context.out() << "results: " << (job.output / "RESULTS.md").string() << std::endl;
    if (failed > 0)
        return Error::failed(std::to_string(failed) + " of " + std::to_string(outcome->cells.size()) + " runs failed",
                             (job.output / "RESULTS.md").string(), "mend the cause and give the command again");
    return {};
}

} // namespace

const Command& experimentCommand()
{
    static const Command command = {
        .name = "experiment",
        .summary = "Trains all networks × protocols × settings × seeds of a file, and writes their tables.",
        .details =
            "FILE is JSON: {title, generate[{folder, layout, subjects, seed, width, height, settings{}}], "
            "blocks[{title, data[], "
            "networks[], protocols[], seeds[], settings[{name, preset, precision, set{}, labels{}, where{}}], "
            "controls[], "
            "control_protocol, full_size, parent{block, network, setting}}]}. Each block is a table. Data is a folder "
            "beside "
            "FILE, "
            "or the name of a generated one. Seeds are texts. A run that needs another (features for a recurrent "
            "network) names its block, network and setting as parent.\n"
            "Given again, the command goes on: finished runs are kept, an interrupted one is resumed, failed ones are "
            "tried again.",
        .syntax = {.positionals = {{"FILE", "What to run."}},
                   .options = {outputOption("DIR",
                                            "Folder of the experiment: data, a folder per run, results.csv, "
                                            "RESULTS.md.",
                                            true),
                               jsonOption("One line of JSON per run.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/experiment.h"

#include "app/engine/jobs/full_size.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/files.h"
#include "core/base/text.h"

#include <chrono>
#include <set>

namespace mien::jobs {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// All that decides what is drawn.
std::string described(const GeneratedData& data)
{
    std::string text = data.layout + ", " + std::to_string(data.subjects) + " subjects, seed " +
                       std::to_string(data.seed) + ", width " + std::to_string(data.width) + ", height " +
                       std::to_string(data.height);
    for (const auto& [name, value] : data.settings) text += ", " + name + "=" + value;
    return text + "\n";
}

/// Drawn beside its place first: what lies there is whole. How it was drawn is kept beside it.
Result<void> draw(const GeneratedData& data, const ExperimentJob& job, const RunControl& control)
{
    const fs::path folder = job.output / "data" / data.folder;
    const fs::path note = folder.string() + ".drawn.txt";
    std::error_code code;
    if (fs::exists(folder, code)) {
        const auto before = files::read(note);
        if (before && *before == described(data)) return {};
        return Error::usage("was drawn otherwise than the experiment now says" +
                                (before ? ": " + std::string(text::trimmed(*before)) : std::string()),
                            folder.string(), "choose another output folder, or another name for the data");
    }
    if (!job.draw) return Error::failed("nobody is there to draw it", folder.string());
    const fs::path part = folder.string() + ".part";
    fs::remove_all(part, code);
    if (auto made = files::ensureFolder(folder.parent_path()); !made) return made;
    if (auto drawn = job.draw(data, part, control); !drawn) return drawn;
    if (auto noted = files::writeAtomically(note, described(data)); !noted) return noted;
    fs::rename(part, folder, code);
    if (code) return Error::failed("cannot be put in its place: " + code.message(), folder.string());
    return {};
}

/// Another experiment's cells are never mixed with these.
Result<void> claim(const ExperimentJob& job)
{
    if (auto made = files::ensureFolder(job.output); !made) return made;
    std::error_code code;
    const bool known = fs::exists(job.output / "experiment.json", code);
    if (!known && !fs::is_empty(job.output, code))
        return Error::usage("the folder is not empty, and no experiment", job.output.string(), "choose another folder");
    const auto asked = files::read(job.file);
    if (!asked) return asked.error();
    return files::writeAtomically(job.output / "experiment.json", *asked);
}

/// The configuration that a cell's run has in its folder.
RunConfig placed(const ExperimentCell& cell, const fs::path& output)
{
    RunConfig config = cell.config;
    if (!config.parentRun.empty()) config.parentRun = (output / config.parentRun).string();
    return config;
}

/// A run that is there already must be the one that the file asks for, or its figures would stand under other settings.
Result<void> checkRuns(const Experiment& experiment, const fs::path& output)
{
    for (const ExperimentCell& cell : experiment.cells) {
        const fs::path folder = output / cell.name;
        if (!RunFolder(folder).exists()) continue;
        const auto stored = configOf(folder);
        if (!stored) return stored.error();
        if (!isRunOf(*stored, placed(cell, output), folder))
            return Error::usage("is there with other settings than the experiment now says", folder.string(),
                                "give what changed a name of its own in the experiment, or choose another output "
                                "folder");
    }
    return {};
}

/// Data that the experiment does not draw itself must be there: better found before anything is drawn.
Result<void> checkData(const Experiment& experiment, const fs::path& output)
{
    std::set<fs::path> drawn;
    for (const GeneratedData& data : experiment.generated)
        drawn.insert(fs::absolute(output / "data" / data.folder).lexically_normal());
    for (const ExperimentCell& cell : experiment.cells)
        for (const std::string& folder : dataFolders(cell.config)) {
            std::error_code code;
            if (!fs::exists(folder, code) && drawn.count(fs::absolute(folder).lexically_normal()) == 0)
                return Error::input("there is no such dataset", folder,
                                    "name a folder beside the experiment's file, or one that it generates");
        }
    return {};
}

Result<CellOutcome> runCell(const ExperimentCell& cell, const fs::path& output, Engine& engine,
                            const TrainEvents& events, const RunControl& control)
{
    const auto start = Clock::now();
    const TrainJob job{placed(cell, output), output / cell.name, RunFolder(output / cell.name).exists()};
    const auto result = train(job, engine, events, control);
    if (!result && result.error().kind == ErrorKind::Cancelled) return result.error();
    CellOutcome outcome;
    outcome.state = result ? CellOutcome::State::Finished : CellOutcome::State::Failed;
    outcome.wasFinished = result && result->wasFinished;
    if (!result) outcome.problem = result.error().message();
    outcome.seconds = secondsSince(start);
    return outcome;
}

} // namespace

Result<ExperimentOutcome> runExperiment(const ExperimentJob& job, Engine& engine, const TrainEvents& events,
                                        const RunControl& control)
{
    const auto start = Clock::now();
    auto experiment = readExperiment(job.file, fs::absolute(job.output));
    if (!experiment) return experiment.error();
    // Better found now than behind hours of training.
    for (const ExperimentCell& cell : experiment->cells)
        if (const auto known = engine.resolve(cell.config); !known)
            return Error::usage(known.error().what, cell.name, known.error().remedy);
    if (auto there = checkData(*experiment, job.output); !there) return there.error();
    if (auto same = checkRuns(*experiment, job.output); !same) return same.error();
    if (auto claimed = claim(job); !claimed) return claimed.error();
    if (auto readable = fullSizeSteps(job.output / fullSizeTable); !readable) return readable.error();
    for (const GeneratedData& data : experiment->generated)
        if (auto drawn = draw(data, job, control); !drawn) return drawn.error();

    ExperimentOutcome outcome{std::move(*experiment), {}, 0};
    outcome.cells.resize(outcome.experiment.cells.size());
    for (std::size_t i = 0; i < outcome.cells.size(); ++i) {
        const ExperimentCell& cell = outcome.experiment.cells[i];
        control.report(
            Progress{cell.name, static_cast<std::int64_t>(i), static_cast<std::int64_t>(outcome.cells.size())});
        auto done = runCell(cell, job.output, engine, events, control);
        if (!done) return done.error();
        outcome.cells[i] = std::move(*done);
        if (outcome.cells[i].state == CellOutcome::State::Failed)
            control.report(
                Diagnostic{Diagnostic::Severity::Warning, cell.name, 0, "failed: " + outcome.cells[i].problem});
        outcome.seconds = secondsSince(start);
        if (auto written = writeResults(job, outcome); !written) return written.error();
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    }
    if (auto taken = takeFullSizeSteps(outcome.experiment.fullSize, job.output / fullSizeTable, engine, control);
        !taken)
        return taken.error();
    if (auto written = writeResults(job, outcome); !written) return written.error();
    return outcome;
}

} // namespace mien::jobs

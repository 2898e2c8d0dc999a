// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/run_data.h"
#include "core/dataset/protocol.h"

#include <set>

namespace mien::jobs {

namespace {

/// A class that a fold's network never sees cannot be learned: better said before training than found in a table.
Result<void> checkClasses(const PreparedRun& run)
{
    std::set<int> present;
    for (const Sample& sample : run.samples) present.insert(sample.label);
    if (present.size() < 2)
        return Error::input("the clips carry " + std::to_string(present.size()) + " of the network's classes", {},
                            "at least two are needed; check the labels with mien-cli scan");
    for (std::size_t f = 0; f < run.folds.size(); ++f) {
        std::set<int> missing = present;
        for (const std::size_t i : run.folds[f].train) missing.erase(run.samples[i].label);
        if (!missing.empty())
            return Error::input("fold " + std::to_string(f + 1) + " has no training clip of class " +
                                    run.classes[*missing.begin()],
                                {}, "use fewer folds, another seed, or more subjects with this class");
    }
    return {};
}

} // namespace

Result<PreparedRun> prepare(const RunConfig& config, const Engine& engine, const RunControl& control)
{
    const auto protocol = Protocol::parse(config.protocol);
    if (!protocol) return protocol.error();
    const auto options = engine.resolve(config);
    if (!options) return options.error();
    auto data = readRunData(config, engine, control);
    if (!data) return data.error();
    auto clips = buildClips(*data);
    if (!clips) return clips.error();

    PreparedRun run;
    run.samples = data->samples;
    run.classes = data->classes;
    run.diagnostics = data->diagnostics;
    auto folds = makeFolds(run.samples, *protocol, config.seed);
    if (!folds) return folds.error();
    run.folds = std::move(folds).value();
    run.leakedSubjects = leakedSubjects(run.samples, run.folds);
    std::set<std::string> subjects;
    for (const Sample& sample : run.samples) subjects.insert(sample.subject);
    run.subjects = static_cast<int>(subjects.size());
    if (const auto checked = checkClasses(run); !checked) return checked.error();
    run.clips = std::make_unique<MemoryClipSource>(std::move(clips).value());
    return run;
}

} // namespace mien::jobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/frame_features.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/dataset/balancing.h"
#include "core/dataset/class_check.h"
#include "core/dataset/near_duplicates.h"
#include "core/dataset/protocol.h"

#include <atomic>
#include <set>

namespace mien::jobs {

namespace {

/// A class may be missing because its clips were left out: how many are usable, and some of the reasons.
Error withLosses(Error error, const RunData& data)
{
    if (data.diagnostics.empty()) return error;
    std::set<std::string> usable;
    for (const Sample& sample : data.samples) usable.insert(sample.clip);
    error.what += "; " + std::to_string(usable.size()) + " clips are usable";
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(most, data.diagnostics.size()); ++i) {
        const Diagnostic& d = data.diagnostics[i];
        error.what += (i == 0 ? " (" : ", ") + (d.file.empty() ? d.message : d.file + ": " + d.message);
    }
    if (data.diagnostics.size() > most)
        error.what += " and " + std::to_string(data.diagnostics.size() - most) + " more";
    error.what += ")";
    return error;
}

std::vector<std::string> subjectsWith(const std::string& prefix, const std::vector<Sample>& samples)
{
    std::set<std::string> subjects;
    for (const Sample& sample : samples)
        if (text::startsWith(sample.subject, prefix)) subjects.insert(sample.subject);
    return {subjects.begin(), subjects.end()};
}

/// Who is held out, by fold.
std::vector<std::set<std::string>> heldOut(const std::vector<Sample>& samples, const std::vector<Fold>& folds)
{
    std::vector<std::set<std::string>> held;
    for (const Fold& fold : folds) {
        held.emplace_back();
        for (const std::size_t i : fold.test) held.back().insert(samples[i].subject);
    }
    return held;
}

/// The clips of a run that look the same in their middle frames, by name. A frame that cannot be decoded is alike to
/// none: the clip has its landmarks all the same.
Result<std::vector<std::pair<std::string, std::string>>> clipsAlike(const RunData& data, const RunControl& control)
{
    std::vector<std::pair<const std::string*, const RunData::Source*>> sources;
    for (const auto& [clip, source] : data.sources) sources.emplace_back(&clip, &source);
    std::vector<std::optional<PictureFingerprint>> prints(sources.size());
    std::atomic<std::int64_t> done = 0;
    parallelFor(sources.size(), 0, [&](std::size_t i, unsigned) {
        const RunData::Source& source = *sources[i].second;
        if (source.material.track.frames.empty() || control.checkpoint() == RunControl::Signal::Cancel) return;
        const auto opened = openFiles(source.files);
        if (!opened) return;
        const auto frame =
            (*opened)->frame(source.material.track.frames[source.material.track.frames.size() / 2].frame);
        if (frame) prints[i] = fingerprint(*frame);
        control.report(Progress{"looking for duplicates", ++done, static_cast<std::int64_t>(sources.size())});
    });
    if (control.isCancelRequested()) return Error::cancelled();
    std::vector<ClipFingerprint> known;
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (prints[i]) known.push_back({*sources[i].first, {}, *prints[i]});
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const DuplicatePair& pair : nearDuplicates(known))
        pairs.emplace_back(known[pair.first].clip, known[pair.second].clip);
    return pairs;
}

/// A balanced subset may take none of a clip's frames.
void sayClipsInNoFold(PreparedRun& run)
{
    std::set<std::string> all, used;
    for (const Sample& sample : run.samples) all.insert(sample.clip);
    for (const Fold& fold : run.folds)
        for (const auto* part : {&fold.train, &fold.validation, &fold.test})
            for (const std::size_t i : *part) used.insert(run.samples[i].clip);
    if (all.size() == used.size()) return;
    run.diagnostics.push_back({Diagnostic::Severity::Note,
                               {},
                               0,
                               std::to_string(all.size() - used.size()) + " of " + std::to_string(all.size()) +
                                   " clips are in no fold: the balanced subset drew none of their samples"});
}

} // namespace

Result<PreparedRun> prepare(const RunConfig& config, Engine& engine, const RunControl& control)
{
    auto protocol = Protocol::parse(config.protocol, config.network);
    if (!protocol) return protocol.error();
    const auto options = engine.resolve(config);
    if (!options) return options.error();
    auto data = readRunData(config, engine, control);
    if (!data) return data.error();
    PreparedRun run;
    run.samples = data->samples;
    run.task = data->task;
    run.classes = data->classes;
    run.diagnostics = data->diagnostics;
    run.generated = data->generated;
    if (!data->heldOutPrefix.empty()) protocol->subjects = subjectsWith(data->heldOutPrefix, run.samples);
    protocol->splits = data->splits;
    if (data->parent) protocol->parent = partsOf(*data->parent, config);
    auto folds = makeFolds(run.samples, *protocol, config.seed);
    if (!folds) return folds.error();
    run.folds = std::move(folds).value();
    if (data->parent) {
        auto chosen = parentFolds(*data->parent, config, heldOut(run.samples, run.folds));
        if (!chosen) return chosen.error();
        run.parentFolds = std::move(*chosen);
        if (auto made = makeFeatures(*data, *data->parent, run.parentFolds, engine, control); !made)
            return made.error();
    }
    balanceTraining(run.folds, run.samples, data->plan.sampling, config.seed);
    for (std::size_t f = 0; f < run.folds.size(); ++f)
        if (run.folds[f].train.empty())
            return Error::input("the balanced subset of fold " + std::to_string(f + 1) + " is empty", {},
                                "choose another subset, or 0 for all training samples");
    sayClipsInNoFold(run);
    run.leakedSubjects = leakedSubjects(run.samples, run.folds);
    const auto alike = clipsAlike(*data, control);
    if (!alike) return alike.error();
    run.leakedPairs = leakedPairs(run.samples, run.folds, *alike);
    std::set<std::string> subjects;
    for (const Sample& sample : run.samples) subjects.insert(sample.subject);
    run.subjects = static_cast<int>(subjects.size());
    if (run.task == Task::Classes)
        if (const auto checked = checkClasses(run.samples, run.folds, run.classes, *protocol); !checked)
            return withLosses(checked.error(), *data);
    if (run.task == Task::Units)
        for (std::string& sentence : oneSidedUnits(run.samples, run.folds, run.classes))
            run.diagnostics.push_back({Diagnostic::Severity::Warning, {}, 0, std::move(sentence)});
    auto clips = clipSource(*data);
    if (!clips) return clips.error();
    run.clips = std::move(clips).value();
    return run;
}

} // namespace mien::jobs

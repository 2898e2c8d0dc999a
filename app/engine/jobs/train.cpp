// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/exchange.h"
#include "app/engine/jobs/preflight.h"
#include "app/engine/jobs/run_curves.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/run_config_json.h"
#include "core/config/weights_map_json.h"
#include "core/dataset/protocol.h"
#include "core/face/landmark_model.h"

#include <algorithm>
#include <map>
#include <set>

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Whether nothing lies there, or only what is written before run.json and a kill left behind.
bool isUnbegun(const fs::path& folder)
{
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
        const std::string name = entry.path().filename().string();
        if (name != "environment.json" && name != "splits.csv") return false;
    }
    return true;
}

/// The config to run with, and the checks on what already lies in the folder.
Result<RunConfig> configToRun(const TrainJob& job)
{
    const RunFolder folder(job.folder);
    if (!folder.exists()) {
        if (job.resume)
            return Error::usage("there is no run to resume", job.folder.string(), "train without --resume first");
        std::error_code code;
        if (std::filesystem::exists(job.folder / "fold-1", code))
            return Error::usage("the folder holds weights but no run", job.folder.string(), "choose another folder");
        if (!isUnbegun(job.folder))
            return Error::usage("the folder is not empty, and no run", job.folder.string(), "choose another folder");
        return located(job.config, job.folder);
    }
    if (!job.resume)
        return Error::usage("a run is there already", job.folder.string(), "choose another folder, or add --resume");
    auto stored = configOf(job.folder);
    if (!stored || job.config.datasets.empty()) return stored;
    if (!isRunOf(*stored, job.config, job.folder))
        return Error::usage("the settings differ from those of the run", (job.folder / "run.json").string(),
                            "resume with the same settings, or with none");
    return stored;
}

/// Notes what the parent's networks are, or sees that they are still what they were.
Result<void> checkParent(RunConfig& config, const Engine& engine, bool resume, const RunControl& control)
{
    if (config.parentRun.empty()) return {};
    const auto parent = parentOf(config, engine);
    if (!parent) return parent.error();
    auto weights = weightsOf(*parent, 0, control);
    if (!weights) return weights.error();
    if (resume && *weights != config.parentWeights)
        return Error::input("the parent run was trained anew since this run began", config.parentRun,
                            "start a new run, or bring the old parent back");
    config.parentWeights = std::move(*weights);
    return {};
}

/// What the training begins with, checked before anything takes time; `config` gets its hash.
Result<std::optional<StartingWeights>> startingWeights(RunConfig& config, Engine& engine)
{
    if (config.weights.empty() && !config.weightsMap.empty())
        return Error::usage("'weights_map' without 'weights'", {}, "name the file of weights too");
    if (config.weights.empty()) return std::optional<StartingWeights>();
    const auto hash = sha256Of(config.weights);
    if (!hash) return hash.error();
    if (!config.weightsHash.empty() && config.weightsHash != *hash)
        return Error::input("these are not the weights that the run began with", config.weights,
                            "bring back those with the SHA-256 " + config.weightsHash);
    config.weightsHash = *hash;
    auto map = readWeightsMap(config.weightsMap);
    if (!map) return map.error();
    StartingWeights weights{config.weights, std::move(map).value()};
    if (auto fits = engine.checkWeights(config, weights); !fits) return fits.error();
    return std::optional(std::move(weights));
}

/// False where every clip counts as a person of its own.
bool isAnybodyNamed(const std::vector<Sample>& samples)
{
    return std::any_of(samples.begin(), samples.end(), [](const Sample& s) { return s.subject != s.clip; });
}

std::size_t clipsOf(const std::vector<Sample>& samples)
{
    std::set<std::string> clips;
    for (const Sample& sample : samples) clips.insert(sample.clip);
    return clips.size();
}

/// No leak check sees what somebody else's training saw.
std::string aboutWeights(const RunConfig& config)
{
    return "the training began with the weights in " + fs::path(config.weights).filename().string() +
           ", and nothing here says whom those learned from: if people who are held out were among them, the figures "
           "are too good";
}

Facts factsOf(const RunConfig& config, const PreparedRun& run, const Preflight& checked, const TrainOutcome& outcome)
{
    const auto protocol = Protocol::parse(config.protocol, config.network);
    std::vector<std::string> notes;
    for (const Diagnostic& d : run.diagnostics) notes.push_back(d.file.empty() ? d.message : d.file + ": " + d.message);
    notes.insert(notes.end(), checked.warnings.begin(), checked.warnings.end());
    if (!config.weights.empty()) notes.push_back(aboutWeights(config));
    std::vector<std::string> alike;
    for (const LeakedPair& pair : run.leakedPairs) alike.push_back(pair.held + " = " + pair.learned);
    Facts facts = {
        {"network", config.network},
        {"task", name(run.task)},
        {"preset", config.preset},
        {"protocol", protocol ? protocol->toString() : config.protocol},
        {"subject_disjoint", !run.leakedSubjects.empty()   ? "false"
                             : isAnybodyNamed(run.samples) ? "true"
                                                           : ""},
        {"leaked_subjects", text::join(run.leakedSubjects, " ")},
        {"near_duplicates", text::join(alike, "; ")},
        {"subjects", std::to_string(run.subjects)},
        {"clips", std::to_string(clipsOf(run.samples))},
        {"samples_of_all_parts", std::to_string(run.samples.size())},
        {"class_count", std::to_string(run.classes.size())},
        {"seed", std::to_string(config.seed)},
        {"select_on", config.selectOn},
        {"landmarks", config.landmarks},
        {"control", config.control},
        {"device", outcome.device},
        {"device_reason", outcome.deviceReason},
        {"parameters", std::to_string(outcome.parameters)},
        {"folds_at_once", std::to_string(checked.needs.foldsAtOnce)},
        {"samples_at_once", std::to_string(checked.needs.atOnce)},
        {"memory_estimate_bytes", checked.needs.memory ? std::to_string(*checked.needs.memory) : std::string()},
        {"memory_peak_bytes", outcome.peakMemory ? std::to_string(*outcome.peakMemory) : std::string()},
        {"finished_early", outcome.finishedEarly ? "true" : "false"},
        {"notes", text::join(notes, "\n")},
    };
    if (!run.parentFolds.empty()) {
        std::string folds;
        for (const int fold : run.parentFolds) folds += (folds.empty() ? "" : " ") + std::to_string(fold);
        facts.emplace_back("parent_run", config.parentRun);
        facts.emplace_back("parent_folds", folds);
    }
    if (!config.weights.empty()) facts.emplace_back("weights", config.weights);
    return facts;
}

/// A dataset that changed since the run began would mix two splits in one table.
Result<void> checkSplits(const RunFolder& folder, const PreparedRun& run)
{
    const auto stored = folder.splits();
    if (!stored) return stored.error();
    std::map<std::pair<int, std::string>, std::string> roles;
    for (const SplitRow& row : *stored) roles[{row.fold, row.sample}] = row.role;
    std::size_t rows = 0;
    bool same = true;
    for (std::size_t f = 0; f < run.folds.size(); ++f) {
        const Fold& fold = run.folds[f];
        for (const auto& [part, role] :
             {std::pair{&fold.train, "train"}, {&fold.validation, "val"}, {&fold.test, "test"}})
            for (const std::size_t i : *part) {
                const auto it = roles.find({static_cast<int>(f) + 1, run.samples[i].id});
                same = same && it != roles.end() && it->second == role;
                ++rows;
            }
    }
    if (same && rows == stored->size()) return {};
    return Error::input("the dataset changed since the run began: its clips no longer fall into the same folds",
                        (folder.path() / "splits.csv").string(), "start a new run, or bring the old data back");
}

Result<void> writeBefore(const RunFolder& folder, const RunConfig& config, const PreparedRun& run, const Engine& engine)
{
    if (auto done = files::ensureFolder(folder.path()); !done) return done;
    Facts environment = engine.environment();
    if (config.landmarks == "extract") {
        const auto model = LandmarkModel::load();
        if (!model) return model.error();
        environment.emplace_back("landmark model", (*model)->file().string());
        environment.emplace_back("landmark model SHA-256", (*model)->sha256());
    }
    if (!run.generated.empty()) environment.emplace_back("generated data", text::join(run.generated, ", "));
    if (auto done = folder.writeEnvironment(environment); !done) return done;
    if (auto done = folder.writeSplits(run.samples, run.folds); !done) return done;
    // run.json last: its presence says that the folder is a run.
    return folder.writeConfig(config);
}

Result<TrainResult> finished(const RunFolder& folder)
{
    const auto predictions = folder.predictions();
    if (!predictions) return predictions.error();
    const auto classes = folder.classes();
    if (!classes) return classes.error();
    TrainResult result;
    result.report = reportOf(taskOf(*predictions, *classes), *predictions, *classes);
    result.outputs = *classes;
    result.predictions = *predictions;
    result.folder = folder.path();
    result.wasFinished = true;
    return result;
}

} // namespace

Result<TrainResult> train(const TrainJob& job, Engine& engine, const TrainEvents& events, const RunControl& control)
{
    auto config = configToRun(job);
    if (!config) return config.error();
    const RunFolder folder(job.folder);
    if (job.resume && folder.isFinished()) return finished(folder);
    if (auto checked = checkParent(*config, engine, job.resume, control); !checked) return checked.error();
    const auto weights = startingWeights(*config, engine);
    if (!weights) return weights.error();
    std::error_code code;
    const bool isNew = !fs::exists(job.folder, code);
    // An unwritable place is better found before minutes of extraction than behind them.
    if (auto made = files::ensureFolder(job.folder); !made) return made.error();

    const auto run = prepare(*config, engine, control);
    if (!run) {
        if (isNew) fs::remove(job.folder, code); // holds nothing yet
        return run.error();
    }
    if (job.resume)
        if (const auto same = checkSplits(folder, *run); !same) return same.error();
    TrainRequest request{*config, job.folder, job.resume, run->clips.get(), run->folds, *weights};
    const auto checked = preflight(request, job.memory, engine, control);
    if (!checked) {
        if (isNew) fs::remove(job.folder, code);
        return checked.error();
    }
    const auto options = engine.resolve(request.config);
    if (!options) return options.error();
    for (const std::string& warning : checked->warnings)
        control.report(Diagnostic{Diagnostic::Severity::Warning, {}, 0, warning});
    if (events.said) events.said(describe(*checked, request, *options));
    if (!job.resume)
        if (auto written = writeBefore(folder, request.config, *run, engine); !written) return written.error();

    RunCurves curves(job.folder, control);
    TrainEvents drawn = events;
    drawn.epoch = [&](const EpochMetrics& metrics) {
        curves.add(metrics);
        if (events.epoch) events.epoch(metrics);
    };
    auto outcome = engine.train(request, drawn, control);
    if (!outcome) return outcome.error();

    std::vector<Prediction> predictions;
    for (const auto& fold : outcome->folds)
        predictions.insert(predictions.end(), fold.predictions.begin(), fold.predictions.end());
    if (predictions.empty())
        return Error::failed("finished before the first epoch was learned", job.folder.string(),
                             "let it train longer, or resume it");
    predictions = combined(std::move(predictions), run->samples, *options);
    TrainResult result;
    result.report = reportOf(run->task, predictions, run->classes);
    if (auto done = folder.writePredictions(predictions, run->classes); !done) return done.error();
    if (auto done = folder.writeSummary(result.report, factsOf(request.config, *run, *checked, *outcome)); !done)
        return done.error();
    result.outcome = std::move(outcome).value();
    result.outputs = run->classes;
    result.predictions = std::move(predictions);
    result.folder = job.folder;
    return result;
}

} // namespace mien::jobs

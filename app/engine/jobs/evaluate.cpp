// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/classifier.h"
#include "app/engine/jobs/exchange.h"
#include "app/engine/jobs/frame_features.h"
#include "app/engine/jobs/project_data.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/text.h"
#include "core/dataset/class_draw.h"
#include "core/eval/voting.h"

namespace mien::jobs {

namespace {

/// What is asked for must be something that answers of this task have.
Result<void> checkAsked(const EvaluateJob& job, Task task)
{
    if (job.batch > 0 && task != Task::Affect)
        return Error::usage("means over batches are of valence and arousal, and this network answers with neither",
                            job.folder.string(), "leave --batch-means out");
    if (job.clipsPerClass > 0 && task != Task::Classes)
        return Error::usage("clips are drawn by class, and this network knows none", job.folder.string(),
                            "test it on all clips");
    return {};
}

/// A module says by name only what it learned from: where a folder is called so, that must not pass in silence.
void warnOfLearnedData(const std::filesystem::path& module, const RunConfig& asked, const RunControl& control)
{
    const auto card = cardOf(module);
    if (!card) return;
    for (const auto& [key, names] : card->training)
        for (const std::string& name : text::split(key == "datasets" ? names : std::string(), ','))
            for (const auto& dataset : asked.datasets)
                if (text::trimmed(name) == std::filesystem::path(dataset.path).filename().string())
                    control.report(Diagnostic{Diagnostic::Severity::Warning, dataset.path, 0,
                                              "the module learned from a dataset of this name: if it is this one, "
                                              "figures of people it learned from are no test"});
}

} // namespace

Result<RunReport> evaluate(const EvaluateJob& job, Engine& engine, const RunControl& control)
{
    const RunFolder folder(job.folder);
    if (!job.data) {
        const auto predictions = folder.predictions();
        if (!predictions) return predictions.error();
        const auto classes = folder.classes();
        if (!classes) return classes.error();
        const Task task = taskOf(*predictions, *classes);
        if (auto sensible = checkAsked(job, task); !sensible) return sensible.error();
        return reportOf(task, *predictions, *classes, {{}, job.batch});
    }
    const auto trained = classifierOf(job.folder, engine);
    if (!trained) return trained.error();
    // Every clip of the run's own data was learned by all folds but one: figures that look like skill.
    const auto config = withDataOf(trained->config, *job.data);
    if (!config) return config.error();
    std::vector<RunConfig::Dataset> learned = trained->config.datasets;
    if (!trained->config.parentRun.empty()) {
        const auto parent = configOf(trained->config.parentRun);
        if (!parent) return parent.error();
        learned.insert(learned.end(), parent->datasets.begin(), parent->datasets.end());
    }
    for (const auto& dataset : learned)
        for (const auto& other : config->datasets) {
            std::error_code code;
            if (std::filesystem::equivalent(dataset.path, other.path, code))
                return Error::usage("the networks were trained on this dataset", other.path,
                                    "leave --data out: that shows the run's held-out results");
        }
    if (isModule(job.folder)) warnOfLearnedData(job.folder, *config, control);
    auto data = readRunData(*config, trained->model, trained->plan, trained->parent, control);
    if (!data) return data.error();
    if (auto sensible = checkAsked(job, data->task); !sensible) return sensible.error();
    if (job.clipsPerClass > 0) data->samples = drawnByClass(data->samples, job.clipsPerClass, job.seed);
    if (data->parent) {
        const auto folds = parentFoldsOf(job.folder, *data->parent, trained->config);
        if (!folds) return folds.error();
        if (auto made = makeFeatures(*data, *data->parent, *folds, engine, control); !made) return made.error();
    }
    const auto clips = clipSource(*data);
    if (!clips) return clips.error();
    auto run = trained->open();
    if (!run) return run.error();

    std::vector<Prediction> predictions;
    const auto folds = (*run)->folds();
    const auto total = static_cast<std::int64_t>(folds.size() * (*clips)->size());
    for (const int fold : folds)
        for (std::size_t i = 0; i < (*clips)->size(); ++i) {
            if ((*clips)->sample(i).use == Sample::Use::Training) continue;
            if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            const auto clip = (*clips)->ofFold(fold).load(i);
            if (!clip) return clip.error();
            auto prediction = (*run)->predict(*clip, fold);
            if (!prediction) return prediction.error();
            predictions.push_back(std::move(prediction).value());
            control.report(Progress{"evaluating", static_cast<std::int64_t>(predictions.size()), total});
        }
    const auto resolved = engine.resolve(trained->config);
    const OptionValues options = resolved ? *resolved : OptionValues();
    // A clip counts once: by what all networks say together, as predict answers. What each does alone is told, too.
    RunReport report = reportOf(data->task, combined(meanOverFolds(predictions), data->samples, options), data->classes,
                                {{}, job.batch});
    ReportOptions none;
    none.intervals.resamples = 0;
    const RunReport each =
        reportOf(data->task, combined(std::move(predictions), data->samples, options), data->classes, none);
    report.classes.folds = each.classes.folds;
    report.classes.accuracyMean = each.classes.accuracyMean;
    report.classes.accuracyStd = each.classes.accuracyStd;
    for (std::size_t s = 0; s < report.spreads.size(); ++s) {
        const Interval ofTogether = report.spreads[s].interval;
        report.spreads[s] = each.spreads.at(s);
        report.spreads[s].interval = ofTogether;
    }
    return report;
}

} // namespace mien::jobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/project_data.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/text.h"
#include "core/dataset/clip_builder.h"

#include <algorithm>

namespace mien::jobs {

namespace {

constexpr std::string_view neutralSuffix = "#neutral";

/// Which fold's network to ask, and whether it never saw the clip.
struct FoldChoice
{
    int fold = 0;
    bool heldOut = false;
};

Result<FoldChoice> chooseFold(const ExplainJob& job, const LoadedRun& run)
{
    const auto folds = run.folds();
    if (folds.empty()) return Error::input("the run has no trained fold", job.folder.string(), "train or resume it");
    const auto has = [&](int fold) { return std::find(folds.begin(), folds.end(), fold) != folds.end(); };
    if (job.fold && !has(*job.fold))
        return Error::usage("the run has no weights of fold " + std::to_string(*job.fold), job.folder.string());

    const auto rows = RunFolder(job.folder).splits();
    if (!rows) return rows.error();
    FoldChoice choice{job.fold.value_or(0), true};
    for (const SplitRow& row : *rows) {
        if (row.sample != job.clip) continue;
        if (!job.fold && row.role == "test" && has(row.fold)) return FoldChoice{row.fold, true};
        if (job.fold == row.fold && row.role != "test") choice.heldOut = false;
        if (!job.fold) choice = {folds.front(), false};
    }
    if (choice.fold == 0) choice.fold = folds.front();
    return choice;
}

} // namespace

Result<Explanation> explain(const ExplainJob& job, Engine& engine, const RunControl& control)
{
    const auto trained = configOf(job.folder);
    if (!trained) return trained.error();
    const auto chosen = job.data ? withDataOf(*trained, *job.data) : trained;
    if (!chosen) return chosen.error();
    const RunConfig& config = *chosen;
    if (const ModelInfo* model = engine.model(config.network); model && model->methods.empty())
        return Error::usage(model->id + " has no maps: it sees neither landmarks nor pictures", job.folder.string(),
                            "explain the run that it depends on");

    // A sample is named "<clip>", "<clip>#neutral" or "<clip>#<frame>".
    const bool neutral = text::endsWith(job.clip, neutralSuffix);
    const std::size_t mark = job.clip.rfind('#');
    const bool isSample =
        mark != std::string::npos && (neutral || text::toInt(std::string_view(job.clip).substr(mark + 1)).has_value());
    const std::string clipId = isSample ? job.clip.substr(0, mark) : job.clip;
    auto data = readRunData(config, engine, control, clipId);
    if (!data) return data.error();
    if (data->samples.empty())
        return Error::input(data->diagnostics.empty() ? "the clip cannot be used" : data->diagnostics.front().message,
                            clipId);
    const auto named = std::find_if(data->samples.begin(), data->samples.end(),
                                    [&](const Sample& sample) { return sample.id == job.clip; });
    Sample& sample = named == data->samples.end() ? data->samples.front() : *named;
    if (neutral || config.control == "first_frame") std::fill(sample.frames.begin(), sample.frames.end(), 0);
    if (neutral) {
        const auto it = std::find(data->classes.begin(), data->classes.end(), "neutral");
        sample.id = job.clip;
        sample.label = it == data->classes.end() ? -1 : static_cast<int>(it - data->classes.begin());
    }
    auto& source = data->sources.at(sample.clip);
    const auto clip = buildClip(sample, source.material, data->plan.inputs);
    if (!clip) return clip.error();

    auto run = engine.load(*trained, job.folder);
    if (!run) return run.error();
    const auto choice = chooseFold(job, **run);
    if (!choice) return choice.error();
    auto prediction = (*run)->predict(*clip, choice->fold);
    if (!prediction) return prediction.error();
    auto map = (*run)->explain(*clip, choice->fold, job.method, job.layer, job.explainedClass);
    if (!map) return map.error();

    Explanation explanation;
    explanation.map = std::move(map).value();
    explanation.prediction = std::move(prediction).value();
    explanation.classes = data->classes;
    if (!explanation.map.overPictures)
        explanation.agreement = agreement(explanation.map.summaryStrength(),
                                          data->classes.at(static_cast<std::size_t>(explanation.map.explainedClass)));
    explanation.track = std::move(source.material.track);
    explanation.files = std::move(source.files);
    explanation.fold = choice->fold;
    explanation.heldOut = choice->heldOut;
    return explanation;
}

} // namespace mien::jobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/project_data.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/text.h"
#include "core/dataset/clip_builder.h"
#include "core/types/sample_name.h"

#include <algorithm>
#include <set>

namespace mien::jobs {

namespace {

constexpr std::string_view neutralSuffix = "#neutral";

/// Which fold's network to ask, and whether it never saw the clip.
struct FoldChoice
{
    int fold = 0;
    bool heldOut = false;
};

/// Of a voting network the samples that it learned from and those that it is asked about differ: the clip decides.
Result<FoldChoice> chooseFold(const ExplainJob& job, const LoadedRun& run)
{
    const auto folds = run.folds();
    if (folds.empty()) return Error::input("the run has no trained fold", job.folder.string(), "train or resume it");
    if (job.fold && std::find(folds.begin(), folds.end(), *job.fold) == folds.end())
        return Error::usage("the run has no weights of fold " + std::to_string(*job.fold), job.folder.string());

    const auto rows = RunFolder(job.folder).splits();
    if (!rows) return rows.error();
    const std::string clip = clipOfSample(job.clip);
    std::set<int> tested, learned; // folds
    for (const SplitRow& row : *rows)
        if (clipOfSample(row.sample) == clip) (row.role == "test" ? tested : learned).insert(row.fold);
    if (job.fold) return FoldChoice{*job.fold, learned.count(*job.fold) == 0};
    for (const bool mustBeTested : {true, false}) // a clip that is in no fold was seen by none
        for (const int fold : folds)
            if (learned.count(fold) == 0 && (!mustBeTested || tested.count(fold))) return FoldChoice{fold, true};
    for (const int fold : folds) // its neutral frame may have been learned where the rest is tested
        if (tested.count(fold)) return FoldChoice{fold, false};
    return FoldChoice{folds.front(), false};
}

/// The sample that was asked for; of a clip as a whole the one named like it, else its last, where posed expressions
/// are strongest. Null where there is none of that name.
Sample* sampleOf(RunData& data, const std::string& name, bool isWholeClip)
{
    const auto named =
        std::find_if(data.samples.begin(), data.samples.end(), [&](const Sample& sample) { return sample.id == name; });
    if (named != data.samples.end()) return &*named;
    return isWholeClip && !data.samples.empty() ? &data.samples.back() : nullptr;
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

    const bool neutral = text::endsWith(job.clip, neutralSuffix);
    const std::string clipId = clipOfSample(job.clip);
    auto data = readRunData(config, engine, control, clipId);
    if (!data) return data.error();
    if (data->samples.empty())
        return Error::input(data->diagnostics.empty() ? "the clip cannot be used" : data->diagnostics.front().message,
                            clipId);
    Sample* const chosenSample = sampleOf(*data, job.clip, neutral || job.clip == clipId);
    if (!chosenSample)
        return Error::input("the clip has no such sample", job.clip,
                            "name one of splits.csv, or the clip alone, " + clipId);
    Sample& sample = *chosenSample;
    if (config.control == "first_frame" || (neutral && sample.id != job.clip))
        std::fill(sample.frames.begin(), sample.frames.end(), 0);
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

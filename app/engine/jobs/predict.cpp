// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/classifier.h"
#include "app/engine/jobs/emotions.h"
#include "app/engine/jobs/exchange.h"
#include "app/engine/jobs/input_frames.h"
#include "app/engine/jobs/run_material.h"
#include "core/dataset/clip_builder.h"
#include "core/dataset/sampling.h"
#include "core/eval/voting.h"

namespace mien::jobs {

namespace {

struct Window
{
    int first;
    int count;
};

std::vector<Window> windowsOf(int frames, const ClipSpec& spec)
{
    if (frames <= 2 * spec.frames) return {{0, frames}};
    std::vector<Window> windows;
    const int step = std::max(1, spec.frames / 2);
    for (int first = 0; first + spec.frames <= frames; first += step) windows.push_back({first, spec.frames});
    // The end belongs to a window too.
    const Window& last = windows.back();
    if (last.first + last.count < frames) windows.push_back({frames - spec.frames, spec.frames});
    return windows;
}

/// What the folds' networks say together.
Result<Prediction> ensemble(LoadedRun& run, const Clip& clip)
{
    std::vector<Prediction> folds;
    for (const int fold : run.folds()) {
        auto one = run.predict(clip, fold);
        if (!one) return one;
        folds.push_back(std::move(one).value());
    }
    return meanOverFolds(folds).front();
}

FaceTrack part(const FaceTrack& track, const Window& window)
{
    FaceTrack piece{track.width, track.height, track.timeAssumed, {}};
    piece.frames.assign(track.frames.begin() + window.first, track.frames.begin() + window.first + window.count);
    return piece;
}

/// The samples of a video that belongs to no dataset, by the network's rule for held-out clips.
Result<RunData> samplesOf(const std::filesystem::path& input, const InputPlan& plan, const RunControl& control)
{
    auto data = framesOfInput(input, plan, control);
    if (!data) return data;
    const auto& [clip, source] = *data->sources.begin();
    const auto frames = source.material.track.frames.size();
    data->samples = samplesToPredict({clip, {}, {}, static_cast<int>(frames)}, plan.sampling);
    if (data->samples.empty())
        return Error::input("has " + std::to_string(frames) + " frames, too few for the network", input.string(),
                            "give a longer clip");
    if (auto cut = cutPictures(*data, control); !cut) return cut.error();
    if (data->samples.empty())
        return Error::input(data->diagnostics.empty() ? "shows nothing to classify" : data->diagnostics.front().message,
                            input.string());
    return data;
}

/// Sample by sample, where the network looks at pictures.
Result<std::vector<WindowPrediction>> predictPictures(const RunData& data, LoadedRun& run, const RunControl& control)
{
    std::vector<WindowPrediction> results;
    for (const Sample& sample : data.samples) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        const ClipMaterial& material = data.sources.at(sample.clip).material;
        const auto seconds = material.track.frames[static_cast<std::size_t>(sample.frames.front())].seconds;
        WindowPrediction result{sample.frames.front() + 1, sample.frames.back() + 1, seconds, {}, {}};
        if (const auto clip = buildClip(sample, material, data.plan.inputs); !clip) {
            result.problem = clip.error().message();
        } else {
            auto prediction = ensemble(run, *clip);
            if (!prediction) return prediction.error();
            result.prediction = std::move(prediction).value();
        }
        results.push_back(std::move(result));
        control.report(Progress{"predicting", static_cast<std::int64_t>(results.size()),
                                static_cast<std::int64_t>(data.samples.size())});
    }
    return results;
}

/// What the action units of the parent's windows say.
Result<std::vector<WindowPrediction>> predictEmotions(const std::filesystem::path& folder, const RunConfig& config,
                                                      const std::filesystem::path& input, Engine& engine,
                                                      const RunControl& control)
{
    const auto parent = parentOf(config, engine);
    if (!parent) return parent.error();
    auto windows = predict(parent->folder, input, engine, control);
    if (!windows) return windows;
    if (auto named = nameEmotions(folder, parent->plan.classes, *windows); !named) return named.error();
    return windows;
}

} // namespace

Result<std::vector<WindowPrediction>> predict(const std::filesystem::path& source, const std::filesystem::path& input,
                                              Engine& engine, const RunControl& control)
{
    if (!isModule(source)) {
        const auto config = configOf(source);
        if (!config) return config.error();
        if (config->network == emotionsNetwork) return predictEmotions(source, *config, input, engine, control);
    }
    const auto classifier = classifierOf(source, engine);
    if (!classifier) return classifier.error();
    if (classifier->model.task == Task::Affect)
        return Error::usage(classifier->model.id + " says valence and arousal of frames, and no class",
                            source.string());
    const InputPlan& plan = classifier->plan;
    const ClipSpec& spec = plan.inputs.front();
    if (spec.kind == ClipSpec::Kind::Pictures) {
        const auto data = samplesOf(input, plan, control);
        if (!data) return data.error();
        auto run = classifier->open();
        if (!run) return run.error();
        return predictPictures(*data, **run, control);
    }
    const auto files = inputFiles(input);
    if (!files) return files.error();
    const auto track = extract({*files}, control);
    if (!track) return track.error();
    const int frames = static_cast<int>(track->frames.size());
    if (frames < plan.sampling.minimumFrames)
        return Error::input("has " + std::to_string(frames) + " frames where the network needs " +
                                std::to_string(plan.sampling.minimumFrames),
                            input.string(), "give a longer clip");
    auto run = classifier->open();
    if (!run) return run.error();

    std::vector<WindowPrediction> results;
    const auto windows = windowsOf(frames, spec);
    for (const Window& window : windows) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        const FaceTrack piece = part(*track, window);
        WindowPrediction result{window.first + 1, window.first + window.count, piece.frames.front().seconds, {}, {}};
        const Sample sample{input.filename().string(), input.string(), {}, -1, evenIndices(window.count, spec.frames)};
        if (const auto clip = buildLandmarkClip(sample, piece, spec); !clip) {
            result.problem = clip.error().message();
        } else {
            auto prediction = ensemble(**run, *clip);
            if (!prediction) return prediction.error();
            result.prediction = std::move(prediction).value();
        }
        results.push_back(std::move(result));
        control.report(Progress{"predicting", static_cast<std::int64_t>(results.size()),
                                static_cast<std::int64_t>(windows.size())});
    }
    return results;
}

} // namespace mien::jobs

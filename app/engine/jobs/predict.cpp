// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/run_data.h"
#include "core/dataset/clip_builder.h"
#include "core/dataset/sampling.h"

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

/// The mean over the folds' networks.
Result<Prediction> ensemble(LoadedRun& run, const Clip& clip)
{
    Prediction mean;
    const auto folds = run.folds();
    for (const int fold : folds) {
        const auto one = run.predict(clip, fold);
        if (!one) return one.error();
        if (mean.probabilities.empty()) {
            mean = *one;
            mean.fold = 0;
            continue;
        }
        for (std::size_t c = 0; c < one->probabilities.size(); ++c) {
            mean.probabilities[c] += one->probabilities[c];
            mean.logits[c] += one->logits[c];
        }
    }
    for (double& p : mean.probabilities) p /= static_cast<double>(folds.size());
    for (double& l : mean.logits) l /= static_cast<double>(folds.size());
    return mean;
}

FaceTrack part(const FaceTrack& track, const Window& window)
{
    FaceTrack piece{track.width, track.height, track.timeAssumed, {}};
    piece.frames.assign(track.frames.begin() + window.first, track.frames.begin() + window.first + window.count);
    return piece;
}

} // namespace

Result<std::vector<WindowPrediction>> predict(const std::filesystem::path& folder, const std::filesystem::path& input,
                                              Engine& engine, const RunControl& control)
{
    const auto config = configOf(folder);
    if (!config) return config.error();
    const auto plan = engine.inputPlan(*config);
    if (!plan) return plan.error();
    const ClipSpec& spec = plan->inputs.front();
    const auto files = inputFiles(input);
    if (!files) return files.error();
    const auto track = extract({*files}, control);
    if (!track) return track.error();
    const int frames = static_cast<int>(track->frames.size());
    if (frames < plan->sampling.minimumFrames)
        return Error::input("has " + std::to_string(frames) + " frames where the network needs " +
                                std::to_string(plan->sampling.minimumFrames),
                            input.string(), "give a longer clip");
    auto run = engine.load(*config, folder);
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

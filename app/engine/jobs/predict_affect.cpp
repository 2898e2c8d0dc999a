// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/frame_features.h"
#include "app/engine/jobs/frame_pictures.h"
#include "app/engine/jobs/input_frames.h"
#include "core/dataset/sampling_rules.h"

#include <numeric>

namespace mien::jobs {

namespace {

using Source = AffectFrame::Source;
using Course = std::vector<AffectFrame>;

/// The mean over the folds' networks, each of which may see another clip.
template <typename ClipOf>
Result<void> predictFrame(LoadedRun& run, const ClipOf& clipOf, Source source, AffectFrame& frame)
{
    const auto folds = run.folds();
    double valence = 0, arousal = 0;
    for (const int fold : folds) {
        const Result<Clip> clip = clipOf(fold);
        if (!clip) return clip.error();
        const auto prediction = run.predict(*clip, fold);
        if (!prediction) return prediction.error();
        valence += prediction->probabilities.at(0);
        arousal += prediction->probabilities.at(1);
    }
    frame.valence = valence / static_cast<double>(folds.size());
    frame.arousal = arousal / static_cast<double>(folds.size());
    frame.source = source;
    return {};
}

/// Frame by frame, by a network that sees one at a time.
Result<void> predictFrames(const RunConfig& config, const std::filesystem::path& folder, const InputPlan& plan,
                           const RunData::Source& source, Engine& engine, const RunControl& control, Course& course)
{
    const auto pictures = FramePictures::of(source, plan.inputs.front(), control);
    if (!pictures) return pictures.error();
    const auto run = engine.load(config, folder);
    if (!run) return run.error();
    for (int b = 0; b < pictures->blocks(); ++b) {
        const auto film = pictures->block(b, control);
        if (!film) return film.error();
        const ClipMaterial material{{}, {}, {*film}, {}};
        for (const int f : film->frames) {
            if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            if (!film->picture(f)) continue;
            const auto clip = buildClip({{}, {}, {}, -1, {f}}, material, plan.inputs);
            const auto same = [&](int) { return clip; };
            if (auto done = predictFrame(**run, same, Source::Cnn, course[static_cast<std::size_t>(f)]); !done)
                return done;
            control.report(Progress{"predicting", f + 1, static_cast<std::int64_t>(course.size())});
        }
    }
    return {};
}

/// Window by window, by a network that sees the frames before.
Result<void> predictWindows(const RunConfig& config, const std::filesystem::path& folder, const RunData& data,
                            Engine& engine, const RunControl& control, Course& course)
{
    const RunData::Source& source = data.sources.begin()->second;
    const int length = data.plan.inputs.front().frames;
    const auto windows = sampling::gaplessWindows(source.hasFace, length, data.plan.sampling.targetIsLast);
    if (windows.empty()) return {};
    const auto run = engine.load(config, folder);
    if (!run) return run.error();
    Sample sample{{}, {}, {}, -1, std::vector<int>(static_cast<std::size_t>(length))};
    std::int64_t done = 0;
    for (const auto& window : windows) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        std::iota(sample.frames.begin(), sample.frames.end(), window.first);
        const auto clipOf = [&](int fold) { return buildClip(sample, source.material, data.plan.inputs, fold); };
        AffectFrame& frame = course.at(static_cast<std::size_t>(window.target));
        if (auto predicted = predictFrame(**run, clipOf, Source::Rnn, frame); !predicted) return predicted;
        control.report(Progress{"predicting", ++done, static_cast<std::int64_t>(windows.size())});
    }
    return {};
}

/// The features of all frames with a face.
Result<void> addFeatures(RunData& data, const RunConfig& config, const std::filesystem::path& folder,
                         const ParentRun& parent, Engine& engine, const RunControl& control)
{
    const auto folds = parentFoldsOf(folder, parent, config);
    if (!folds) return folds.error();
    const auto& [clip, source] = *data.sources.begin();
    data.samples = {{clip, clip, {}, -1, {}}}; // the clip is asked for, no frame of it
    if (auto found = findFaces(data, parent, control); !found) return found;
    if (data.samples.empty() || source.hasFace.empty())
        return Error::input(data.diagnostics.empty() ? "cannot be looked at" : data.diagnostics.back().message, clip);
    return makeFeatures(data, parent, *folds, engine, control);
}

} // namespace

Result<std::vector<AffectFrame>> predictAffect(const std::filesystem::path& folder, const std::filesystem::path& input,
                                               Engine& engine, const RunControl& control)
{
    const auto config = configOf(folder);
    if (!config) return config.error();
    const auto plan = engine.inputPlan(*config);
    if (!plan) return plan.error();
    auto data = framesOfInput(input, *plan, control);
    if (!data) return data.error();
    const RunData::Source& source = data->sources.begin()->second;
    Course course;
    for (const FaceFrame& frame : source.material.track.frames) {
        course.emplace_back();
        course.back().seconds = frame.seconds;
    }
    if (plan->inputs.front().kind != ClipSpec::Kind::Features) {
        if (auto done = predictFrames(*config, folder, *plan, source, engine, control, course); !done)
            return done.error();
    } else {
        const auto parent = featuresParent(*config, engine);
        if (!parent) return parent.error();
        if (auto added = addFeatures(*data, *config, folder, *parent, engine, control); !added) return added.error();
        if (auto done = predictWindows(*config, folder, *data, engine, control, course); !done) return done.error();
        const bool none = std::all_of(course.begin(), course.end(),
                                      [](const AffectFrame& frame) { return frame.source == Source::None; });
        const ModelInfo* first = engine.model(parent->config.network);
        if (none && first && first->task == Task::Affect)
            if (auto done =
                    predictFrames(parent->config, parent->folder, parent->plan, source, engine, control, course);
                !done)
                return done.error();
    }
    completeCourse(course);
    return course;
}

} // namespace mien::jobs

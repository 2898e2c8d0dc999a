// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/clip_builder.h"

#include "core/face/normalise.h"

#include <algorithm>
#include <string>

namespace mien {

namespace {

constexpr double mostLost = 0.2; ///< share of frames without a face that interpolation may fill

Point mix(const Point& a, const Point& b, double share)
{
    const auto s = static_cast<float>(share);
    return {a.x + (b.x - a.x) * s, a.y + (b.y - a.y) * s};
}

Landmarks68 between(const FaceFrame& before, const FaceFrame& after, const FaceFrame& gap)
{
    // Sources without a clock give every frame the same time: then the frame index is the time.
    const double span = after.seconds - before.seconds;
    const double share = span > 0
                             ? std::clamp((gap.seconds - before.seconds) / span, 0.0, 1.0)
                             : static_cast<double>(gap.frame - before.frame) / std::max(1, after.frame - before.frame);
    Landmarks68 points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = mix(before.landmarks[i], after.landmarks[i], share);
    return points;
}

std::vector<Landmarks68> pick(const std::vector<Landmarks68>& track, const std::vector<int>& frames)
{
    std::vector<Landmarks68> picked;
    picked.reserve(frames.size());
    for (const int frame : frames) picked.push_back(track[static_cast<std::size_t>(frame)]);
    return picked;
}

/// 2 × 68 × T from one set of points per step, each mapped by `value(point, landmark, channel)`.
template <typename Value> Array toGrid(const std::vector<Landmarks68>& steps, Value value)
{
    const std::size_t landmarks = std::tuple_size_v<Landmarks68>;
    Array grid{{2, static_cast<std::int64_t>(landmarks), static_cast<std::int64_t>(steps.size())}, {}};
    grid.data.resize(2 * landmarks * steps.size());
    for (int channel = 0; channel < 2; ++channel)
        for (std::size_t l = 0; l < landmarks; ++l)
            for (std::size_t t = 0; t < steps.size(); ++t)
                grid.data[(static_cast<std::size_t>(channel) * landmarks + l) * steps.size() + t] =
                    value(steps[t][l], l, channel);
    return grid;
}

} // namespace

Result<FaceTrack> trackOfClip(FaceTrack film, const ClipEntry& clip)
{
    if (!clip.isPartOfVideo()) return film;
    const auto behind = [](const FaceFrame& frame, int number) { return frame.frame < number; };
    auto& frames = film.frames;
    const auto begin = std::lower_bound(frames.begin(), frames.end(), clip.firstFrame, behind);
    if (begin == frames.end())
        return Error::failed("the clip begins with frame " + std::to_string(clip.firstFrame + 1) +
                                 ", but the video has only " +
                                 std::to_string(frames.empty() ? 0 : frames.back().frame + 1),
                             clip.id);
    const auto end = clip.frameCount ? std::lower_bound(begin, frames.end(), clip.firstFrame + *clip.frameCount, behind)
                                     : frames.end();
    film.frames = std::vector<FaceFrame>(begin, end);
    return film;
}

Result<std::vector<Landmarks68>> completeLandmarks(const FaceTrack& track)
{
    const auto& frames = track.frames;
    const std::size_t lost = frames.size() - static_cast<std::size_t>(track.foundCount());
    if (lost == frames.size()) return Error::failed("no frame has a face");
    if (static_cast<double>(lost) > mostLost * static_cast<double>(frames.size()))
        return Error::failed(std::to_string(lost) + " of " + std::to_string(frames.size()) +
                             " frames lack a face, more than 20 %");
    std::vector<Landmarks68> complete(frames.size());
    const FaceFrame* before = nullptr;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i].found) {
            complete[i] = frames[i].landmarks;
            before = &frames[i];
            continue;
        }
        const auto after = std::find_if(frames.begin() + static_cast<std::ptrdiff_t>(i), frames.end(),
                                        [](auto& f) { return f.found; });
        if (!before)
            complete[i] = after->landmarks;
        else if (after == frames.end())
            complete[i] = before->landmarks;
        else
            complete[i] = between(*before, *after, frames[i]);
    }
    return complete;
}

Result<Clip> buildLandmarkClip(const Sample& sample, const FaceTrack& track, const ClipSpec& spec)
{
    if (spec.kind != ClipSpec::Kind::LandmarkGrid)
        return Error::failed("the network wants pictures, not landmarks", sample.id);
    if (spec.coordinates == ClipSpec::Coordinates::Image && (track.width <= 0 || track.height <= 0))
        return Error::failed("the size of the frames is unknown", sample.id);
    const int length = static_cast<int>(track.frames.size());
    if (sample.frames.size() != static_cast<std::size_t>(spec.frames) || sample.frames.empty())
        return Error::failed("the sample has " + std::to_string(sample.frames.size()) +
                                 " steps where the network wants " + std::to_string(spec.frames),
                             sample.id);
    for (const int frame : sample.frames)
        if (frame < 0 || frame >= length)
            return Error::failed("frame " + std::to_string(frame + 1) + " is wanted but the source has " +
                                     std::to_string(length),
                                 sample.id);
    const auto complete = completeLandmarks(track);
    if (!complete) return Error::failed(complete.error().what, sample.id, complete.error().remedy);

    Clip clip{sample, {}};
    std::vector<Landmarks68> steps = pick(*complete, sample.frames);
    if (spec.coordinates == ClipSpec::Coordinates::Image) {
        const float size[2] = {static_cast<float>(track.width), static_cast<float>(track.height)};
        clip.inputs.push_back(toGrid(steps, [&](const Point& p, std::size_t, int channel) {
            return (channel == 0 ? p.x : p.y) / size[channel];
        }));
    } else {
        steps = toFaceCoordinates(steps);
        const Landmarks68 start = steps.front();
        clip.inputs.push_back(toGrid(steps, [&](const Point& p, std::size_t l, int channel) {
            return channel == 0 ? p.x - start[l].x : p.y - start[l].y;
        }));
    }
    return clip;
}

} // namespace mien

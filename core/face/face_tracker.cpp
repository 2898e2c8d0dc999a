// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_tracker.h"

#include "core/base/text.h"
#include "core/face/face_finder.h"
#include "core/media/frame_mat.h"

#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

FaceFrame analyse(const Frame& frame, FaceFinder& finder, const LandmarkModel& model)
{
    FaceFrame entry;
    entry.frame = frame.index;
    entry.seconds = frame.seconds;
    cv::Mat grey;
    cv::cvtColor(asMat(frame), grey, cv::COLOR_BGR2GRAY);
    const auto face = finder.find(grey);
    if (!face) return entry;
    entry.found = true;
    entry.box = face->box;
    entry.score = face->score;
    entry.landmarks = model.predict(frame, face->box);
    return entry;
}

/// Entry `index` of a frame that could not be decoded; it keeps its place in time.
FaceFrame failedEntry(FrameSource& source, int index, const Error& error)
{
    FaceFrame entry;
    entry.frame = index;
    entry.problem = error.what;
    const auto times = source.times();
    if (times && static_cast<std::size_t>(index) < times->size())
        entry.seconds = (*times)[static_cast<std::size_t>(index)];
    return entry;
}

} // namespace

std::string FaceOptions::key() const
{
    return "face " + std::to_string(FaceFinder::algorithmVersion) + "; threshold " + text::number(detectorThreshold) +
           "; upsampling " + std::to_string(maximumUpsampling);
}

Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, const FaceOptions& options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame)
{
    FaceTrack track;
    track.width = source.info().width;
    track.height = source.info().height;
    track.timeAssumed = source.info().timeAssumed;
    FaceFinder finder(options);
    const int total = source.info().frameCount.value_or(0);
    for (;;) {
        const auto signal = control.checkpoint();
        if (signal == RunControl::Signal::Cancel) return Error::cancelled();
        if (signal == RunControl::Signal::Finish) return track;
        auto frame = source.next();
        if (frame && !*frame) break;
        const int index = static_cast<int>(track.frames.size());
        track.frames.push_back(frame ? analyse(**frame, finder, model) : failedEntry(source, index, frame.error()));
        if (!frame)
            control.report(Diagnostic{Diagnostic::Severity::Warning, frame.error().where, 0, frame.error().what});
        if (onFrame) onFrame(track.frames.back());
        control.report(Progress{"finding faces", index + 1, total});
    }
    if (track.frames.empty()) return Error::input("holds no picture that can be decoded", source.info().name);
    return track;
}

} // namespace mien

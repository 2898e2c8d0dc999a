// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_tracker.h"

#include "core/base/text.h"
#include "core/face/face_search.h"
#include "core/media/frame_mat.h"

#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

constexpr const char* algorithm = "hog-68/1"; ///< to be raised with every change of results
constexpr int maximumErrors = 1000;           ///< in a row: a source that only fails must not run for ever

} // namespace

std::string FaceOptions::key() const
{
    return std::string(algorithm) + " threshold=" + text::number(detectorThreshold) +
           " upsampling=" + std::to_string(maximumUpsampling);
}

Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, const FaceOptions& options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame)
{
    FaceTrack track;
    FaceSearch search(options);
    int errorsInARow = 0;
    for (;;) {
        const auto signal = control.checkpoint();
        if (signal == RunControl::Signal::Cancel) return Error::cancelled();
        if (signal == RunControl::Signal::Finish) break;
        const auto next = source.next();
        FaceFrame result;
        result.frame = static_cast<int>(track.frames.size());
        if (!next) {
            if (++errorsInARow > maximumErrors) return next.error();
            result.problem = next.error().message();
            result.seconds = track.frames.empty() ? 0 : track.frames.back().seconds;
        } else if (!next->has_value()) {
            break;
        } else {
            errorsInARow = 0;
            const Frame& frame = **next;
            result.seconds = frame.seconds;
            cv::Mat grey;
            cv::cvtColor(asMat(frame), grey, cv::COLOR_BGR2GRAY);
            if (const auto face = search.find(grey)) {
                result.found = true;
                result.box = face->box;
                result.score = face->score;
                result.landmarks = model.predict(frame, face->box);
            }
        }
        if (onFrame) onFrame(result);
        track.frames.push_back(std::move(result));
        control.report(Progress{"finding faces", static_cast<std::int64_t>(track.frames.size()),
                                source.info().frameCount.value_or(0)});
    }
    track.width = source.info().width;
    track.height = source.info().height;
    track.timeAssumed = source.info().timeAssumed;
    if (track.frames.empty()) return Error::input("holds no picture that can be decoded", source.info().name);
    return track;
}

} // namespace mien

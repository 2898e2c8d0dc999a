// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/face_options.h"
#include "core/face/landmark_model.h"
#include "core/face/segments.h"
#include "core/media/frame_source.h"
#include "core/types/face_track.h"

#include <functional>

namespace mien {

/// Finds the largest face and its landmarks in every frame of `source` (the detector of the options + 68-point model):
/// one entry per decoded frame, in order; an undecodable frame becomes an entry with its problem. Cancel: Error of kind
/// Cancelled; finish early: the frames so far.
/// Thread: any; one call per source at a time. Decoding runs on a thread beside it. `onFrame` is called in order, some
/// frames late where the landmarks are steadied.
/// `options.faces` is taken for Largest.
Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, FaceOptions options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame = {});

/// The faces that the options ask for in one segment of the source: one entry per frame, or of several faces one each.
/// As measured (LandmarkSmoother comes behind the joined segments, and so does the person of a tracklet), and
/// without keeping anything: what `onFrame` does with a frame is all that is left of it. True if the segment was gone
/// through to its end, false if it was finished early.
Result<bool> followFace(FrameSource& source, const Segment& segment, const LandmarkModel& model,
                        const FaceOptions& options, const RunControl& control,
                        const std::function<void(const FaceFrame&)>& onFrame);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/landmark_model.h"
#include "core/media/frame_source.h"
#include "core/types/face_track.h"

#include <functional>
#include <string>

namespace mien {

/// What changes the result of face tracking; part of the landmark cache's key.
struct FaceOptions
{
    double detectorThreshold = 0.0; ///< HOG margin below which a detection is dropped
    int maximumUpsampling = 1;      ///< times a frame without a detection is doubled and searched again

    std::string key() const; ///< all values and the algorithm's version, for caches
};

/// Finds the largest face and its landmarks in every frame of `source` (dlib HOG detector + 68-point model): one
/// entry per decoded frame, in order; an undecodable frame becomes an entry with its problem. Cancel: Error of kind
/// Cancelled; finish early: the frames so far.
/// Thread: any; one call per source at a time.
Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, const FaceOptions& options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame = {});

} // namespace mien

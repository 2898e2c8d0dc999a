// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/types/clip.h"
#include "core/types/face_track.h"

namespace mien {

/// The frames of `clip` out of the track of its whole file. FaceFrame::frame stays the number in the file, which is
/// what pictures are found by. A file that ends before the clip does gives what there is; Failed error where it ends
/// before the clip begins.
Result<FaceTrack> trackOfClip(FaceTrack film, const ClipEntry& clip);

/// Landmarks of every frame of a track, gaps filled by linear interpolation in time (ends: nearest). Failed error when
/// more than 20 % of the frames lack a face: the clip is to be dropped and listed with this reason.
Result<std::vector<Landmarks68>> completeLandmarks(const FaceTrack& track);

/// The landmark grid of a sample, 2 × 68 × spec.frames: x / image width and y / image height, or face coordinates
/// minus those of the first frame of the sample (`ClipSpec::Coordinates::Face`: motion since neutral).
Result<Clip> buildLandmarkClip(const Sample& sample, const FaceTrack& track, const ClipSpec& spec);

} // namespace mien

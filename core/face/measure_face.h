// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/head_pose.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <optional>
#include <vector>

namespace mien {

/// Pose, openings and geometric action units of every frame with a face; nothing for the others.
///
/// Action units are measured on the landmarks turned to the front, as distances that the unit changes, and count from
/// the person's neutral: for each distance the value around which it is found most often in this track (the median of
/// the half of the frames that differ least from the median face). A track that shows one expression throughout has no
/// neutral to be seen; its intensities are those of changes. 5 = the largest excursion that posed faces reach.
std::vector<std::optional<FaceMeasures>> measureFace(const FaceTrack& track, const Camera& camera);
std::vector<std::optional<FaceMeasures>> measureFace(const FaceTrack& track); ///< with the assumed camera

} // namespace mien

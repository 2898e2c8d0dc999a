// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/head_pose.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

namespace mien {

/// Pose, openings and geometric action units of every frame with a face.
///
/// Action units are measured on the landmarks turned to the front, as distances that the unit changes, and count from
/// the person's neutral. Clips of up to 100 frames are taken to begin with it, as posed sequences do (CK+, Oulu-CASIA):
/// the median of the first three frames. In longer ones it is what the face shows most: of the frames, the half that
/// differs least from their median; a person who smiles throughout a film has no neutral in it. Fewer than ten frames
/// with a face tell no neutral, and then no intensity is given. 5 = the largest excursion that posed faces reach.
MeasuredTrack measureFace(const FaceTrack& track, const Camera& camera);
MeasuredTrack measureFace(const FaceTrack& track); ///< with the assumed camera

} // namespace mien

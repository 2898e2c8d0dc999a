// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <string>

namespace mien {

/// OpenFace 2 style table: frame (from 1), face_id, timestamp, confidence, success, pose_Tx … pose_Rz (mm, radians),
/// x_0…x_67, y_0…y_67, AU01_r … AU45_r (0…5), and last AUs_weak: the numbers of the units that geometry only hints at.
/// One row per decoded frame; a failed frame keeps its row with success 0 and empty cells for what was not computed.
/// `confidence` is empty: the HOG margin is no probability. Units and gaze that are not computed have no column.
///
/// Without measures the table has no columns for them.
std::string toOpenFaceCsv(const FaceTrack& track, const MeasuredTrack& measures = {});

/// `<stem>_of_details.txt` beside the table: input, sizes, where times come from, what was written and what was not.
std::string openFaceDetails(const FaceTrack& track, const MeasuredTrack& measures, const std::filesystem::path& input);

} // namespace mien

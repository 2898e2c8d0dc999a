// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <string>

namespace mien {

/// OpenFace 2 style table: frame (from 1), face_id, timestamp, confidence, success, x_0…x_67, y_0…y_67. One row per
/// decoded frame; a failed frame keeps its row with success 0 and empty cells for what was not computed.
/// `confidence` is empty: the HOG margin is no probability.
std::string toOpenFaceCsv(const FaceTrack& track);

/// `<stem>_of_details.txt` beside the table: input, sizes, where times come from, what was written and what was not.
std::string openFaceDetails(const FaceTrack& track, const std::filesystem::path& input);

} // namespace mien

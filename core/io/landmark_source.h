// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

namespace mien {

/// A file or folder of landmarks (core/io/landmark_files.h) as a film of empty dark pictures, one per frame, with the
/// times of the table: what landmarks are drawn over where there is no video. Pictures are as large as the table says,
/// else just large enough for the landmarks, with equal margins left and right, and above and below.
/// SourceInfo::codec is `landmarkPictures`. Input error for everything that holds no landmarks, and for pictures too
/// large (core/media/picture_size.h).
Result<std::unique_ptr<FrameSource>> openLandmarkSource(const std::filesystem::path& path);

/// SourceInfo::codec of pictures that nobody took.
inline constexpr const char* landmarkPictures = "none";

} // namespace mien

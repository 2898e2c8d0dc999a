// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"

#include <filesystem>

namespace mien {

/// Decodes an image file to 8-bit BGR: turned upright by its EXIF orientation, 16-bit samples cut to their upper 8,
/// grey spread over the three channels, transparent parts laid on white. Input error in words: missing, empty, not an
/// image, more than `mostPixels` (told by the head of the file: nothing of it is decoded).
Result<Frame> readImage(const std::filesystem::path& file);

} // namespace mien

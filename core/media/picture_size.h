// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mien {

/// Larger pictures are refused before they are decoded, so that no file, real or broken, takes more than about 2 GB:
/// 134 megapixels, which holds a frame of 16K video (15360×8640).
inline constexpr std::int64_t mostPixels = std::int64_t(1) << 27;

struct PictureSize
{
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// Input error for a picture beyond `mostPixels`; `where` is its file.
Result<void> checkPictureSize(PictureSize size, const std::string& where);

/// The size that the head of an image file declares, before any turn by EXIF: BMP, JPEG, JPEG 2000, PNG, PNM, Sun
/// raster, TIFF and WebP. Nothing for other and for damaged files. Nothing is decoded.
std::optional<PictureSize> declaredSize(std::string_view bytes);

} // namespace mien

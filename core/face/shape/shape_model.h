// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/shape/shape_image.h"

#include <filesystem>
#include <memory>
#include <string>

namespace mien::shape {

/// The numbers of a dlib shape predictor, in the layout of ShapeView. Reading dlib's own file takes a second; what
/// comes out of it is kept in the cache folder and read from there in a twentieth of the time.
/// Thread: immutable.
class ShapeModel
{
public:
    /// Input error where `file` is missing, or not a shape predictor of 68 points. A cache that cannot be written or is
    /// damaged costs the second again, no more. An empty `cacheFolder` = no cache.
    static Result<std::shared_ptr<const ShapeModel>> load(const std::filesystem::path& file,
                                                          const std::filesystem::path& cacheFolder);

    const ShapeView& view() const { return m_view; }
    const std::string& sha256() const { return m_sha256; } ///< of dlib's file, hex
    bool fromCache() const { return m_fromCache; }

private:
    ShapeModel(ShapeImage image, bool fromCache);

    ShapeImage m_image;
    ShapeView m_view;
    std::string m_sha256;
    bool m_fromCache;
};

} // namespace mien::shape

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/shape/shape_view.h"

#include <filesystem>
#include <memory>
#include <string>

namespace mien::shape {

/// The numbers of a dlib shape predictor, in the layout of ShapeView. Reading dlib's own file takes a second; what
/// comes out of it is kept in the cache folder and from then on mapped into memory, where only the pages that faces
/// lead to are ever read.
/// Thread: immutable.
class ShapeModel
{
public:
    /// Input error where `file` is missing, or not a shape predictor of 68 points. A cache that cannot be written or is
    /// damaged costs the second again, no more. An empty `cacheFolder` = no cache.
    static Result<std::shared_ptr<const ShapeModel>> load(const std::filesystem::path& file,
                                                          const std::filesystem::path& cacheFolder);

    virtual ~ShapeModel() = default;

    const ShapeView& view() const { return m_view; }
    const std::string& sha256() const { return m_sha256; } ///< of dlib's file, hex
    bool fromCache() const { return m_fromCache; }

protected:
    ShapeModel() = default;

    ShapeView m_view;
    std::string m_sha256;
    bool m_fromCache = false;
};

} // namespace mien::shape

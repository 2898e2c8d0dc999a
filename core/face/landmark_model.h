// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <filesystem>
#include <memory>
#include <string>

namespace mien {

/// The 68-point predictor of dlib (Kazemi & Sullivan, CVPR 2014).
/// Thread: immutable after loading; may be shared by any number of threads.
class LandmarkModel
{
public:
    /// MIEN_LANDMARK_MODEL if set, else where Debian's libdlib-data puts it.
    static std::filesystem::path defaultPath();

    /// Input error that names the file and the package that brings it.
    static Result<std::shared_ptr<const LandmarkModel>> load(const std::filesystem::path& file = defaultPath());

    ~LandmarkModel();

    /// Points for the face in `box`, frame pixels.
    Landmarks68 predict(const Frame& frame, const Box& box) const;

    const std::filesystem::path& file() const;
    const std::string& sha256() const; ///< hex; part of the landmark cache's key

private:
    struct Impl;
    explicit LandmarkModel(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> m_impl;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>

namespace mien::test {

/// dlib's frontal HOG detector and 68-point predictor, used as its documentation shows.
class DlibFaces
{
public:
    explicit DlibFaces(const std::filesystem::path& model);
    ~DlibFaces();

    /// Landmarks of the best face in an 8-bit grey picture.
    std::optional<Landmarks68> find(const cv::Mat& grey);

    static std::filesystem::path modelFile(); ///< where Debian's libdlib-data puts it, or MIEN_LANDMARK_MODEL

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace mien {

/// dlib's frontal face detector: histograms of oriented gradients, five views, faces of 80 pixels and more
/// (Dalal & Triggs, CVPR 2005; King, arXiv:1502.00046). Needs scratch memory: one object per thread.
class HogDetector
{
public:
    struct Detection
    {
        Box box;          ///< pixels of the searched picture
        double score = 0; ///< margin of the linear classifier
    };

    HogDetector();
    ~HogDetector();
    HogDetector(HogDetector&&) noexcept;
    HogDetector& operator=(HogDetector&&) noexcept;

    /// Faces in a CV_8UC1 picture whose score is above `threshold`, best score first.
    std::vector<Detection> detect(const cv::Mat& grey, double threshold);

    static constexpr int smallestFace = 80; ///< side of the sliding window, pixels

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

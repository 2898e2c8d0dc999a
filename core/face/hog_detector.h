// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace mien {

/// A face found by the detector.
struct Detection
{
    Box box;          ///< pixels of the picture that was searched
    double score = 0; ///< margin of the HOG classifier, above its threshold
};

/// dlib's frontal face detector (HOG + linear classifiers for five views, Dalal & Triggs 2005). Finds faces from about
/// 80 pixels. Private to core/face. Thread: one thread at a time; make one per thread.
class HogDetector
{
public:
    HogDetector();
    ~HogDetector();

    /// Faces in an 8-bit grey picture, best score first.
    std::vector<Detection> find(const cv::Mat& grey, double threshold);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

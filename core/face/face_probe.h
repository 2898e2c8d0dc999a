// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <array>
#include <memory>
#include <opencv2/core.hpp>

namespace mien {

/// Asks the classifiers of the HOG detector (see HogDetector) about one place instead of a whole picture: is there a
/// face in this box, or a fifth of its side beside it? Costs a hundredth of a search.
/// Needs scratch memory: one object per thread.
class FaceProbe
{
public:
    static constexpr int views = 5; ///< classifiers, one for each

    struct Answer
    {
        double score = 0; ///< margin of the best of the views; the detector reports faces from 0 up
        float dx = 0;     ///< the best place from the box's, pixels of the picture
        float dy = 0;
        int view = 0; ///< the classifier that knew the face: 0 frontal, then turned and tilted ones
        /// What each tenth of the box's sides adds to the score of each view, row by row, there.
        std::array<std::array<float, 100>, views> cells{};
    };

    FaceProbe();
    ~FaceProbe();
    FaceProbe(FaceProbe&&) noexcept;
    FaceProbe& operator=(FaceProbe&&) noexcept;

    /// `grey` is CV_8UC1. What lies outside of the picture is its edge continued.
    Answer ask(const cv::Mat& grey, const Box& box);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

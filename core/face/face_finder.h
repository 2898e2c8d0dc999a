// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/face_tracker.h"
#include "core/face/hog_detector.h"

#include <opencv2/core.hpp>
#include <optional>

namespace mien {

/// Finds the largest face in the frames of one sequence, each time by the HOG detector.
///
/// Where the frame before had a face, only the surroundings of its box are searched, at a scale that keeps the face
/// well above the detector's smallest; the whole frame is searched where that finds nothing, in the first frame, and
/// in every 15th, so that a larger face that comes in is noticed. What is found depends on the frames before it and
/// on nothing else. One object per sequence and thread.
class FaceFinder
{
public:
    explicit FaceFinder(const FaceOptions& options) : m_options(options) {}

    /// The largest face of a CV_8UC1 frame, in its pixels.
    std::optional<HogDetector::Detection> find(const cv::Mat& grey);

    static constexpr int algorithmVersion = 1; ///< raise with every change that moves a result

private:
    std::optional<HogDetector::Detection> findEverywhere(const cv::Mat& grey);
    std::optional<HogDetector::Detection> findNear(const cv::Mat& grey, const Box& previous);

    FaceOptions m_options;
    HogDetector m_detector;
    std::optional<Box> m_previous;
    int m_sinceFullSearch = 0;
};

} // namespace mien

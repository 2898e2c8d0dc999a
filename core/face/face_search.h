// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/face_tracker.h"
#include "core/face/hog_detector.h"

#include <optional>

namespace mien {

/// Finds the largest face of each frame of a sequence. After a hit it looks first around the last place, at a scale
/// where the face stays comfortably above the detector's smallest size; a miss there, and every `fullSearchEvery`-th
/// frame, search the whole frame. What it reports always comes from the detector itself: no box is carried along.
/// Private to core/face. Thread: one thread at a time.
class FaceSearch
{
public:
    explicit FaceSearch(const FaceOptions& options) : m_options(options) {}

    std::optional<Detection> find(const cv::Mat& grey);

private:
    std::optional<Detection> findNear(const cv::Mat& grey, const Box& last);
    std::optional<Detection> findAnywhere(const cv::Mat& grey);

    FaceOptions m_options;
    HogDetector m_detector;
    std::optional<Box> m_last;
    int m_sinceFull = 0;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/cascade_finder.h"
#include "core/face/face_options.h"
#include "core/face/hog_detector.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace mien {

/// Searches pictures for faces with the detector that the options name, at the scale that the wanted size of face asks
/// for. What it finds depends on the picture alone. One object per thread.
class FaceFinder
{
public:
    using Detection = HogDetector::Detection;

    /// With the HOG detector; throws std::invalid_argument where the options name a cascade, which load() reads.
    explicit FaceFinder(const FaceOptions& options);

    /// Input error if the options name a cascade whose file is missing or broken.
    static Result<FaceFinder> load(const FaceOptions& options);

    /// The largest face, pixels of the picture. Searched as it is; where that finds nothing and `doubling` is allowed,
    /// doubled FaceOptions::maximumUpsampling times, which costs four times as much. A picture of more than 32
    /// megapixels is searched reduced to that: its smallest faces are larger in the same measure.
    std::optional<Detection> largest(const cv::Mat& grey, bool doubling = true);

    /// Every face, largest first, with `doubling` also those too small for the detector in the picture as it is.
    std::vector<Detection> all(const cv::Mat& grey, bool doubling);

    /// The largest face with a side of at least `smallest` pixels; the smaller the picture may be for that, the
    /// cheaper.
    std::optional<Detection> largestFrom(const cv::Mat& grey, double smallest);

    /// A face of about the size of `previous` within its surroundings.
    std::optional<Detection> near(const cv::Mat& grey, const Box& previous);

private:
    FaceFinder(const FaceOptions& options, std::optional<CascadeFinder> cascade);
    std::vector<Detection> detect(const cv::Mat& grey);
    bool mayDouble(const cv::Mat& searched, int doubled) const;
    /// In a picture that was doubled so many times; in pixels of the picture before that, largest first.
    std::vector<Detection> search(const cv::Mat& doubled, int times);

    FaceOptions m_options;
    HogDetector m_detector;
    std::optional<CascadeFinder> m_cascade; ///< searches in its place
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/cascade_detector.h"
#include "core/face/face_options.h"
#include "core/face/hog_detector.h"

#include <optional>
#include <vector>

namespace mien {

/// The cascade that the detector is, nothing for HOG.
std::optional<CascadeKind> cascadeOf(FaceDetector detector);

/// Faces that a cascade proposes and the classifiers of the HOG detector confirm (FaceProbe): boxes lie as the HOG
/// detector's do, on which the landmark model was trained, and scores are margins of those classifiers. Holds scratch
/// memory: one object per thread.
class CascadeFinder
{
public:
    CascadeFinder(CascadeKind kind, CascadeDetector cascade);

    /// Faces in a CV_8UC1 picture whose margin is above `threshold`, best first, one for each place.
    std::vector<HogDetector::Detection> detect(const cv::Mat& grey, double threshold);

    static constexpr int algorithmVersion = 1; ///< raise with every change that moves a result

private:
    CascadeKind m_kind;
    CascadeDetector m_cascade;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/face_finder.h"
#include "core/face/face_probe.h"
#include "core/face/landmark_model.h"
#include "core/face/occlusion_watch.h"

#include <bitset>
#include <opencv2/core.hpp>
#include <optional>

namespace mien {

/// A face with its landmarks, as one frame shows it.
struct FittedFace
{
    Box box;          ///< where the landmarks were started, pixels
    double score = 0; ///< margin of the detector's classifiers there
    Landmarks68 landmarks{};
    std::bitset<68> hidden = {}; ///< landmarks behind something (OcclusionWatch)
};

/// One face, followed from frame to frame.
///
/// The box of a frame is that of the landmarks of the frame before, moved to where the detector's classifiers see the
/// face now (FaceProbe); a face they do not see is searched around, and is lost in the same frame if that finds
/// nothing: no box is ever carried along unseen. What is found depends on the frames before and on nothing else.
/// One object per face and thread.
class FollowedFace
{
public:
    /// `model` must outlive the object.
    explicit FollowedFace(const LandmarkModel& model) : m_model(&model) {}

    /// Begins with a detection in this frame.
    FittedFace begin(const cv::Mat& grey, const FaceFinder::Detection& found);

    /// The face in the next frame, CV_8UC1; nothing if it is lost.
    std::optional<FittedFace> next(const cv::Mat& grey, FaceFinder& finder);

    Box box() const { return m_model->boxOf(m_previous); } ///< where it was last

private:
    FittedFace settle(const cv::Mat& grey, const FaceFinder::Detection& found) const;
    Landmarks68 landmarks(const cv::Mat& grey, const Box& box) const;

    const LandmarkModel* m_model;
    FaceProbe m_probe;
    OcclusionWatch m_watch;
    Landmarks68 m_previous{};
};

/// The probability that the landmarks lie within 5 % of the outer-eye distance from the truth on average, for a score
/// of FittedFace. Fitted on rendered faces with known points behind bars, masks, noise and blur.
double confidenceOf(double score);

} // namespace mien

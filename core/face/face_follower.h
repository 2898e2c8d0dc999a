// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/face_finder.h"
#include "core/face/face_probe.h"
#include "core/face/landmark_model.h"

#include <opencv2/core.hpp>
#include <optional>

namespace mien {

/// Follows the largest face of a sequence from frame to frame.
///
/// The box of a frame is that of the landmarks of the frame before, moved to where the detector's classifiers see the
/// face now (FaceProbe); a face they do not see is searched around, then everywhere, and is lost in the same frame if
/// that finds nothing: no box is ever carried along unseen. Now and then the whole frame is searched for a face that
/// is larger. What is found depends on the frames before and on nothing else. One object per sequence and thread.
class FaceFollower
{
public:
    struct Face
    {
        Box box;          ///< where the landmarks were started, pixels
        double score = 0; ///< margin of the detector's classifiers there
        Landmarks68 landmarks{};
    };

    /// `model` must outlive the follower.
    FaceFollower(const FaceOptions& options, const LandmarkModel& model) : m_model(model), m_finder(options) {}

    /// The next frame, CV_8UC1.
    std::optional<Face> next(const cv::Mat& grey);

    static constexpr int algorithmVersion = 3; ///< raise with every change that moves a result

private:
    std::optional<Face> follow(const cv::Mat& grey);
    std::optional<Face> search(const cv::Mat& grey);
    Face settle(const cv::Mat& grey, const FaceFinder::Detection& found);
    Landmarks68 landmarks(const cv::Mat& grey, const Box& box) const;

    const LandmarkModel& m_model;
    FaceFinder m_finder;
    FaceProbe m_probe;
    std::optional<Landmarks68> m_previous;
    int m_sinceSearch = 0;
    int m_without = 0; ///< frames in a row without a face
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/followed_face.h"

#include <utility>

namespace mien {

/// Follows the largest face of a sequence (FollowedFace). A lost face is looked for in the whole frame; now and then
/// the whole frame is searched for a face that is larger. One object per sequence and thread.
class FaceFollower
{
public:
    /// `model` must outlive the follower.
    FaceFollower(FaceFinder finder, const LandmarkModel& model) : m_finder(std::move(finder)), m_face(model) {}
    /// With the HOG detector, as FaceFinder.
    FaceFollower(const FaceOptions& options, const LandmarkModel& model) : FaceFollower(FaceFinder(options), model) {}

    /// The next frame, CV_8UC1.
    std::optional<FittedFace> next(const cv::Mat& grey);

    static constexpr int algorithmVersion = 8; ///< raise with every change that moves a result

private:
    std::optional<FittedFace> search(const cv::Mat& grey);

    FaceFinder m_finder;
    FollowedFace m_face;
    bool m_following = false;
    int m_sinceSearch = 0;
    int m_without = 0; ///< frames in a row without a face
};

} // namespace mien

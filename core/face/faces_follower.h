// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/appearance.h"
#include "core/face/followed_face.h"

#include <utility>
#include <vector>

namespace mien {

/// Follows every face of a sequence (FollowedFace), each as a tracklet: a stretch in which nothing makes it doubtful
/// that it is one person. A tracklet ends where its face is lost and where two come to lie on one place; who the people
/// are is told afterwards, from all tracklets (core/face/identities.h). The whole frame is searched for further faces
/// every few frames. One object per sequence and thread.
class FacesFollower
{
public:
    struct Face
    {
        int tracklet = 0; ///< from 0, never used again
        FittedFace fitted;
        Appearance appearance; ///< now and then
    };

    /// `model` must outlive the follower.
    FacesFollower(FaceFinder finder, const LandmarkModel& model) : m_finder(std::move(finder)), m_model(model) {}
    /// With the HOG detector, as FaceFinder.
    FacesFollower(const FaceOptions& options, const LandmarkModel& model) : FacesFollower(FaceFinder(options), model) {}

    /// The faces of the next frame, CV_8UC1, by tracklet.
    std::vector<Face> next(const cv::Mat& grey);

    static constexpr int algorithmVersion = 2; ///< raise with every change that moves a result

private:
    struct Followed
    {
        int tracklet;
        FollowedFace face;
        int age = 0; ///< frames
    };
    bool searchIsDue() const;
    void dropMeetings(std::vector<Face>& faces);
    void search(const cv::Mat& grey, std::vector<Face>& faces);

    FaceFinder m_finder;
    const LandmarkModel& m_model;
    std::vector<Followed> m_followed; ///< by tracklet
    int m_tracklets = 0;
    int m_sinceSearch = 0;
    int m_sinceLoss = 0;
    int m_searches = 0;
};

} // namespace mien

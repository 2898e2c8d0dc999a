// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/faces_follower.h"

#include <algorithm>
#include <set>

namespace mien {

namespace {

constexpr int searchInterval = 10;     ///< frames between searches for further faces
constexpr int justLost = 8;            ///< frames in which a lost face is looked for
constexpr int intervalAfterLoss = 2;   ///< frames
constexpr int doublingInterval = 4;    ///< searches, of which one is for small faces, too
constexpr int appearanceInterval = 10; ///< frames
constexpr double clearScore = 0.5;     ///< a face less clear is no example of itself
constexpr double meeting = 0.35;       ///< overlap at which two boxes may hold one face

} // namespace

std::vector<FacesFollower::Face> FacesFollower::next(const cv::Mat& grey)
{
    std::vector<Face> faces;
    const std::size_t before = m_followed.size();
    std::erase_if(m_followed, [&](Followed& followed) {
        const auto fitted = followed.face.next(grey, m_finder);
        if (fitted) faces.push_back({followed.tracklet, *fitted, {}});
        return !fitted;
    });
    dropMeetings(faces);
    ++m_sinceSearch;
    m_sinceLoss = m_followed.size() < before ? 0 : m_sinceLoss + 1;
    if (searchIsDue()) search(grey, faces);
    for (std::size_t i = 0; i < faces.size(); ++i)
        if (m_followed[i].age++ % appearanceInterval == 0 && faces[i].fitted.score > clearScore)
            faces[i].appearance = appearanceOf(grey, faces[i].fitted.landmarks);
    return faces;
}

bool FacesFollower::searchIsDue() const
{
    if (m_followed.empty()) return true;
    return m_sinceSearch >= (m_sinceLoss < justLost ? intervalAfterLoss : searchInterval);
}

void FacesFollower::dropMeetings(std::vector<Face>& faces)
{
    // Whose face is the one in front, its looks will tell: both tracklets end, and one begins anew.
    std::set<int> doubtful;
    for (std::size_t i = 0; i < faces.size(); ++i)
        for (std::size_t j = i + 1; j < faces.size(); ++j)
            if (overlap(faces[i].fitted.box, faces[j].fitted.box) > meeting)
                doubtful.insert({faces[i].tracklet, faces[j].tracklet});
    std::erase_if(faces, [&](const Face& face) { return doubtful.contains(face.tracklet); });
    std::erase_if(m_followed, [&](const Followed& followed) { return doubtful.contains(followed.tracklet); });
}

void FacesFollower::search(const cv::Mat& grey, std::vector<Face>& faces)
{
    const bool doubling = m_searches++ % doublingInterval == 0;
    m_sinceSearch = 0;
    for (const FaceFinder::Detection& found : m_finder.all(grey, doubling)) {
        if (std::any_of(faces.begin(), faces.end(),
                        [&](const Face& face) { return overlap(face.fitted.box, found.box) > meeting; }))
            continue;
        FollowedFace followed(m_model);
        const FittedFace fitted = followed.begin(grey, found);
        if (std::any_of(faces.begin(), faces.end(),
                        [&](const Face& face) { return overlap(face.fitted.box, fitted.box) > meeting; }))
            continue;
        faces.push_back({m_tracklets, fitted, {}});
        m_followed.push_back({m_tracklets++, std::move(followed)});
    }
}

} // namespace mien

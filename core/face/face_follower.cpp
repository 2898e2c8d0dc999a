// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_follower.h"

namespace mien {

namespace {

constexpr int searchInterval = 30;  ///< frames between searches for a larger face
constexpr int justLost = 8;         ///< frames
constexpr int doublingInterval = 4; ///< frames without a face between searches for a small one, later on
constexpr double larger = 1.3;      ///< times the followed face's side: what such a search looks for

} // namespace

std::optional<FittedFace> FaceFollower::next(const cv::Mat& grey)
{
    std::optional<FittedFace> face;
    if (m_following && ++m_sinceSearch >= searchInterval) {
        m_sinceSearch = 0;
        const double wanted = larger * m_face.box().width;
        if (const auto found = m_finder.largestFrom(grey, wanted); found && found->box.width > wanted)
            return m_face.begin(grey, *found);
    }
    if (m_following) face = m_face.next(grey, m_finder);
    if (!face) face = search(grey);
    m_following = face.has_value();
    return face;
}

std::optional<FittedFace> FaceFollower::search(const cv::Mat& grey)
{
    m_sinceSearch = 0;
    // A face just lost is looked for with all means; an empty scene is not worth them in every frame.
    const bool doubling = m_without < justLost || m_without % doublingInterval == 0;
    ++m_without;
    const auto found = m_finder.largest(grey, doubling);
    if (!found) return std::nullopt;
    m_without = 0;
    return m_face.begin(grey, *found);
}

} // namespace mien

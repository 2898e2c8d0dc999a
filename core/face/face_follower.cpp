// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_follower.h"

#include <array>
#include <cmath>

namespace mien {

namespace {

constexpr double keepScore = -0.3;   ///< of the probe: below it the face is searched for anew
constexpr int searchInterval = 30;   ///< frames between searches for a larger face
constexpr int justLost = 8;          ///< frames
constexpr int doublingInterval = 4;  ///< frames without a face between searches for a small one, later on
constexpr double larger = 1.3;       ///< times the followed face's side: what such a search looks for
constexpr float stillInPlace = 0.3f; ///< of the side: what landmarks may move their box at most
constexpr float boxScale = 0.94f;    ///< of the landmarks' box: best on rendered faces with known points

struct Start
{
    float dx; ///< shares of the side
    float dy;
    float scale;
};

/// Where the landmarks start from; their mean is steadier and nearer to the truth than each.
constexpr std::array<Start, 5> starts = {
    {{0, 0, 1}, {0.04f, 0.04f, 1.04f}, {-0.04f, 0.04f, 0.96f}, {0.04f, -0.04f, 0.96f}, {-0.04f, -0.04f, 1.04f}}};

Box moved(const Box& box, float dx, float dy, float scale = 1)
{
    const float grow = box.width * (scale - 1);
    return {box.x + dx - grow / 2, box.y + dy - grow / 2, box.width + grow, box.height + grow};
}

bool sameFace(const Box& a, const Box& b)
{
    const float dx = a.x + a.width / 2 - b.x - b.width / 2;
    const float dy = a.y + a.height / 2 - b.y - b.height / 2;
    const float ratio = a.width / b.width;
    return std::hypot(dx, dy) < stillInPlace * b.width && ratio > 1 - stillInPlace && ratio < 1 + stillInPlace;
}

} // namespace

Landmarks68 FaceFollower::landmarks(const cv::Mat& grey, const Box& box) const
{
    std::vector<Box> boxes;
    boxes.reserve(starts.size());
    for (const Start& start : starts)
        boxes.push_back(moved(box, start.dx * box.width, start.dy * box.width, start.scale));
    Landmarks68 mean{};
    for (const Landmarks68& points : m_model.predict(grey, boxes))
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i].x += points[i].x / starts.size();
            mean[i].y += points[i].y / starts.size();
        }
    return mean;
}

std::optional<FaceFollower::Face> FaceFollower::next(const cv::Mat& grey)
{
    std::optional<Face> face;
    if (m_previous) face = follow(grey);
    if (!face) face = search(grey);
    m_previous = face ? std::optional(face->landmarks) : std::nullopt;
    return face;
}

std::optional<FaceFollower::Face> FaceFollower::follow(const cv::Mat& grey)
{
    Box box = m_model.boxOf(*m_previous);
    if (++m_sinceSearch >= searchInterval) {
        m_sinceSearch = 0;
        if (const auto found = m_finder.largestFrom(grey, larger * box.width);
            found && found->box.width > larger * box.width)
            return settle(grey, *found);
    }
    FaceProbe::Answer answer = m_probe.ask(grey, box);
    if (answer.score < keepScore) {
        const auto found = m_finder.near(grey, box);
        return found ? std::optional(settle(grey, *found)) : std::nullopt;
    }
    box = moved(box, answer.dx, answer.dy, boxScale);
    Face face{box, answer.score, landmarks(grey, box)};
    // Landmarks that run away have lost the face even where the box still holds it.
    if (!sameFace(m_model.boxOf(face.landmarks), box)) return std::nullopt;
    return face;
}

std::optional<FaceFollower::Face> FaceFollower::search(const cv::Mat& grey)
{
    m_sinceSearch = 0;
    // A face just lost is looked for with all means; an empty scene is not worth them in every frame.
    const bool doubling = m_without < justLost || m_without % doublingInterval == 0;
    ++m_without;
    const auto found = m_finder.largest(grey, doubling);
    if (found) m_without = 0;
    return found ? std::optional(settle(grey, *found)) : std::nullopt;
}

FaceFollower::Face FaceFollower::settle(const cv::Mat& grey, const FaceFinder::Detection& found)
{
    // Detections lie on a coarse grid: a second round from the landmarks' own box, as in the frames that follow.
    const Landmarks68 first = landmarks(grey, found.box);
    const Box box = m_model.boxOf(first);
    if (!sameFace(box, found.box)) return {found.box, found.score, first};
    return {box, found.score, landmarks(grey, moved(box, 0, 0, boxScale))};
}

} // namespace mien

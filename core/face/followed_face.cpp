// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/followed_face.h"

#include <array>
#include <cmath>

namespace mien {

namespace {

constexpr double keepScore = -0.3;   ///< of the probe: below it the face is searched for anew
constexpr float stillInPlace = 0.3f; ///< of the side: what landmarks may move their box at most
constexpr float boxScale = 0.94f;    ///< of the landmarks' box: best on rendered faces with known points

constexpr double onePlace = 0.4; ///< overlap of boxes

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

double confidenceOf(double score)
{
    constexpr double middle = 0.65, slope = 3.6;
    return 1 / (1 + std::exp(-slope * (score - middle)));
}

Landmarks68 FollowedFace::landmarks(const cv::Mat& grey, const Box& box) const
{
    std::vector<Box> boxes;
    boxes.reserve(starts.size());
    for (const Start& start : starts)
        boxes.push_back(moved(box, start.dx * box.width, start.dy * box.width, start.scale));
    Landmarks68 mean{};
    for (const Landmarks68& points : m_model->predict(grey, boxes))
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i].x += points[i].x / starts.size();
            mean[i].y += points[i].y / starts.size();
        }
    return mean;
}

FittedFace FollowedFace::begin(const cv::Mat& grey, const FaceFinder::Detection& found)
{
    m_probe = FaceProbe();
    // Found again on its place, behind a mask perhaps: what it usually looks like is still known.
    if (!(overlap(found.box, box()) > onePlace)) m_watch = {};
    const FittedFace face = settle(grey, found);
    m_previous = face.landmarks;
    return face;
}

std::optional<FittedFace> FollowedFace::next(const cv::Mat& grey, FaceFinder& finder)
{
    const Box probed = this->box();
    const FaceProbe::Answer answer = m_probe.ask(grey, probed);
    FittedFace face;
    if (answer.score < keepScore) {
        const auto found = finder.near(grey, probed);
        if (!found) return std::nullopt;
        face = settle(grey, *found);
        // What the probe saw was another place: what hides landmarks is told by the cells of theirs.
        const Box there = m_model->boxOf(face.landmarks);
        face.hidden = m_watch.look(FaceProbe().ask(grey, there), there, face.landmarks);
    } else {
        const Box box = moved(probed, answer.dx, answer.dy, boxScale);
        face = {box, answer.score, landmarks(grey, box)};
        // Landmarks that run away have lost the face even where the box still holds it.
        if (!sameFace(m_model->boxOf(face.landmarks), box)) return std::nullopt;
        face.hidden = m_watch.look(answer, probed, face.landmarks);
    }
    m_previous = face.landmarks;
    return face;
}

FittedFace FollowedFace::settle(const cv::Mat& grey, const FaceFinder::Detection& found) const
{
    // Detections lie on a coarse grid: a second round from the landmarks' own box, as in the frames that follow.
    const Landmarks68 first = landmarks(grey, found.box);
    const Box box = m_model->boxOf(first);
    if (!sameFace(box, found.box)) return {found.box, found.score, first};
    return {box, found.score, landmarks(grey, moved(box, 0, 0, boxScale))};
}

} // namespace mien

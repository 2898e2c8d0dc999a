// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/measure_face.h"

#include "core/face/face_shape3d.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

using Front = std::array<cv::Point2d, 68>;

constexpr std::size_t auCount = geometricAus.size();

/// Distances of both sides, image left and right, that grow with an action unit, in outer-eye distances; and the
/// growth that stands for intensity 5. Units without sides have the same value twice.
struct Distances
{
    std::array<std::array<double, 2>, auCount> side{};
};

constexpr std::array<double, auCount> fullGrowth = {
    0.14, // 1: inner brow over the inner eye corner
    0.14, // 2: outer brow over the outer eye corner
    0.10, // 4: brow down and together
    0.07, // 5: upper lid over the line of the eye's corners
    0.06, // 6: lower lid up
    0.06, // 7: lids together
    0.08, // 9: wing of the nose up
    0.10, // 10: upper lip up to the nose
    0.20, // 12: corner of the mouth up and outwards
    0.10, // 14: corner of the mouth inwards and level
    0.12, // 15: corner of the mouth down against the lips' middle
    0.12, // 17: lower lip up
    0.14, // 20: mouth wider, corners not up
    0.20, // 25: inner lips apart
    0.40, // 26: chin down
    0.13, // 45: lids together until shut
};

std::size_t indexOf(int number)
{
    for (std::size_t i = 0; i < auCount; ++i)
        if (geometricAus[i].number == number) return i;
    return auCount;
}

/// Landmark numbers of the side: image left (0) or right (1).
struct Side
{
    std::array<std::size_t, 3> innerBrow; ///< from the inner end outwards
    std::array<std::size_t, 2> outerBrow;
    std::size_t innerEye, outerEye;
    std::array<std::size_t, 2> upperLid, lowerLid;
    std::size_t wing, corner;
    double outwards; ///< sign of x
};

constexpr std::array<Side, 2> sides = {{{{21, 20, 19}, {17, 18}, 39, 36, {37, 38}, {41, 40}, 31, 48, -1},
                                        {{22, 23, 24}, {26, 25}, 42, 45, {44, 43}, {46, 47}, 35, 54, 1}}};

Distances distancesOf(const Front& p)
{
    Distances d;
    const auto set = [&](int au, std::size_t side, double value) { d.side[indexOf(au)][side] = value; };
    const double lipsMiddle = (p[51].y + p[57].y + p[62].y + p[66].y) / 4;
    const double innerApart = ((p[67].y - p[61].y) + (p[66].y - p[62].y) + (p[65].y - p[63].y)) / 3;
    const double noseBase = p[33].y;
    for (std::size_t s = 0; s < 2; ++s) {
        const Side& side = sides[s];
        const auto y = [&](std::size_t i) { return p[i].y; };
        const double innerBrow = (y(side.innerBrow[0]) + y(side.innerBrow[1])) / 2;
        const double outerBrow = (y(side.outerBrow[0]) + y(side.outerBrow[1])) / 2;
        const double eyeLine = (y(side.innerEye) + y(side.outerEye)) / 2;
        const double upper = (y(side.upperLid[0]) + y(side.upperLid[1])) / 2;
        const double lower = (y(side.lowerLid[0]) + y(side.lowerLid[1])) / 2;
        const cv::Point2d corner = p[side.corner];
        const double out = side.outwards * corner.x;
        set(1, s, y(side.innerEye) - innerBrow);
        set(2, s, y(side.outerEye) - outerBrow);
        set(4, s, innerBrow - y(side.innerEye) - side.outwards * p[side.innerBrow[0]].x);
        set(5, s, eyeLine - upper);
        set(6, s, eyeLine - lower);
        set(7, s, -(lower - upper));
        set(9, s, -y(side.wing) + y(side.innerEye));
        set(10, s, noseBase - (p[50].y + p[51].y + p[52].y) / 3);
        set(12, s, (lipsMiddle - corner.y) * 0.7 + (out - corner.y) * 0.5);
        set(14, s, -out - std::abs(corner.y - lipsMiddle));
        set(15, s, corner.y - lipsMiddle);
        set(17, s, noseBase - (p[56].y + p[57].y + p[58].y) / 3);
        set(20, s, out + 0.8 * (corner.y - lipsMiddle));
        set(25, s, innerApart);
        set(26, s, p[8].y - noseBase);
        set(45, s, -(lower - upper));
    }
    return d;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Median over the given frames, distance by distance.
Distances medianOf(const std::vector<Distances>& all, const std::vector<std::size_t>& frames)
{
    Distances out;
    std::vector<double> values(frames.size());
    for (std::size_t a = 0; a < auCount; ++a)
        for (std::size_t s = 0; s < 2; ++s) {
            for (std::size_t i = 0; i < frames.size(); ++i) values[i] = all[frames[i]].side[a][s];
            out.side[a][s] = median(values);
        }
    return out;
}

constexpr std::size_t fewest = 10;         ///< frames that a neutral can be seen in
constexpr std::size_t posedSequence = 100; ///< frames: shorter clips are taken to begin with the neutral
constexpr std::size_t beginning = 3;       ///< frames

/// The frames that show the person's neutral, and how they were chosen; none where that cannot be told.
std::vector<std::size_t> neutralFrames(const std::vector<Distances>& all, std::string& words)
{
    std::vector<std::size_t> frames(all.size());
    for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = i;
    if (all.size() < fewest) {
        words = "not known: fewer than " + std::to_string(fewest) + " frames with a face";
        return {};
    }
    if (all.size() <= posedSequence) {
        words = "the first " + std::to_string(beginning) + " frames with a face, because the clip is short";
        frames.resize(beginning);
        return frames;
    }
    words = "what the face shows most: the half of the frames that differs least from their median";
    const Distances middle = medianOf(all, frames);
    std::vector<double> differs(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t a = 0; a < auCount; ++a)
            for (std::size_t s = 0; s < 2; ++s)
                differs[i] += std::abs(all[i].side[a][s] - middle.side[a][s]) / fullGrowth[a];
    std::stable_sort(frames.begin(), frames.end(),
                     [&](std::size_t a, std::size_t b) { return differs[a] < differs[b]; });
    frames.resize((frames.size() + 1) / 2);
    return frames;
}

void setIntensities(FaceMeasures& m, const Distances& d, const Distances* neutral)
{
    for (std::size_t a = 0; a < auCount; ++a) {
        std::array<double, 2> intensity = {NAN, NAN};
        if (neutral)
            for (std::size_t s = 0; s < 2; ++s)
                intensity[s] = std::clamp(5 * (d.side[a][s] - neutral->side[a][s]) / fullGrowth[a], 0.0, 5.0);
        m.auIntensity[a] = static_cast<float>((intensity[0] + intensity[1]) / 2);
        m.auAsymmetry[a] = static_cast<float>(intensity[0] - intensity[1]);
    }
}

} // namespace

struct FaceMeasurer::Impl
{
    Camera camera;
    std::vector<Distances> learnt;
    std::optional<Distances> rest;
    std::string words;

    Distances look(const FaceFrame& frame, FaceMeasures* m) const;
};

Distances FaceMeasurer::Impl::look(const FaceFrame& frame, FaceMeasures* m) const
{
    const PoseFit fit = fitPose(frame.landmarks, camera);
    const Front front = seenFromFront(frame.landmarks, fit);
    const Distances d = distancesOf(front);
    if (m) {
        m->pose = fit.pose;
        m->eyeDistance = fit.camera.fx * std::hypot(front[45].x - front[36].x, front[45].y - front[36].y) *
                         outerEyeMillimetres / fit.shift[2];
        m->eyeOpening = -(d.side[indexOf(45)][0] + d.side[indexOf(45)][1]) / 2;
        m->mouthOpening = d.side[indexOf(25)][0];
    }
    return d;
}

FaceMeasurer::FaceMeasurer(const Camera& camera) : m_impl(std::make_unique<Impl>())
{
    m_impl->camera = camera;
}

FaceMeasurer::~FaceMeasurer() = default;
FaceMeasurer::FaceMeasurer(FaceMeasurer&&) noexcept = default;

int FaceMeasurer::learningStep(int frames)
{
    constexpr int enough = 1000;
    return std::max(1, (frames + enough - 1) / enough);
}

void FaceMeasurer::learn(const FaceFrame& frame)
{
    if (frame.found) m_impl->learnt.push_back(m_impl->look(frame, nullptr));
}

void FaceMeasurer::settle()
{
    const auto frames = neutralFrames(m_impl->learnt, m_impl->words);
    if (!frames.empty()) m_impl->rest = medianOf(m_impl->learnt, frames);
    m_impl->learnt = {};
}

const std::string& FaceMeasurer::neutral() const
{
    return m_impl->words;
}

std::optional<FaceMeasures> FaceMeasurer::measure(const FaceFrame& frame) const
{
    if (!frame.found) return std::nullopt;
    FaceMeasures m;
    const Distances d = m_impl->look(frame, &m);
    setIntensities(m, d, m_impl->rest ? &*m_impl->rest : nullptr);
    return m;
}

MeasuredTrack measureFace(const FaceTrack& track, const Camera& camera)
{
    FaceMeasurer measurer(camera);
    const int step = FaceMeasurer::learningStep(static_cast<int>(track.frames.size()));
    for (std::size_t i = 0; i < track.frames.size(); i += static_cast<std::size_t>(step))
        measurer.learn(track.frames[i]);
    measurer.settle();
    MeasuredTrack measured;
    measured.neutral = measurer.neutral();
    for (const FaceFrame& frame : track.frames) measured.frames.push_back(measurer.measure(frame));
    return measured;
}

MeasuredTrack measureFace(const FaceTrack& track)
{
    return measureFace(track, Camera::assumed(track.width, track.height));
}

} // namespace mien

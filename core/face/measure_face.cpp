// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/measure_face.h"

#include "core/face/eye_region.h"
#include "core/face/face_distances.h"
#include "core/face/face_shape3d.h"
#include "core/face/pose_dependence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace mien {

namespace {

constexpr std::size_t auCount = geometricAus.size();

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Median over the given frames, distance by distance.
FaceDistances medianOf(const std::vector<FaceDistances>& all, const std::vector<std::size_t>& frames)
{
    FaceDistances out;
    std::vector<double> values(frames.size());
    const auto over = [&](auto&& of) {
        for (std::size_t i = 0; i < frames.size(); ++i) values[i] = of(all[frames[i]]);
        return median(values);
    };
    for (std::size_t s = 0; s < 2; ++s) {
        for (std::size_t a = 0; a < auCount; ++a) out.side[a][s] = over([&](const auto& d) { return d.side[a][s]; });
        out.cornerRise[s] = over([&](const auto& d) { return d.cornerRise[s]; });
    }
    return out;
}

constexpr int fewest = 10;           ///< frames that a neutral can be seen in
constexpr int posedSequence = 100;   ///< frames: shorter clips are taken to begin with the neutral
constexpr std::size_t beginning = 3; ///< frames

/// The half of the frames that differs least from their median.
std::vector<std::size_t> usualFrames(const std::vector<FaceDistances>& all, std::vector<std::size_t> frames)
{
    const FaceDistances middle = medianOf(all, frames);
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

/// A person's neutral: what everything counts from.
struct Neutral
{
    FaceDistances distances;
    RestingEyes eyes;
    std::array<std::array<PoseDependence, 2>, auCount> pose; ///< of the growth of each unit and side
};

/// What one frame shows.
struct Look
{
    FaceDistances distances;
    HeadPose pose;
    double eyeDistance = 0; ///< FaceMeasures
    std::optional<EyeRegion> eyes;
};

/// Growth of an action unit on one side since the neutral, 1 = full; NaN where it cannot be told.
double growth(std::size_t au, std::size_t side, const Look& look, const Neutral& neutral)
{
    const int number = geometricAus[au].number;
    const bool seen = look.eyes && !neutral.eyes.empty();
    using enum EyeRegion::Brow;
    if (seen && number == 1)
        return neutral.eyes.browRise(*look.eyes, side == 0 ? InnerLeft : InnerRight) / fullGrowth[au];
    if (seen && number == 2)
        return neutral.eyes.browRise(*look.eyes, side == 0 ? OuterLeft : OuterRight) / fullGrowth[au];
    const FaceDistances &now = look.distances, &rest = neutral.distances;
    double more = now.side[au][side] - rest.side[au][side];
    if (number == 20) { // a smile draws the corners up and apart: that width is AU 12's
        constexpr double widthOfSmile = 1.5;
        more -= widthOfSmile * std::max(0.0, now.cornerRise[side] - rest.cornerRise[side]);
    }
    more /= fullGrowth[au];
    if (seen && number == 45) { // in a small picture of the face the lids' landmarks tell more than the eye's pixels
        constexpr double small = 70, large = 110; // outer-eye distance, pixels
        const double share = std::clamp((look.eyeDistance - small) / (large - small), 0.0, 1.0);
        const double closure = neutral.eyes.eyeClosure(*look.eyes, side);
        if (std::isfinite(closure)) more = share * closure + (1 - share) * more;
    }
    return more;
}

/// The neutral of the given frames.
Neutral neutralOf(const std::vector<Look>& looks, const std::vector<FaceDistances>& distances,
                  const std::vector<std::size_t>& frames)
{
    Neutral neutral;
    neutral.distances = medianOf(distances, frames);
    for (const std::size_t frame : frames)
        if (looks[frame].eyes) neutral.eyes.add(*looks[frame].eyes);
    if (frames.size() <= beginning) return neutral; // too few to tell the turn of the head from anything
    for (std::size_t a = 0; a < auCount; ++a)
        for (std::size_t s = 0; s < 2; ++s) {
            for (const std::size_t frame : frames)
                neutral.pose[a][s].add(looks[frame].pose, growth(a, s, looks[frame], neutral));
            neutral.pose[a][s].settle();
        }
    return neutral;
}

void setIntensities(FaceMeasures& m, const Look& look, const Neutral* neutral)
{
    for (std::size_t a = 0; a < auCount; ++a) {
        std::array<double, 2> intensity = {NAN, NAN};
        if (neutral)
            for (std::size_t s = 0; s < 2; ++s) {
                const double grown = growth(a, s, look, *neutral) - neutral->pose[a][s].at(look.pose);
                if (std::isfinite(grown)) intensity[s] = std::clamp(5 * grown, 0.0, 5.0);
            }
        const auto& [left, right] = intensity;
        // A hidden side leaves the unit to the other one.
        const double mean = std::isnan(left) ? right : std::isnan(right) ? left : (left + right) / 2;
        m.auIntensity[a] = static_cast<float>(mean);
        m.auAsymmetry[a] = static_cast<float>(left - right);
    }
}

} // namespace

struct FaceMeasurer::Impl
{
    Camera camera;
    int frames = 0; ///< of the film
    NeutralChoice choice;
    std::vector<Look> learnt;
    int seen = 0;   ///< frames with the face
    int stride = 1; ///< every how manieth of them is learnt
    std::optional<Neutral> neutral;
    std::string words;

    Look look(const FaceFrame& frame, FaceMeasures& m) const;
    std::vector<std::size_t> neutralFrames(const std::vector<FaceDistances>& all);
};

/// The frames that show the neutral, of those learnt, and how they were chosen; none where that cannot be told.
std::vector<std::size_t> FaceMeasurer::Impl::neutralFrames(const std::vector<FaceDistances>& all)
{
    using enum NeutralChoice::Kind;
    std::vector<std::size_t> every(all.size());
    std::iota(every.begin(), every.end(), std::size_t(0));
    if (choice.kind == Frames) {
        const std::string from = std::to_string(choice.first + 1), to = std::to_string(choice.last + 1);
        words = choice.first == choice.last ? "frame " + from : "frames " + from + " to " + to;
        words += all.empty() ? ", chosen by hand: not known, they do not show the face" : ", chosen by hand";
        return every;
    }
    if (seen < fewest) {
        words = "not known: fewer than " + std::to_string(fewest) + " frames with a face";
        return {};
    }
    const bool isShort = frames <= posedSequence;
    if (choice.kind == Beginning || (choice.kind == Automatic && isShort)) {
        words = "the first " + std::to_string(beginning) + " frames with a face" +
                (choice.kind == Automatic ? ", because the clip is short" : ", as chosen");
        every.resize(beginning);
        return every;
    }
    words = "what the face shows most: the half of the frames that differs least from their median";
    if (choice.kind == Usual) words += ", as chosen";
    return usualFrames(all, std::move(every));
}

Look FaceMeasurer::Impl::look(const FaceFrame& frame, FaceMeasures& m) const
{
    const PoseFit fit = fitPose(frame.landmarks, camera);
    const FrontalLandmarks front = seenFromFront(frame.landmarks, fit);
    const FaceDistances d = distancesOf(front);
    m.pose = fit.pose;
    m.eyeDistance = fit.camera.fx * std::hypot(front[45].x - front[36].x, front[45].y - front[36].y) *
                    outerEyeMillimetres / fit.shift[2];
    m.eyeOpening = -(d.side[indexOfAu(45)][0] + d.side[indexOfAu(45)][1]) / 2;
    m.mouthOpening = d.side[indexOfAu(25)][0];
    return {d, fit.pose, m.eyeDistance, frame.eyes};
}

FaceMeasurer::FaceMeasurer(const Camera& camera, int frames, const NeutralChoice& neutral)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->camera = camera;
    m_impl->frames = frames;
    m_impl->choice = neutral;
}

FaceMeasurer::~FaceMeasurer() = default;
FaceMeasurer::FaceMeasurer(FaceMeasurer&&) noexcept = default;

void FaceMeasurer::learn(const FaceFrame& frame)
{
    constexpr std::size_t enough = 2000;
    using enum NeutralChoice::Kind;
    const NeutralChoice& choice = m_impl->choice;
    if (!frame.found || choice.kind == MeanFace) return;
    if (choice.kind == Frames && (frame.frame < choice.first || frame.frame > choice.last)) return;
    if (m_impl->seen++ % m_impl->stride != 0) return;
    auto& learnt = m_impl->learnt;
    if (learnt.size() == enough) { // from here on half as often
        for (std::size_t i = 0; i < enough / 2; ++i) learnt[i] = learnt[2 * i];
        learnt.resize(enough / 2);
        m_impl->stride *= 2;
    }
    FaceMeasures unused;
    learnt.push_back(m_impl->look(frame, unused));
}

void FaceMeasurer::settle()
{
    if (m_impl->choice.kind == NeutralChoice::Kind::MeanFace) {
        m_impl->words = "of nobody: the mean face, as chosen";
        FrontalLandmarks mean;
        std::transform(meanFace().begin(), meanFace().end(), mean.begin(),
                       [](const Point3& p) { return cv::Point2d(p.x, p.y); });
        m_impl->neutral.emplace().distances = distancesOf(mean);
        return;
    }
    std::vector<FaceDistances> distances;
    for (const Look& look : m_impl->learnt) distances.push_back(look.distances);
    const auto frames = m_impl->neutralFrames(distances);
    if (!frames.empty()) m_impl->neutral = neutralOf(m_impl->learnt, distances, frames);
    m_impl->learnt = {};
}

bool FaceMeasurer::hasNeutral() const
{
    return m_impl->neutral.has_value();
}

const std::string& FaceMeasurer::neutral() const
{
    return m_impl->words;
}

std::optional<FaceMeasures> FaceMeasurer::measure(const FaceFrame& frame) const
{
    if (!frame.found) return std::nullopt;
    FaceMeasures m;
    const Look look = m_impl->look(frame, m);
    setIntensities(m, look, m_impl->neutral ? &*m_impl->neutral : nullptr);
    return m;
}

MeasuredTrack measureFace(const FaceTrack& track, const Camera& camera, const NeutralChoice& neutral)
{
    FaceMeasurer measurer(camera, static_cast<int>(track.frames.size()), neutral);
    for (const FaceFrame& frame : track.frames) measurer.learn(frame);
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

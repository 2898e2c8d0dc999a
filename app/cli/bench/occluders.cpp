// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/occluders.h"

#include "core/media/frame_mat.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace mien::cli {

namespace {

/// An occluder in the course of its stay; lengths in outer-eye distances, from the middle between the eyes.
struct Stay
{
    std::optional<Occluder::Kind> kind; ///< nothing = the face is free
    int frames = 0;
    double width = 0, height = 0;
    double x = 0, y = 0;
    double driftX = 0, driftY = 0;
};

Stay drawStay(Random& random)
{
    Stay stay;
    if (random.chance(0.5)) stay.kind = static_cast<Occluder::Kind>(random.below(5));
    stay.frames = 20 + static_cast<int>(random.below(40));
    stay.width = random.uniform(0.3, 1.3);
    stay.height = random.uniform(0.3, 1.3);
    stay.x = random.uniform(-0.8, 0.8);
    stay.y = random.uniform(-0.6, 1.4);
    stay.driftX = random.uniform(-0.015, 0.015);
    stay.driftY = random.uniform(-0.015, 0.015);
    return stay;
}

int rounded(double value)
{
    return static_cast<int>(std::lround(value));
}

void paintNoise(cv::Mat& picture, const cv::Rect& where)
{
    const cv::Rect inside = where & cv::Rect(0, 0, picture.cols, picture.rows);
    if (inside.empty()) return;
    cv::Mat noise(inside.size(), picture.type());
    cv::RNG generator(static_cast<std::uint64_t>(inside.x) * 8191 + static_cast<std::uint64_t>(inside.y) + 1);
    generator.fill(noise, cv::RNG::UNIFORM, 0, 255);
    cv::GaussianBlur(noise, noise, {9, 9}, 2);
    noise.copyTo(picture(inside));
}

/// From cheek to cheek below the bridge of the nose, as a mask of cloth.
void paintMask(cv::Mat& picture, const Landmarks68& truth)
{
    std::vector<cv::Point> outline;
    for (std::size_t i = 2; i <= 14; ++i)
        outline.emplace_back(rounded(static_cast<double>(truth[i].x)), rounded(static_cast<double>(truth[i].y)));
    outline.emplace_back(rounded(static_cast<double>(truth[29].x)), rounded(static_cast<double>(truth[29].y)));
    cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar::all(200));
}

} // namespace

void Occluder::paint(cv::Mat& picture, const Landmarks68& truth) const
{
    const double x = static_cast<double>(middle.x), y = static_cast<double>(middle.y);
    const cv::Rect box(rounded(x - width / 2), rounded(y - height / 2), rounded(width), rounded(height));
    switch (kind) {
    case Kind::Bar:
        return cv::rectangle(picture, box, cv::Scalar::all(30), cv::FILLED);
    case Kind::Ellipse:
        return cv::ellipse(picture, cv::Point(rounded(x), rounded(y)),
                           cv::Size(rounded(width / 2), rounded(height / 2)), 20, 0, 360, cv::Scalar::all(150),
                           cv::FILLED);
    case Kind::Noise:
        return paintNoise(picture, box);
    case Kind::Mask:
        return paintMask(picture, truth);
    case Kind::Blur: {
        const double eyes = static_cast<double>(std::max(1.0f, outerEyeDistance(truth)));
        return cv::GaussianBlur(picture, picture, {0, 0}, 0.03 * (eyes + width));
    }
    }
}

OccluderPlan planOccluders(const LandmarkSeries& truth, Random random)
{
    OccluderPlan plan(truth.size());
    Stay stay;
    for (std::size_t f = 0; f < truth.size(); ++f) {
        if (stay.frames-- <= 0) stay = drawStay(random);
        stay.x += stay.driftX;
        stay.y += stay.driftY;
        if (!stay.kind || !truth[f]) continue;
        const Landmarks68& points = *truth[f];
        const float eyes = outerEyeDistance(points);
        const double unit = static_cast<double>(eyes);
        plan[f] = {*stay.kind,
                   {(points[36].x + points[45].x) / 2 + static_cast<float>(stay.x) * eyes,
                    (points[36].y + points[45].y) / 2 + static_cast<float>(stay.y) * eyes},
                   stay.width * unit,
                   stay.height * unit};
    }
    return plan;
}

Result<Frame> OccludedSource::frame(int index)
{
    const auto found = m_source->frame(index);
    return found ? Result<Frame>(painted(*found)) : found;
}

Result<std::optional<Frame>> OccludedSource::painted(Result<std::optional<Frame>> frame) const
{
    if (frame && *frame) return std::optional(painted(**frame));
    return frame;
}

Frame OccludedSource::painted(const Frame& frame) const
{
    const auto index = static_cast<std::size_t>(frame.index);
    if (index >= m_plan.size() || !m_plan[index]) return frame;
    cv::Mat picture = asMat(frame).clone();
    m_plan[index]->paint(picture, *m_truth[index]);
    Frame out = toFrame(picture, frame.index, frame.seconds);
    out.timeAssumed = frame.timeAssumed;
    return out;
}

} // namespace mien::cli

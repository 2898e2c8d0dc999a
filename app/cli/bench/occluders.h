// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/eval/landmark_error.h"
#include "core/media/frame_source.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace mien::cli {

/// What is put over a face in one frame, so that landmarks go wrong by a known reason.
struct Occluder
{
    enum class Kind { Bar, Ellipse, Noise, Mask, Blur };
    Kind kind = Kind::Bar;
    Point middle; ///< pixels
    double width = 0;
    double height = 0;

    /// `truth`: of the face, for a mask that fits and for the size of the blur.
    void paint(cv::Mat& picture, const Landmarks68& truth) const;
};

/// By frame; nothing for a frame whose face stays free.
using OccluderPlan = std::vector<std::optional<Occluder>>;

/// Half of the time the face is free. Each occluder stays 20 to 60 frames and drifts over the face. The same seed gives
/// the same.
OccluderPlan planOccluders(const LandmarkSeries& truth, Random random);

/// A source whose frames have the occluders painted in. Frame k is the same by every route, as FrameSource asks.
class OccludedSource : public FrameSource
{
public:
    /// `truth` and `plan` must outlive the source.
    OccludedSource(std::unique_ptr<FrameSource> source, const LandmarkSeries& truth, const OccluderPlan& plan)
        : m_source(std::move(source)), m_truth(truth), m_plan(plan)
    {
    }

    const SourceInfo& info() const override { return m_source->info(); }
    Result<std::optional<Frame>> next() override { return painted(m_source->next()); }
    Result<std::optional<Frame>> nextGrey() override { return painted(m_source->nextGrey()); }
    Result<Frame> frame(int index) override;
    Result<void> seek(int index) override { return m_source->seek(index); }
    std::optional<int> startAtOrAfter(int index) const override { return m_source->startAtOrAfter(index); }
    Result<std::vector<double>> times() override { return m_source->times(); }

private:
    Result<std::optional<Frame>> painted(Result<std::optional<Frame>> frame) const;
    Frame painted(const Frame& frame) const;

    std::unique_ptr<FrameSource> m_source;
    const LandmarkSeries& m_truth;
    const OccluderPlan& m_plan;
};

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/geometry.h"

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>

namespace mien {

/// Landmarks of one face by the plain loop.
struct PlainFace
{
    Landmarks68 landmarks{};
    double score = 0; ///< the detector's margin, above 0: all that this loop knows of how right it is
};

/// What everybody writes first: dlib's detector over the whole of every frame, then dlib's own landmark predictor. The
/// baseline that `mien-cli bench faces` measures against; nothing else uses it.
/// Thread: one.
class PlainLoop
{
public:
    static Result<PlainLoop> load(const std::filesystem::path& landmarkModel);
    ~PlainLoop();
    PlainLoop(PlainLoop&&) noexcept;
    PlainLoop& operator=(PlainLoop&&) noexcept;

    /// The largest face of a CV_8UC1 picture.
    std::optional<PlainFace> next(const cv::Mat& grey);

    /// dlib's points for one box, as next() finds them.
    Landmarks68 predict(const cv::Mat& grey, const Box& box) const;

private:
    struct Impl;
    explicit PlainLoop(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

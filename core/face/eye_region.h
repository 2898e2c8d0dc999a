// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <opencv2/core.hpp>
#include <optional>

namespace mien {

/// Reads brows and eyes of `grey` (CV_8UC1) in the coordinates of the mean face, which the rigid landmarks bring onto
/// the picture by an affine camera. Nothing where the landmarks tell no camera.
std::optional<EyeRegion> readEyeRegion(const cv::Mat& grey, const Landmarks68& landmarks);

/// Brows and eyes of a person at rest: the mean of the frames that show it.
class RestingEyes
{
public:
    void add(const EyeRegion& region);
    bool empty() const { return m_count == 0; }

    /// How far the end of a brow has risen since, in outer-eye distances: where its profile lies against that at rest.
    /// NaN where nothing like it is seen (hair, a hand), or farther than 0.2 away.
    double browRise(const EyeRegion& now, EyeRegion::Brow brow) const;

    /// 0 (as open as at rest, or more) … 1 (shut): how much of the edges of iris and white is gone. NaN where the eye
    /// showed none at rest.
    double eyeClosure(const EyeRegion& now, std::size_t side) const;

private:
    std::array<std::array<double, EyeRegion::rows>, EyeRegion::brows> m_brow{};
    std::array<double, 2> m_edges{};
    int m_count = 0;
};

} // namespace mien

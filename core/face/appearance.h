// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace mien {

/// What a face looks like, to tell the people of one film from each other: histograms of uniform local binary patterns
/// over a grid of the aligned face (Ahonen, Hadid & Pietikäinen, PAMI 2006), as 8-bit square roots of the shares. Meant
/// for the light and the lens of one film; it recognises nobody elsewhere.
using Appearance = std::vector<std::uint8_t>;

/// `grey` is CV_8UC1.
Appearance appearanceOf(const cv::Mat& grey, const Landmarks68& landmarks);

/// The mean of the appearances of one face in several frames.
class MeanAppearance
{
public:
    void add(const Appearance& one);
    void add(const MeanAppearance& other);
    bool empty() const { return m_sum.empty(); }

    /// Of the directions of both means, 0 (the same) … √2. Neither may be empty.
    double distanceTo(const MeanAppearance& other) const;

private:
    std::vector<double> m_sum;
    double m_square = 0; ///< of the sum's length
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/appearance.h"

#include "core/face/similarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <dlib/image_processing/full_object_detection.h>
#include <dlib/image_transforms.h>
#include <dlib/opencv/cv_image.h>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace mien {

namespace {

constexpr int side = 80;        ///< px of the aligned face
constexpr unsigned cell = 16;   ///< px
constexpr double blur = 1.2;    ///< px: patterns of the sensor's noise tell nobody from anybody
constexpr float eyeRow = 0.30f; ///< of the side; the cut ends below the mouth and leaves out hair and ground
constexpr float eyeColumn = 0.22f;
constexpr float mouthRow = 0.80f;
constexpr float full = 255;

cv::Point2f middleOf(const Landmarks68& p, std::size_t first, std::size_t last)
{
    cv::Point2f sum;
    for (std::size_t i = first; i <= last; ++i) sum += cv::Point2f(p[i].x, p[i].y);
    return sum / static_cast<float>(last - first + 1);
}

/// Eight partial sums, so that the compiler may use vectors and the order stays fixed. The sums are of whole numbers,
/// exact in any order below 2^53.
double dot(const std::vector<double>& a, const std::vector<double>& b)
{
    std::array<double, 8> sum{};
    const std::size_t whole = a.size() / sum.size() * sum.size();
    for (std::size_t i = 0; i < whole; i += sum.size())
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += a[i + k] * b[i + k];
    for (std::size_t i = whole; i < a.size(); ++i) sum[0] += a[i] * b[i];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

} // namespace

Appearance appearanceOf(const cv::Mat& grey, const Landmarks68& landmarks)
{
    const std::array<cv::Point2f, 3> from = {middleOf(landmarks, 36, 41), middleOf(landmarks, 42, 47),
                                             middleOf(landmarks, 48, 59)};
    const std::array<cv::Point2f, 3> to = {cv::Point2f(eyeColumn * side, eyeRow * side),
                                           cv::Point2f((1 - eyeColumn) * side, eyeRow * side),
                                           cv::Point2f(0.5f * side, mouthRow * side)};
    cv::Mat face;
    cv::warpAffine(grey, face, cv::getAffineTransform(from, to), {side, side}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::GaussianBlur(face, face, {0, 0}, blur);
    std::vector<float> histograms;
    dlib::extract_uniform_lbp_descriptors(dlib::cv_image<unsigned char>(face), histograms, cell);
    // Each cell's histogram as the square roots of its shares, whatever dlib's own scale is.
    constexpr std::size_t bins = 59;
    Appearance out(histograms.size());
    for (std::size_t at = 0; at + bins <= histograms.size(); at += bins) {
        double sum = 0;
        for (std::size_t i = 0; i < bins; ++i) sum += histograms[at + i] * histograms[at + i];
        if (sum <= 0) continue;
        for (std::size_t i = 0; i < bins; ++i)
            out[at + i] = static_cast<std::uint8_t>(std::lround(full * histograms[at + i] / std::sqrt(sum)));
    }
    return out;
}

void MeanAppearance::add(const Appearance& one)
{
    m_sum.resize(one.size());
    for (std::size_t i = 0; i < one.size(); ++i) m_sum[i] += one[i];
    m_square = dot(m_sum, m_sum);
}

void MeanAppearance::add(const MeanAppearance& other)
{
    if (m_sum.empty()) m_sum.resize(other.m_sum.size());
    for (std::size_t i = 0; i < other.m_sum.size(); ++i) m_sum[i] += other.m_sum[i];
    m_square = dot(m_sum, m_sum);
}

double MeanAppearance::distanceTo(const MeanAppearance& other) const
{
    if (m_sum.empty() || m_sum.size() != other.m_sum.size())
        throw std::invalid_argument("appearances of different kinds");
    if (m_square <= 0 || other.m_square <= 0) return std::sqrt(2.0);
    return std::sqrt(std::max(0.0, 2 - 2 * dot(m_sum, other.m_sum) / std::sqrt(m_square * other.m_square)));
}

} // namespace mien

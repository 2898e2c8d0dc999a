// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/eye_region.h"

#include "core/face/face_shape3d.h"
#include "core/face/head_pose.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace mien {

namespace {

/// A part of a plane before the mean face, in outer-eye distances.
struct Window
{
    double left, right, top, bottom;
    double z;
};

constexpr double browTop = -0.72, browBottom = 0.08;
constexpr double rowHeight = (browBottom - browTop) / EyeRegion::rows;
constexpr int browColumns = 12;
constexpr std::array<Window, EyeRegion::brows> browWindows = {{
    {-0.27, -0.10, browTop, browBottom, -0.29},
    {-0.62, -0.36, browTop, browBottom, -0.10},
    {0.10, 0.27, browTop, browBottom, -0.29},
    {0.36, 0.62, browTop, browBottom, -0.10},
}};
constexpr std::array<Window, 2> eyeWindows = {
    {{-0.495, -0.215, -0.07, 0.06, -0.10}, {0.215, 0.495, -0.07, 0.06, -0.10}}};
const cv::Size eyeSize(28, 13);
constexpr int edgeStep = 2; ///< pixels

// Rows of the profile at rest that are looked for again: all of the brow, little of hair and eye.
constexpr std::size_t templateFirst = 16, templateEnd = 48;
constexpr int reach = 16;        ///< rows: 0.2 outer-eye distances
constexpr double likeness = 0.3; ///< correlation below which it is no brow
constexpr double leastEdges = 2; ///< grey levels: an eye that shows less at rest is not seen

using AffineCamera = cv::Matx<double, 2, 4>;

/// Image = M · (X, Y, Z, 1), fitted by least squares to the rigid landmarks.
std::optional<AffineCamera> affineCamera(const Landmarks68& landmarks)
{
    static const auto inverse = [] {
        cv::Mat model(static_cast<int>(rigidLandmarks.size()), 4, CV_64F);
        for (int row = 0; row < model.rows; ++row) {
            const Point3& p = meanFace()[rigidLandmarks[static_cast<std::size_t>(row)]];
            const cv::Vec4d homogeneous(p.x, p.y, p.z, 1);
            for (int c = 0; c < 4; ++c) model.at<double>(row, c) = homogeneous[c];
        }
        return cv::Mat(model.inv(cv::DECOMP_SVD));
    }();
    AffineCamera camera;
    for (int c = 0; c < 4; ++c)
        for (std::size_t i = 0; i < rigidLandmarks.size(); ++i) {
            const Point& p = landmarks[rigidLandmarks[i]];
            camera(0, c) += inverse.at<double>(c, static_cast<int>(i)) * p.x;
            camera(1, c) += inverse.at<double>(c, static_cast<int>(i)) * p.y;
        }
    const double area = camera(0, 0) * camera(1, 1) - camera(0, 1) * camera(1, 0);
    if (!std::isfinite(area) || area < 1) return std::nullopt; // smaller than a pixel, or seen from behind
    return camera;
}

cv::Mat cut(const cv::Mat& grey, const AffineCamera& camera, const Window& w, cv::Size size)
{
    const double stepX = (w.right - w.left) / size.width, stepY = (w.bottom - w.top) / size.height;
    const auto at = [&](double x, double y, int row) {
        return camera(row, 0) * x + camera(row, 1) * y + camera(row, 2) * w.z + camera(row, 3);
    };
    cv::Matx23d toPicture;
    for (int row = 0; row < 2; ++row) {
        toPicture(row, 0) = camera(row, 0) * stepX;
        toPicture(row, 1) = camera(row, 1) * stepY;
        toPicture(row, 2) = at(w.left + stepX / 2, w.top + stepY / 2, row);
    }
    cv::Mat out;
    cv::warpAffine(grey, out, toPicture, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return out;
}

/// Correlation of a profile, moved by `shift` rows, with that at rest.
double likenessAt(const std::array<std::uint8_t, EyeRegion::rows>& now, const std::array<double, EyeRegion::rows>& rest,
                  int shift)
{
    constexpr double n = templateEnd - templateFirst;
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (std::size_t i = templateFirst; i < templateEnd; ++i) {
        const double x = now[static_cast<std::size_t>(static_cast<int>(i) + shift)], y = rest[i];
        a += x;
        b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    const double va = aa - a * a / n, vb = bb - b * b / n;
    return va > n && vb > n ? (ab - a * b / n) / std::sqrt(va * vb) : 0; // a plain wall is like nothing
}

} // namespace

std::optional<EyeRegion> readEyeRegion(const cv::Mat& grey, const Landmarks68& landmarks)
{
    const auto camera = affineCamera(landmarks);
    if (!camera) return std::nullopt;
    EyeRegion region;
    for (std::size_t b = 0; b < region.brow.size(); ++b) {
        const cv::Mat part = cut(grey, *camera, browWindows[b], {browColumns, EyeRegion::rows});
        for (int row = 0; row < part.rows; ++row) {
            int sum = 0;
            for (int c = 0; c < part.cols; ++c) sum += part.at<std::uint8_t>(row, c);
            region.brow[b][static_cast<std::size_t>(row)] =
                static_cast<std::uint8_t>((sum + browColumns / 2) / browColumns);
        }
    }
    for (std::size_t side = 0; side < 2; ++side) {
        const cv::Mat part = cut(grey, *camera, eyeWindows[side], eyeSize);
        int sum = 0;
        for (int y = 0; y < part.rows; ++y)
            for (int x = edgeStep; x < part.cols; ++x)
                sum += std::abs(part.at<std::uint8_t>(y, x) - part.at<std::uint8_t>(y, x - edgeStep));
        region.edges[side] = static_cast<float>(sum) / static_cast<float>(part.rows * (part.cols - edgeStep));
    }
    return region;
}

void RestingEyes::add(const EyeRegion& region)
{
    ++m_count;
    const double share = 1.0 / m_count;
    for (std::size_t b = 0; b < m_brow.size(); ++b)
        for (std::size_t row = 0; row < m_brow[b].size(); ++row)
            m_brow[b][row] += (region.brow[b][row] - m_brow[b][row]) * share;
    for (std::size_t side = 0; side < 2; ++side)
        m_edges[side] += (static_cast<double>(region.edges[side]) - m_edges[side]) * share;
}

double RestingEyes::browRise(const EyeRegion& now, EyeRegion::Brow brow) const
{
    const auto b = static_cast<std::size_t>(brow);
    std::array<double, 2 * reach + 1> like;
    for (std::size_t i = 0; i < like.size(); ++i)
        like[i] = likenessAt(now.brow[b], m_brow[b], static_cast<int>(i) - reach);
    const auto best = std::max_element(like.begin(), like.end());
    const auto at = best - like.begin();
    if (*best < likeness || best == like.begin() || best + 1 == like.end()) return NAN;
    const double curve = *(best - 1) - 2 * *best + *(best + 1);
    const double fine = curve < 0 ? std::clamp(0.5 * (*(best - 1) - *(best + 1)) / curve, -0.5, 0.5) : 0.0;
    return -(static_cast<double>(at) - reach + fine) * rowHeight;
}

double RestingEyes::eyeClosure(const EyeRegion& now, std::size_t side) const
{
    if (m_edges[side] < leastEdges) return NAN;
    const double gone = std::clamp(1 - static_cast<double>(now.edges[side]) / m_edges[side], 0.0, 1.0);
    return gone * gone; // lids that only narrow the eye take edges away, too
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_search.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

constexpr float regionScale = 1.8f;    ///< searched region, in widths of the last face
constexpr float comfortableFace = 150; ///< pixels a face is shrunk to; the detector's window is 80
constexpr int fullSearchEvery = 30;    ///< frames: finds a larger face that came in elsewhere
constexpr int largestUpsampled = 1400; ///< pixels of width or height: larger frames are not doubled

std::optional<Detection> largest(const std::vector<Detection>& found)
{
    const auto it = std::max_element(found.begin(), found.end(),
                                     [](const Detection& a, const Detection& b) { return a.box.width < b.box.width; });
    return it == found.end() ? std::nullopt : std::optional(*it);
}

Detection mapped(Detection d, double scale, double left, double top)
{
    d.box = {static_cast<float>(d.box.x / scale + left), static_cast<float>(d.box.y / scale + top),
             static_cast<float>(d.box.width / scale), static_cast<float>(d.box.height / scale)};
    return d;
}

} // namespace

std::optional<Detection> FaceSearch::find(const cv::Mat& grey)
{
    std::optional<Detection> found;
    if (m_last && ++m_sinceFull < fullSearchEvery) found = findNear(grey, *m_last);
    if (!found) {
        found = findAnywhere(grey);
        m_sinceFull = 0;
    }
    m_last = found ? std::optional(found->box) : std::nullopt;
    return found;
}

std::optional<Detection> FaceSearch::findNear(const cv::Mat& grey, const Box& last)
{
    const float side = std::max(last.width, last.height) * regionScale;
    const cv::Rect region = cv::Rect(static_cast<int>(last.x + last.width / 2 - side / 2),
                                     static_cast<int>(last.y + last.height / 2 - side / 2), static_cast<int>(side),
                                     static_cast<int>(side)) &
                            cv::Rect(0, 0, grey.cols, grey.rows);
    const double scale = std::min(1.0, static_cast<double>(comfortableFace / last.width));
    if (region.width * scale < 80 || region.height * scale < 80) return std::nullopt;
    cv::Mat part = grey(region);
    if (scale < 1.0) {
        cv::Mat small;
        cv::resize(part, small, {}, scale, scale, cv::INTER_AREA);
        part = small;
    }
    const auto found = largest(m_detector.find(part, m_options.detectorThreshold));
    if (!found) return std::nullopt;
    return mapped(*found, scale, region.x, region.y);
}

std::optional<Detection> FaceSearch::findAnywhere(const cv::Mat& grey)
{
    if (const auto found = largest(m_detector.find(grey, m_options.detectorThreshold))) return found;
    cv::Mat larger = grey;
    double scale = 1.0;
    for (int i = 0; i < m_options.maximumUpsampling; ++i) {
        scale *= 2.0;
        if (grey.cols * scale > largestUpsampled || grey.rows * scale > largestUpsampled) break;
        cv::Mat doubled;
        cv::resize(larger, doubled, {}, 2.0, 2.0, cv::INTER_LINEAR);
        larger = doubled;
        if (const auto found = largest(m_detector.find(larger, m_options.detectorThreshold)))
            return mapped(*found, scale, 0, 0);
    }
    return std::nullopt;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_finder.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>

namespace mien {

namespace {

constexpr float surroundings = 1.6f;  ///< side of the searched square in sides of the previous box
constexpr double searchedFace = 120;  ///< px: a larger face is searched in a reduced picture
constexpr int widestUpsampled = 1300; ///< px: doubling larger frames costs seconds and finds background faces
constexpr double mostSearched = 32e6; ///< pixels: what the features of more would take in memory (11 bytes a pixel)
constexpr int gridStep = 8;           ///< px: the cell of the HOG features

using Detection = HogDetector::Detection;

float area(const Detection& d)
{
    return d.box.width * d.box.height;
}

std::optional<Detection> largestOf(const std::vector<Detection>& found)
{
    const auto at =
        std::max_element(found.begin(), found.end(), [](const auto& a, const auto& b) { return area(a) < area(b); });
    if (at == found.end()) return std::nullopt;
    return *at;
}

/// Back from a picture scaled by `scale`: pixel centres lie at whole numbers.
Detection unscaled(Detection d, double scale)
{
    const auto back = [scale](float v) { return static_cast<float>((v + 0.5) / scale - 0.5); };
    d.box = {back(d.box.x), back(d.box.y), static_cast<float>(d.box.width / scale),
             static_cast<float>(d.box.height / scale)};
    return d;
}

cv::Mat resized(const cv::Mat& grey, double scale)
{
    cv::Mat out;
    // A strip of a few pixels keeps at least one.
    const cv::Size size(std::max(1, static_cast<int>(std::lround(grey.cols * scale))),
                        std::max(1, static_cast<int>(std::lround(grey.rows * scale))));
    cv::resize(grey, out, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

double searchableScale(const cv::Mat& picture)
{
    return std::min(1.0, std::sqrt(mostSearched / static_cast<double>(std::max<std::size_t>(1, picture.total()))));
}

} // namespace

FaceFinder::FaceFinder(const FaceOptions& options) : FaceFinder(options, std::nullopt) {}

FaceFinder::FaceFinder(const FaceOptions& options, std::optional<CascadeFinder> cascade)
    : m_options(options), m_cascade(std::move(cascade))
{
    if (cascadeOf(options.detector).has_value() != m_cascade.has_value())
        throw std::invalid_argument("FaceFinder: a cascade has to be loaded");
}

Result<FaceFinder> FaceFinder::load(const FaceOptions& options)
{
    const auto kind = cascadeOf(options.detector);
    if (!kind) return FaceFinder(options);
    auto cascade = CascadeDetector::load(*kind);
    if (!cascade) return cascade.error();
    return FaceFinder(options, CascadeFinder(*kind, std::move(*cascade)));
}

std::vector<Detection> FaceFinder::detect(const cv::Mat& grey)
{
    return m_cascade ? m_cascade->detect(grey, m_options.detectorThreshold)
                     : m_detector.detect(grey, m_options.detectorThreshold);
}

bool FaceFinder::mayDouble(const cv::Mat& searched, int doubled) const
{
    return doubled < m_options.maximumUpsampling && searched.cols <= widestUpsampled &&
           4 * static_cast<double>(searched.total()) <= mostSearched; // long strips
}

std::vector<Detection> FaceFinder::search(const cv::Mat& doubled, int times)
{
    const double reduced = searchableScale(doubled);
    std::vector<Detection> found = detect(reduced < 1 ? resized(doubled, reduced) : doubled);
    for (Detection& d : found) d = unscaled(d, reduced * (1 << times));
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return area(a) > area(b); });
    return found;
}

std::vector<Detection> FaceFinder::all(const cv::Mat& grey, bool doubling)
{
    cv::Mat searched = grey;
    int doubled = 0;
    for (; doubling && mayDouble(searched, doubled); ++doubled) searched = resized(grey, 1 << (doubled + 1));
    return search(searched, doubled);
}

std::optional<Detection> FaceFinder::largest(const cv::Mat& grey, bool doubling)
{
    cv::Mat searched = grey;
    for (int doubled = 0;; ++doubled) {
        const auto found = search(searched, doubled);
        if (!found.empty()) return found.front();
        if (!doubling || !mayDouble(searched, doubled)) return std::nullopt;
        searched = resized(grey, 1 << (doubled + 1));
    }
}

std::optional<Detection> FaceFinder::largestFrom(const cv::Mat& grey, double smallest)
{
    // A little larger than the detector's window, lest a face just at the limit falls between two scales.
    constexpr double margin = 1.1;
    const double scale = std::min(searchableScale(grey), margin * HogDetector::smallestFace / smallest);
    const auto found = largestOf(detect(scale < 1 ? resized(grey, scale) : grey));
    return found ? std::optional(unscaled(*found, scale)) : std::nullopt;
}

std::optional<Detection> FaceFinder::near(const cv::Mat& grey, const Box& previous)
{
    const float half = surroundings * previous.width / 2;
    const float centreX = previous.x + previous.width / 2;
    const float centreY = previous.y + previous.height / 2;
    // On the feature grid of the whole frame, so that both searches see the same cells.
    const auto down = [](float v) { return static_cast<int>(std::floor(v / gridStep)) * gridStep; };
    const cv::Rect wanted(cv::Point(down(centreX - half), down(centreY - half)),
                          cv::Point(down(centreX + half) + gridStep, down(centreY + half) + gridStep));
    const cv::Rect area = wanted & cv::Rect(0, 0, grey.cols, grey.rows);
    if (area.empty()) return std::nullopt;
    double scale = std::min(1.0, searchedFace / previous.width);
    if (previous.width < HogDetector::smallestFace) scale = 2; // found by doubling the frame
    const cv::Mat part = scale == 1 ? grey(area).clone() : resized(grey(area), scale);
    auto found = largestOf(detect(part));
    if (!found) return std::nullopt;
    *found = unscaled(*found, scale);
    found->box.x += static_cast<float>(area.x);
    found->box.y += static_cast<float>(area.y);
    return found;
}

} // namespace mien

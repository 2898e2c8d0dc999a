// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/component_crops.h"

#include "core/face/boxes.h"
#include "core/face/face_crops.h"
#include "core/media/frame_mat.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace mien {

namespace {

constexpr float padding = 5; // pixels on every side

/// Landmarks that give a component's edges, and the run of all of its landmarks.
struct Rule
{
    const char* name;
    std::size_t left, right, top, bottom;
    std::size_t first, last;
};

/// In the order of FaceComponent.
constexpr std::array<Rule, faceComponents.size()> rules = {{{"left eye", 36, 39, 38, 40, 36, 41},
                                                            {"right eye", 42, 45, 44, 46, 42, 47},
                                                            {"nose", 31, 35, 27, 33, 27, 35},
                                                            {"mouth", 48, 54, 51, 57, 48, 67},
                                                            {"left brow", 17, 21, 19, 17, 17, 21},
                                                            {"right brow", 22, 26, 24, 26, 22, 26}}};

const Rule& ruleOf(FaceComponent component)
{
    return rules.at(static_cast<std::size_t>(component));
}

int channelsOf(const ComponentOptions& options)
{
    return options.grey ? 1 : 3;
}

/// Fills the gaps of one component and returns their number; −1 where there is nothing to fill them with.
int fillGaps(std::vector<Frame>& crops)
{
    const auto firstFound = std::find_if(crops.begin(), crops.end(), [](const Frame& crop) { return !crop.empty(); });
    if (firstFound == crops.end()) return -1;
    int gaps = 0;
    const Frame* last = &*firstFound;
    for (Frame& crop : crops) {
        if (crop.empty()) {
            crop = *last;
            ++gaps;
        }
        last = &crop;
    }
    return gaps;
}

} // namespace

const char* name(FaceComponent component)
{
    return ruleOf(component).name;
}

std::optional<Box> componentBox(const Landmarks68& points, FaceComponent component)
{
    const Rule& rule = ruleOf(component);
    const std::span<const Point> own(points.data() + rule.first, rule.last - rule.first + 1);
    if (!isUsable(own)) return std::nullopt;
    float left = points[rule.left].x, right = points[rule.right].x;
    float top = points[rule.top].y, bottom = points[rule.bottom].y;
    if (!(left < right && top < bottom)) {
        const auto [west, east] =
            std::minmax_element(own.begin(), own.end(), [](Point a, Point b) { return a.x < b.x; });
        const auto [north, south] =
            std::minmax_element(own.begin(), own.end(), [](Point a, Point b) { return a.y < b.y; });
        left = west->x, right = east->x, top = north->y, bottom = south->y;
    }
    return Box{left - padding, top - padding, right - left + 2 * padding, bottom - top + 2 * padding};
}

ComponentCrops componentCrops(const Frame& frame, const Landmarks68& points, const ComponentOptions& options)
{
    ComponentCrops crops;
    for (std::size_t i = 0; i < crops.size(); ++i)
        if (const auto box = componentBox(points, faceComponents[i]))
            crops[i] = boxCrop(frame, *box, options.side, channelsOf(options));
    return crops;
}

Frame wholeFrameCrop(const Frame& frame, const ComponentOptions& options)
{
    const Box whole{0, 0, static_cast<float>(frame.width), static_cast<float>(frame.height)};
    return boxCrop(frame, whole, options.side, channelsOf(options));
}

Result<int> completeCrops(std::vector<std::vector<Frame>>& crops, std::vector<bool>& available,
                          const ComponentOptions& options)
{
    if (options.side < 1) throw std::invalid_argument("components need a side above 0");
    if (crops.empty() || crops.front().empty()) return Error::failed("a clip without frames has no components");
    const std::size_t frames = crops.front().size();
    const cv::Mat black = cv::Mat::zeros(options.side, options.side, options.grey ? CV_8UC1 : CV_8UC3);
    int copied = 0;
    available.clear();
    for (std::vector<Frame>& component : crops) {
        const int gaps = fillGaps(component);
        available.push_back(gaps >= 0);
        if (gaps >= 0)
            copied += gaps;
        else
            component.assign(frames, toFrame(black));
    }
    if (std::find(available.begin(), available.end(), true) == available.end())
        return Error::failed("no component of a face could be cut in any frame");
    if (static_cast<std::size_t>(copied) > frames)
        return Error::failed(std::to_string(copied) + " crops failed in " + std::to_string(frames) +
                             " frames, more than one a frame");
    return copied;
}

Result<ComponentClip> completeComponents(const std::vector<ComponentCrops>& frames, const ComponentOptions& options)
{
    std::vector<std::vector<Frame>> crops(faceComponents.size());
    for (const ComponentCrops& frame : frames)
        for (std::size_t i = 0; i < crops.size(); ++i) crops[i].push_back(frame[i]);
    std::vector<bool> available;
    const auto copied = completeCrops(crops, available, options);
    if (!copied) return copied.error();
    ComponentClip clip;
    clip.copied = *copied;
    for (std::size_t i = 0; i < crops.size(); ++i) {
        clip.crops[i] = std::move(crops[i]);
        clip.available[i] = available[i];
    }
    return clip;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/plain_loop.h"

#include "core/face/frontal_detector.h"

#include <algorithm>
#include <cmath>
#include <dlib/image_processing/shape_predictor.h>
#include <dlib/opencv/cv_image.h>
#include <vector>

namespace mien {

struct PlainLoop::Impl
{
    dlib::frontal_face_detector detector = frontalDetector();
    dlib::shape_predictor predictor;
};

PlainLoop::PlainLoop(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
PlainLoop::~PlainLoop() = default;
PlainLoop::PlainLoop(PlainLoop&&) noexcept = default;
PlainLoop& PlainLoop::operator=(PlainLoop&&) noexcept = default;

Result<PlainLoop> PlainLoop::load(const std::filesystem::path& landmarkModel)
{
    auto impl = std::make_unique<Impl>();
    try {
        dlib::deserialize(landmarkModel.string()) >> impl->predictor;
    } catch (const std::exception&) {
        return Error::input("is not a landmark model of dlib", landmarkModel.string());
    }
    return PlainLoop(std::move(impl));
}

std::optional<PlainFace> PlainLoop::next(const cv::Mat& grey)
{
    std::vector<dlib::rect_detection> found;
    m_impl->detector(dlib::cv_image<unsigned char>(grey), found);
    const auto largest = std::max_element(found.begin(), found.end(),
                                          [](const auto& a, const auto& b) { return a.rect.area() < b.rect.area(); });
    if (largest == found.end()) return std::nullopt;
    const dlib::rectangle& box = largest->rect;
    return PlainFace{predict(grey, {static_cast<float>(box.left()), static_cast<float>(box.top()),
                                    static_cast<float>(box.width()), static_cast<float>(box.height())}),
                     largest->detection_confidence};
}

Landmarks68 PlainLoop::predict(const cv::Mat& grey, const Box& box) const
{
    const dlib::rectangle area(std::lround(box.x), std::lround(box.y), std::lround(box.x + box.width) - 1,
                               std::lround(box.y + box.height) - 1);
    const auto shape = m_impl->predictor(dlib::cv_image<unsigned char>(grey), area);
    Landmarks68 points;
    for (unsigned long i = 0; i < points.size(); ++i)
        points[i] = {static_cast<float>(shape.part(i).x()), static_cast<float>(shape.part(i).y())};
    return points;
}

} // namespace mien

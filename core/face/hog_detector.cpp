// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/hog_detector.h"

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/opencv/cv_image.h>

#include <algorithm>

namespace mien {

struct HogDetector::Impl
{
    dlib::frontal_face_detector detector = dlib::get_frontal_face_detector();
};

HogDetector::HogDetector() : m_impl(std::make_unique<Impl>()) {}
HogDetector::~HogDetector() = default;

std::vector<Detection> HogDetector::find(const cv::Mat& grey, double threshold)
{
    std::vector<std::pair<double, dlib::rectangle>> raw;
    const dlib::cv_image<unsigned char> image(grey);
    m_impl->detector(image, raw, threshold);
    std::vector<Detection> found;
    for (const auto& [score, r] : raw)
        found.push_back({{static_cast<float>(r.left()), static_cast<float>(r.top()), static_cast<float>(r.width()),
                          static_cast<float>(r.height())},
                         score});
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.score > b.score; });
    return found;
}

} // namespace mien

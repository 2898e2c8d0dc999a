// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/hog_detector.h"

#include "core/face/frontal_detector.h"

#include <dlib/opencv/cv_image.h>
#include <stdexcept>

namespace mien {

struct HogDetector::Impl
{
    dlib::frontal_face_detector detector = frontalDetector();
};

HogDetector::HogDetector() : m_impl(std::make_unique<Impl>()) {}
HogDetector::~HogDetector() = default;
HogDetector::HogDetector(HogDetector&&) noexcept = default;
HogDetector& HogDetector::operator=(HogDetector&&) noexcept = default;

std::vector<HogDetector::Detection> HogDetector::detect(const cv::Mat& grey, double threshold)
{
    if (grey.empty()) return {};
    if (grey.type() != CV_8UC1) throw std::invalid_argument("HogDetector needs an 8-bit grey picture");
    std::vector<dlib::rect_detection> found;
    m_impl->detector(dlib::cv_image<unsigned char>(grey), found, threshold);
    std::vector<Detection> detections;
    for (const dlib::rect_detection& face : found) {
        const dlib::rectangle& r = face.rect;
        detections.push_back({{static_cast<float>(r.left()), static_cast<float>(r.top()), static_cast<float>(r.width()),
                               static_cast<float>(r.height())},
                              face.detection_confidence});
    }
    return detections;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/synth/dlib_faces.h"

#include <cstdlib>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/opencv.h>

namespace mien::test {

struct DlibFaces::Impl
{
    dlib::frontal_face_detector detector = dlib::get_frontal_face_detector();
    dlib::shape_predictor predictor;
};

DlibFaces::DlibFaces(const std::filesystem::path& model) : m_impl(std::make_unique<Impl>())
{
    dlib::deserialize(model.string()) >> m_impl->predictor;
}

DlibFaces::~DlibFaces() = default;

std::optional<Landmarks68> DlibFaces::find(const cv::Mat& grey)
{
    const dlib::cv_image<unsigned char> picture(grey);
    const std::vector<dlib::rectangle> boxes = m_impl->detector(picture);
    if (boxes.empty()) return std::nullopt;
    const dlib::full_object_detection shape = m_impl->predictor(picture, boxes.front());
    Landmarks68 points;
    for (unsigned long i = 0; i < points.size(); ++i)
        points[i] = {static_cast<float>(shape.part(i).x()), static_cast<float>(shape.part(i).y())};
    return points;
}

std::filesystem::path DlibFaces::modelFile()
{
    if (const char* file = std::getenv("MIEN_LANDMARK_MODEL")) return file;
    return "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";
}

} // namespace mien::test

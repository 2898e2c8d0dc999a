// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/landmark_model.h"

#include "core/media/frame_mat.h"

#include <QCryptographicHash>
#include <QFile>
#include <dlib/image_processing/shape_predictor.h>
#include <dlib/opencv/cv_image.h>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace mien {

struct LandmarkModel::Impl
{
    std::filesystem::path file;
    std::string sha256;
    dlib::shape_predictor predictor;
};

LandmarkModel::LandmarkModel(std::unique_ptr<const Impl> impl) : m_impl(std::move(impl)) {}
LandmarkModel::~LandmarkModel() = default;

std::filesystem::path LandmarkModel::defaultPath()
{
    if (const char* path = std::getenv("MIEN_LANDMARK_MODEL"); path && *path) return path;
    return "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";
}

Result<std::shared_ptr<const LandmarkModel>> LandmarkModel::load(const std::filesystem::path& path)
{
    const char* remedy = "install the package libdlib-data, or name another 68-point file in MIEN_LANDMARK_MODEL";
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly))
        return Error::input("the landmark model cannot be read: " + file.errorString().toStdString(), path.string(),
                            remedy);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(&file);
    auto impl = std::make_unique<Impl>();
    impl->file = path;
    impl->sha256 = hash.result().toHex().toStdString();
    try {
        std::ifstream stream(path, std::ios::binary);
        dlib::deserialize(impl->predictor, stream);
    } catch (const std::exception& e) {
        return Error::input(std::string("is no landmark model of dlib: ") + e.what(), path.string(), remedy);
    }
    if (impl->predictor.num_parts() != 68)
        return Error::input("is a model of " + std::to_string(impl->predictor.num_parts()) + " points, not 68",
                            path.string(), remedy);
    return std::shared_ptr<const LandmarkModel>(new LandmarkModel(std::move(impl)));
}

Landmarks68 LandmarkModel::predict(const Frame& frame, const Box& box) const
{
    cv::Mat grey;
    cv::cvtColor(asMat(frame), grey, cv::COLOR_BGR2GRAY);
    const dlib::rectangle rectangle(std::lround(box.x), std::lround(box.y), std::lround(box.x + box.width) - 1,
                                    std::lround(box.y + box.height) - 1);
    const auto shape = m_impl->predictor(dlib::cv_image<unsigned char>(grey), rectangle);
    Landmarks68 points;
    for (unsigned long i = 0; i < points.size(); ++i)
        points[i] = {static_cast<float>(shape.part(i).x()), static_cast<float>(shape.part(i).y())};
    return points;
}

const std::filesystem::path& LandmarkModel::file() const
{
    return m_impl->file;
}
const std::string& LandmarkModel::sha256() const
{
    return m_impl->sha256;
}

} // namespace mien

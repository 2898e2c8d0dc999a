// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/landmark_model.h"

#include "core/base/files.h"
#include "core/media/frame_mat.h"

#include <QCryptographicHash>
#include <cmath>
#include <cstdlib>
#include <dlib/image_processing/shape_predictor.h>
#include <dlib/opencv/cv_image.h>
#include <istream>
#include <opencv2/imgproc.hpp>
#include <streambuf>

namespace mien {

struct LandmarkModel::Impl
{
    dlib::shape_predictor predictor;
    std::filesystem::path file;
    std::string sha256;
};

namespace {

/// Reads a string in place: std::istringstream would copy the 100 MB of the model.
class ViewBuffer final : public std::streambuf
{
public:
    explicit ViewBuffer(std::string& bytes) { setg(bytes.data(), bytes.data(), bytes.data() + bytes.size()); }
};

} // namespace

std::filesystem::path LandmarkModel::defaultPath()
{
    const char* chosen = std::getenv("MIEN_LANDMARK_MODEL");
    return chosen && *chosen ? chosen : "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";
}

LandmarkModel::LandmarkModel(std::unique_ptr<const Impl> impl) : m_impl(std::move(impl)) {}
LandmarkModel::~LandmarkModel() = default;

Result<std::shared_ptr<const LandmarkModel>> LandmarkModel::load(const std::filesystem::path& file)
{
    const char* remedy = "install the package libdlib-data, or set MIEN_LANDMARK_MODEL to the 68-point model of dlib";
    auto bytes = files::read(file);
    if (!bytes) return Error::input("the landmark model is missing or unreadable", file.string(), remedy);
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    const QByteArray view = QByteArray::fromRawData(bytes->data(), static_cast<qsizetype>(bytes->size()));
    impl->sha256 = QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex().toStdString();
    try {
        ViewBuffer buffer(*bytes);
        std::istream stream(&buffer);
        dlib::deserialize(impl->predictor, stream);
    } catch (const std::exception&) { // dlib throws its own errors, and bad_alloc for absurd sizes
        return Error::input("is not a landmark model of dlib", file.string(), remedy);
    }
    if (impl->predictor.num_parts() != 68)
        return Error::input("the landmark model has " + std::to_string(impl->predictor.num_parts()) + " points, not 68",
                            file.string(), remedy);
    return std::shared_ptr<const LandmarkModel>(new LandmarkModel(std::move(impl)));
}

Landmarks68 LandmarkModel::predict(const Frame& frame, const Box& box) const
{
    cv::Mat grey;
    cv::cvtColor(asMat(frame), grey, cv::COLOR_BGR2GRAY);
    const dlib::rectangle area(std::lround(box.x), std::lround(box.y), std::lround(box.x + box.width) - 1,
                               std::lround(box.y + box.height) - 1);
    const dlib::full_object_detection shape = m_impl->predictor(dlib::cv_image<unsigned char>(grey), area);
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

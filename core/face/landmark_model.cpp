// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/landmark_model.h"

#include "core/base/cache_folder.h"

#include <cmath>
#include <cstdlib>
#include <new>
#include <stdexcept>

namespace mien {

namespace {

/// Aligned memory of one thread, kept from face to face.
class Scratch
{
public:
    explicit Scratch(std::size_t bytes) { reserve(bytes); }
    ~Scratch() { std::free(m_bytes); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    void reserve(std::size_t bytes)
    {
        if (bytes <= m_size) return;
        std::free(m_bytes);
        m_size = (bytes + 63) / 64 * 64;
        m_bytes = static_cast<std::byte*>(std::aligned_alloc(64, m_size));
        if (!m_bytes) throw std::bad_alloc();
    }
    std::byte* bytes() const { return m_bytes; }

private:
    std::byte* m_bytes = nullptr;
    std::size_t m_size = 0;
};

} // namespace

std::filesystem::path LandmarkModel::defaultPath()
{
    const char* chosen = std::getenv("MIEN_LANDMARK_MODEL");
    return chosen && *chosen ? chosen : "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";
}

LandmarkModel::LandmarkModel(std::filesystem::path file, std::shared_ptr<const shape::ShapeModel> shape)
    : m_file(std::move(file)), m_shape(std::move(shape)), m_kernel(shape::availableKernels().kernels[0])
{
}

Result<std::shared_ptr<const LandmarkModel>> LandmarkModel::load(const std::filesystem::path& file)
{
    auto shape = shape::ShapeModel::load(file, cacheFolder());
    if (!shape) return shape.error();
    return std::shared_ptr<const LandmarkModel>(new LandmarkModel(file, std::move(shape).value()));
}

Landmarks68 LandmarkModel::predict(const cv::Mat& grey, const Box& box) const
{
    return predict(grey, std::vector<Box>{box}).front();
}

std::vector<Landmarks68> LandmarkModel::predict(const cv::Mat& grey, const std::vector<Box>& boxes) const
{
    if (grey.empty() || grey.type() != CV_8UC1) throw std::invalid_argument("landmarks need an 8-bit grey picture");
    const shape::ShapeView& view = m_shape->view();
    const int count = static_cast<int>(boxes.size());
    const std::size_t shapeBytes = boxes.size() * static_cast<std::size_t>(view.stride) * sizeof(float);
    const std::size_t bytes = shapeBytes + shape::scratchBytes(view, count);
    static thread_local Scratch scratch(bytes);
    scratch.reserve(bytes);
    auto* shapes = reinterpret_cast<float*>(scratch.bytes());

    std::vector<shape::GreyFace> faces;
    faces.reserve(boxes.size());
    for (const Box& box : boxes)
        faces.push_back({grey.data, static_cast<std::ptrdiff_t>(grey.step), grey.cols, grey.rows, box.x, box.y,
                         static_cast<double>(box.x) + box.width - 1, static_cast<double>(box.y) + box.height - 1});
    // The vector kernels read four bytes at a time.
    const bool tiny = grey.rows * static_cast<std::ptrdiff_t>(grey.step) < 4 || grey.cols < 4;
    (tiny ? shape::runPortable : m_kernel.run)(view, faces.data(), count, shapes, scratch.bytes() + shapeBytes);

    std::vector<Landmarks68> landmarks(boxes.size());
    for (std::size_t n = 0; n < boxes.size(); ++n) {
        const shape::GreyFace& face = faces[n];
        const float* points = shapes + n * static_cast<std::size_t>(view.stride);
        for (std::size_t i = 0; i < landmarks[n].size(); ++i)
            landmarks[n][i] = {static_cast<float>(face.left + (face.right - face.left) * points[2 * i]),
                               static_cast<float>(face.top + (face.bottom - face.top) * points[2 * i + 1])};
    }
    return landmarks;
}

Box LandmarkModel::boxOf(const Landmarks68& points) const
{
    const float* mean = m_shape->view().mean;
    constexpr auto count = static_cast<double>(std::tuple_size_v<Landmarks68>);
    double mx = 0, my = 0, x = 0, y = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        mx += mean[2 * i];
        my += mean[2 * i + 1];
        x += points[i].x;
        y += points[i].y;
    }
    mx /= count, my /= count, x /= count, y /= count;
    double spread = 0, a = 0, b = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double fx = mean[2 * i] - mx, fy = mean[2 * i + 1] - my;
        const double tx = points[i].x - x, ty = points[i].y - y;
        spread += fx * fx + fy * fy;
        a += tx * fx + ty * fy;
        b += ty * fx - tx * fy;
    }
    a /= spread, b /= spread;
    // The box stays upright; its centre goes along with the turn.
    const double cx = x + a * (0.5 - mx) - b * (0.5 - my);
    const double cy = y + b * (0.5 - mx) + a * (0.5 - my);
    const double side = std::hypot(a, b);
    return {static_cast<float>(cx - side / 2), static_cast<float>(cy - side / 2), static_cast<float>(side + 1),
            static_cast<float>(side + 1)};
}

} // namespace mien

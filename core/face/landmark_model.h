// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/shape/shape_model.h"
#include "core/types/geometry.h"

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace mien {

/// The 68-point predictor of dlib (Kazemi & Sullivan, CVPR 2014), evaluated by kernels of our own for the processor at
/// hand; they move the shape to the same bits as dlib's code does.
/// Thread: immutable after loading; may be shared by any number of threads.
class LandmarkModel
{
public:
    /// MIEN_LANDMARK_MODEL if set, else where Debian's libdlib-data puts it.
    static std::filesystem::path defaultPath();

    /// Input error that names the file and the package that brings it.
    static Result<std::shared_ptr<const LandmarkModel>> load(const std::filesystem::path& file = defaultPath());

    /// Points for the face in `box`, in pixels of `grey` (CV_8UC1) and between them. The box is that of the detector;
    /// its edges need not be whole numbers.
    Landmarks68 predict(const cv::Mat& grey, const Box& box) const;

    /// The same for several boxes, which costs less than one after the other where they hold one face.
    std::vector<Landmarks68> predict(const cv::Mat& grey, const std::vector<Box>& boxes) const;

    /// The box that predict() would have started from, had it moved nothing: the mean shape's, brought onto the points.
    Box boxOf(const Landmarks68& points) const;

    const std::filesystem::path& file() const { return m_file; }
    const std::string& sha256() const { return m_shape->sha256(); } ///< hex; part of the landmark cache's key
    const char* kernel() const { return m_kernel.name; }            ///< "avx512", "avx2" or "portable"

private:
    LandmarkModel(std::filesystem::path file, std::shared_ptr<const shape::ShapeModel> shape);

    std::filesystem::path m_file;
    std::shared_ptr<const shape::ShapeModel> m_shape;
    shape::NamedKernel m_kernel;
};

} // namespace mien

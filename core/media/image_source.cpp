// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_source.h"

#include "core/base/files.h"
#include "core/media/frame_mat.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

cv::Mat overWhite(const cv::Mat& bgra)
{
    std::vector<cv::Mat> planes;
    cv::split(bgra, planes);
    cv::Mat alpha;
    planes[3].convertTo(alpha, CV_32F, 1.0 / 255.0);
    for (int c = 0; c < 3; ++c) {
        cv::Mat channel;
        planes[c].convertTo(channel, CV_32F);
        channel = channel.mul(alpha) + 255.0 * (1.0 - alpha);
        channel.convertTo(planes[c], CV_8U);
    }
    planes.pop_back();
    cv::Mat bgr;
    cv::merge(planes, bgr);
    return bgr;
}

Result<cv::Mat> decodeImage(const std::filesystem::path& file)
{
    const auto bytes = files::read(file);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return Error::input("the image has 0 bytes", file.string());
    const cv::Mat raw(1, static_cast<int>(bytes->size()), CV_8U, const_cast<char*>(bytes->data()));
    cv::Mat image;
    try {
        image = cv::imdecode(raw, cv::IMREAD_UNCHANGED);
        // UNCHANGED keeps alpha but ignores EXIF orientation; pictures without alpha take the other route.
        if (!image.empty() && image.channels() != 4) image = cv::imdecode(raw, cv::IMREAD_COLOR);
    } catch (const cv::Exception& e) {
        return Error::input("the image cannot be decoded: " + e.err, file.string());
    }
    if (image.empty()) return Error::input("is no image that can be read", file.string());
    if (image.depth() == CV_16U) image.convertTo(image, CV_8U, 1.0 / 257.0);
    return image.channels() == 4 ? overWhite(image) : image;
}

} // namespace

Result<std::unique_ptr<FrameSource>> ImageSource::open(std::vector<std::filesystem::path> files, double framesPerSecond)
{
    if (files.empty()) return Error::input("the sequence has no images");
    auto source = std::make_unique<ImageSource>();
    const auto first = decodeImage(files.front());
    if (!first && files.size() == 1) return first.error();
    source->m_info.name =
        files.size() == 1 ? files.front().filename().string() : files.front().parent_path().filename().string();
    if (first) {
        source->m_info.width = first->cols;
        source->m_info.height = first->rows;
    }
    source->m_info.frameCount = static_cast<int>(files.size());
    source->m_info.framesPerSecond = framesPerSecond;
    source->m_info.timeAssumed = true;
    source->m_info.format = files.size() == 1 ? "image" : "image sequence";
    const std::string extension = files.front().extension().string();
    source->m_info.codec = extension.empty() ? extension : extension.substr(1);
    source->m_files = std::move(files);
    return std::unique_ptr<FrameSource>(std::move(source));
}

Result<Frame> ImageSource::frame(int index)
{
    if (index < 0 || index >= static_cast<int>(m_files.size()))
        return Error::input("there is no frame " + std::to_string(index + 1), m_info.name);
    m_next = index + 1;
    const auto& file = m_files[static_cast<std::size_t>(index)];
    const auto image = decodeImage(file);
    if (!image) return image.error();
    if (m_info.width == 0) {
        m_info.width = image->cols;
        m_info.height = image->rows;
    }
    if (image->cols != m_info.width || image->rows != m_info.height)
        return Error::input("is " + std::to_string(image->cols) + "×" + std::to_string(image->rows) +
                                " where the sequence is " + std::to_string(m_info.width) + "×" +
                                std::to_string(m_info.height),
                            file.string());
    Frame frame = toFrame(*image, index, index / m_info.framesPerSecond);
    frame.timeAssumed = true;
    return frame;
}

Result<std::optional<Frame>> ImageSource::next()
{
    if (m_next >= static_cast<int>(m_files.size())) return std::optional<Frame>();
    auto decoded = frame(m_next);
    if (!decoded) return decoded.error();
    return std::optional<Frame>(std::move(decoded).value());
}

Result<std::vector<double>> ImageSource::times()
{
    std::vector<double> seconds;
    for (std::size_t i = 0; i < m_files.size(); ++i) seconds.push_back(static_cast<double>(i) / m_info.framesPerSecond);
    return seconds;
}

} // namespace mien

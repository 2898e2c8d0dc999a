// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"

#include <stdexcept>

namespace mien {

cv::Mat asMat(const Frame& frame)
{
    return {frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.pixels.get()),
            static_cast<std::size_t>(frame.stride)};
}

Frame toFrame(const cv::Mat& bgr, int index, double seconds)
{
    if (bgr.type() != CV_8UC3) throw std::invalid_argument("toFrame: not CV_8UC3");
    // The lambda's copy of the header keeps the pixels alive.
    std::shared_ptr<const std::uint8_t> pixels(bgr.data, [keep = bgr](const std::uint8_t*) {});
    return {bgr.cols, bgr.rows, static_cast<std::ptrdiff_t>(bgr.step), std::move(pixels), index, seconds, false};
}

} // namespace mien

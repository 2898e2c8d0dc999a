// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"

#include <stdexcept>

namespace mien {

cv::Mat asMat(const Frame& frame)
{
    if (frame.empty()) return {};
    // cv::Mat knows no const pixels; the contract of asMat() forbids writing.
    return cv::Mat(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.pixels.get()),
                   static_cast<std::size_t>(frame.stride));
}

Frame toFrame(const cv::Mat& bgr, int index, double seconds)
{
    if (bgr.type() != CV_8UC3) throw std::invalid_argument("toFrame needs an 8-bit BGR matrix");
    // A matrix over foreign memory (asMat of another frame) may not outlive it: own the pixels.
    const auto kept = std::make_shared<cv::Mat>(bgr.u ? bgr : bgr.clone());
    Frame frame;
    frame.width = kept->cols;
    frame.height = kept->rows;
    frame.stride = static_cast<std::ptrdiff_t>(kept->step[0]);
    frame.pixels = std::shared_ptr<const std::uint8_t>(kept, kept->data);
    frame.index = index;
    frame.seconds = seconds;
    return frame;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"

#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace mien {

cv::Mat asMat(const Frame& frame)
{
    if (frame.empty()) return {};
    // cv::Mat knows no const pixels; the contract of asMat() forbids writing.
    return cv::Mat(frame.height, frame.width, frame.channels == 1 ? CV_8UC1 : CV_8UC3,
                   const_cast<std::uint8_t*>(frame.pixels.get()), static_cast<std::size_t>(frame.stride));
}

Frame toFrame(const cv::Mat& picture, int index, double seconds)
{
    if (picture.type() != CV_8UC3 && picture.type() != CV_8UC1)
        throw std::invalid_argument("toFrame needs an 8-bit BGR or grey matrix");
    // A matrix over foreign memory (asMat of another frame) may not outlive it: own the pixels.
    const auto kept = std::make_shared<cv::Mat>(picture.u ? picture : picture.clone());
    Frame frame;
    frame.width = kept->cols;
    frame.height = kept->rows;
    frame.channels = kept->channels();
    frame.stride = static_cast<std::ptrdiff_t>(kept->step[0]);
    frame.pixels = std::shared_ptr<const std::uint8_t>(kept, kept->data);
    frame.index = index;
    frame.seconds = seconds;
    return frame;
}

Frame toGrey(const Frame& frame)
{
    if (frame.channels == 1 || frame.empty()) return frame;
    cv::Mat grey;
    cv::cvtColor(asMat(frame), grey, cv::COLOR_BGR2GRAY);
    Frame out = toFrame(grey, frame.index, frame.seconds);
    out.timeAssumed = frame.timeAssumed;
    return out;
}

} // namespace mien

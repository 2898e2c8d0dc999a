// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <opencv2/core.hpp>

namespace mien {

/// A cv::Mat header (CV_8UC3, BGR; CV_8UC1 for a grey frame) over the frame's pixels: no copy; valid while the frame
/// lives; do not write to it.
cv::Mat asMat(const Frame& frame);
cv::Mat asMat(const Frame&& frame) = delete; ///< of a temporary, whose pixels would be gone with it

/// Takes over a CV_8UC3 (BGR) or CV_8UC1 (grey) matrix as a frame (shares its pixels).
Frame toFrame(const cv::Mat& picture, int index = 0, double seconds = 0);

/// The luma (BT.601) of a BGR frame, with its number and time; a grey frame as it is.
Frame toGrey(const Frame& frame);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <opencv2/core.hpp>

namespace mien {

/// A cv::Mat header (CV_8UC3, BGR) over the frame's pixels: no copy; valid while the frame lives; do not write to it.
cv::Mat asMat(const Frame& frame);

/// Takes over a CV_8UC3 matrix as a frame (shares its pixels).
Frame toFrame(const cv::Mat& bgr, int index = 0, double seconds = 0);

} // namespace mien

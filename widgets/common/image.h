// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <QImage>
#include <QSize>

namespace mien {

/// A QImage over the frame's pixels: nothing is copied, the pixels live as long as the image.
QImage asImage(const Frame& frame);

/// What the screen wants: RGB32, scaled smoothly to fit exactly into `target` (device pixels; empty = as it is), so
/// that painting is a plain copy. Costs milliseconds: call it on the decoder's thread.
QImage toDisplayImage(const Frame& frame, QSize target);

} // namespace mien

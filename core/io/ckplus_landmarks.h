// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/geometry.h"

#include <string>
#include <string_view>

namespace mien {

/// The landmark file of CK+, `S005_001_00000011_landmarks.txt`: 68 lines "x y" in pixels, often in e-notation; one file
/// per frame, whose number ends the name. Its ReadMe does not say whether pixels count from 0 or from 1: coordinates
/// are taken as they are.
///
/// One face of one frame; no box, no size, no score, no time, and no way to say that a frame has no face.

/// The text of a file. Reading it gives the same floats. All points are places in a picture
/// (landmarks::hasAllLandmarks()).
std::string toCkPlusLandmarks(const Landmarks68& points);

/// Input error, with the line, for everything but 68 lines of two numbers. (A file that was cut within its last number
/// cannot be told from a whole one.)
Result<Landmarks68> parseCkPlusLandmarks(std::string_view text, const std::string& where);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/geometry.h"

#include <string>
#include <string_view>

namespace mien {

/// The points file of iBUG (300-W, 300-VW, LFPW, HELEN, AFW): `version: 1`, `n_points: 68`, and 68 lines "x y" between
/// braces. The file counts pixels from 1, as Matlab does; here the centre of the first pixel is (0, 0).
///
/// One face of one picture; no box, no size, no score, no time, and no way to say that a picture has no face.

/// The text of a file. Reading it gives the same floats (to 10⁻⁹ of a pixel). All points are places in a picture
/// (landmarks::hasAllLandmarks()).
std::string toPts(const Landmarks68& points);

/// Ends of lines may be LF, CR LF or CR. Input error, with the line, for everything but 68 points: other counts, words
/// for numbers, an end that is missing.
Result<Landmarks68> parsePts(std::string_view text, const std::string& where);

} // namespace mien

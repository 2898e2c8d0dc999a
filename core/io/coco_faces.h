// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <string>
#include <string_view>

namespace mien {

/// The faces of COCO-WholeBody (jin-s13/COCO-WholeBody, data_format.md): `annotations[]` with `face_kpts`, 68 times
/// x, y, v; `face_box`, x, y, width, height; `face_valid`; and `images[]` with id, file_name, width, height. Pixels
/// count from 0, as here. v is 0 where a point is not labelled, and then x = y = 0 by the format's own rule.
///
/// Each frame is an image; one without a face has no annotation. The detector's score is `score`, as in lists of COCO
/// results. No times, no confidence; nothing of the body, whose number of key points is 0.

/// The text of a file. Frame k has the id k+1 and is called `<stem>_%08d.png`, as ffmpeg numbers the pictures of a
/// video. Landmarks that are no places in a picture (NaN) have v 0. A width and height that are not known are left out.
std::string toCocoFaces(const FaceTrack& track, const std::string& stem);

/// One frame per image, in the order of `images`. Of several faces in an image the one with the widest eyes is taken;
/// `face_valid` false is no face; a face with points that are not labelled becomes a frame without a face that says
/// how many. The size of the track is that of the images where they all say the same. Input error for everything else:
/// no JSON, no such lists, no image, no face_kpts, other numbers of points, a word for a number, an annotation of an
/// image that is not listed.
Result<FaceTrack> parseCocoFaces(std::string_view text, const std::string& where);

} // namespace mien

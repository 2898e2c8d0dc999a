// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <string>
#include <string_view>

namespace mien {

/// dlib's list of pictures with boxes and parts, as imglab writes it and shape predictors are trained from:
/// `<dataset><images><image file><box top left width height><part name='00' x y/>`. Parts 00 … 67 are the landmarks;
/// pixels count from 0, as here.
///
/// dlib reads whole numbers only. A coordinate between pixels is therefore written twice: rounded in `x` and `y`, exact
/// in `subpixel_x` and `subpixel_y`, which dlib passes over and which count here as long as they round to the former.
/// Boxes are rounded. The detector's score is `detection_score`, the size is that of the images. Each frame is an
/// image, with no box where there is no face. No times, no
/// confidence.

/// The text of a file. Frame k is called `<stem>_%08d.png` with k+1, as ffmpeg numbers the pictures of a video.
/// Landmarks that are no places in a picture (NaN) have no part.
std::string toDlibXml(const FaceTrack& track, const std::string& stem);

/// One frame per image, in the order of the file. Of several faces in an image the one with the widest eyes is taken;
/// boxes marked `ignore` and boxes without parts are passed over; parts may lie between pixels. An image whose boxes
/// have other parts than 68 landmarks becomes a frame without a face that says why. The size of the track is that of
/// the images where they all say the same. Input error, with the line, for everything else: no well-formed XML, no such
/// list, no image, no box with landmarks, a word for a number.
Result<FaceTrack> parseDlibXml(std::string_view text, const std::string& where);

} // namespace mien

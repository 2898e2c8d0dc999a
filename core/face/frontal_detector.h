// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dlib/image_processing/frontal_face_detector.h>

namespace mien {

/// dlib's frontal face detector. Unpacking its classifiers from the program takes 0.3 s: done once, then kept unpacked
/// in cacheFolder() (2 ms); copying them costs nothing.
/// Thread: any; the object itself is not to be run, only copied and read.
const dlib::frontal_face_detector& frontalDetector();

} // namespace mien

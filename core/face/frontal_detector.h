// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dlib/image_processing/frontal_face_detector.h>

namespace mien {

/// dlib's frontal face detector. Unpacking its classifiers takes 0.2 s, copying them nothing: unpacked once a process.
/// Thread: any; the object itself is not to be run, only copied and read.
const dlib::frontal_face_detector& frontalDetector();

} // namespace mien

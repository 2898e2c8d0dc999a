// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from the detectors, so that what only names one (tables, settings) needs none.
#include "core/face/cascade_finder.h"
#include "core/face/face_options.h"

namespace mien {

std::optional<CascadeKind> cascadeOf(FaceDetector detector)
{
    switch (detector) {
    case FaceDetector::Hog:
        return std::nullopt;
    case FaceDetector::Lbp:
        return CascadeKind::ImprovedLbp;
    case FaceDetector::Haar:
        return CascadeKind::Haar;
    }
    return std::nullopt;
}

const char* name(FaceDetector detector)
{
    switch (detector) {
    case FaceDetector::Hog:
        return "hog";
    case FaceDetector::Lbp:
        return "lbp";
    case FaceDetector::Haar:
        return "haar";
    }
    return "";
}

} // namespace mien

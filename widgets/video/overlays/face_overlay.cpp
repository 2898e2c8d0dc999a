// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/face_overlay.h"

#include "widgets/video/overlays/paint_help.h"

namespace mien {

void FaceOverlay::setFace(const std::optional<FaceFrame>& face)
{
    m_face = face;
    faceChanged();
    emit changed();
}

double FaceOverlay::eyesInView(const QTransform& toView) const
{
    return face() ? outerEyeDistance(face()->landmarks) * viewScale(toView) : 0;
}

} // namespace mien

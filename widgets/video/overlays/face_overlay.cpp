// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/face_overlay.h"

#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

namespace mien {

void FaceOverlay::setFace(const std::optional<FaceFrame>& face, const std::vector<FaceFrame>& others)
{
    m_face = face;
    m_others = others;
    faceChanged();
    emit changed();
}

void FaceOverlay::paintEach(QPainter& painter, const std::function<void(const FaceFrame&)>& paintOne) const
{
    constexpr double faint = 0.5;
    painter.setOpacity(faint);
    for (const FaceFrame& other : m_others) paintOne(other);
    painter.setOpacity(1);
    if (face()) paintOne(*face());
}

double FaceOverlay::eyesInView(const FaceFrame& face, const QTransform& toView)
{
    return outerEyeDistance(face.landmarks) * viewScale(toView);
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/video/overlays/face_overlay.h"

namespace mien {

/// The detector's box, with how sure it is that landmarks lie right. The detector's raw margin is in the tool tip.
class FaceBoxOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    QString describe(QPointF position, const QTransform& toView) const override;

protected:
    void faceChanged() override;

private:
    QString m_label; ///< "face, 93 %"
};

} // namespace mien

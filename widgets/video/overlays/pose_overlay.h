// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "widgets/video/overlays/face_overlay.h"

#include <QPointF>

#include <array>
#include <optional>

namespace mien {

/// How the head is turned: three axes at the bridge of the nose, to the side, up and out of the face. Colours stay
/// apart for the common kinds of colour blindness; the angles stand beside them where the face is large.
class PoseOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    QString describe(QPointF position, const QTransform& toView) const override;

    /// Of the face set before; nothing = not known.
    void setPose(const std::optional<HeadPose>& pose);

    /// Ends of the unit axes side, up and out in the picture (x right, y down): what is left of them in projection.
    static std::array<QPointF, 3> axes(const HeadPose& pose);

protected:
    void faceChanged() override;

private:
    struct Axes
    {
        std::array<QPointF, 3> ends; ///< from the origin, in frame pixels
        std::array<QString, 3> labels;
        std::array<int, 3> order{}; ///< what points away from the viewer first
        QString words;
    };
    std::optional<Axes> m_axes;
};

} // namespace mien

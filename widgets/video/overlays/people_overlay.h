// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/video/overlays/face_overlay.h"

#include <QHash>

namespace mien {

/// Where several people are followed: a frame around each face with the person's name, in the person's colour.
class PeopleOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;

    /// By Person::id; empty = one face is followed, and nothing is painted.
    void setNames(const QHash<int, QString>& names);

    /// Person whose face lies at a place of the view, where several lie there the smallest; −1 if none.
    int personAt(QPointF position, const QTransform& toView) const;

private:
    QHash<int, QString> m_names;
};

} // namespace mien

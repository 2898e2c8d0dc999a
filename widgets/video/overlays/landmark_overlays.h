// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/video/overlays/face_overlay.h"

namespace mien {

/// The 68 landmarks as points, hollow where something hides them; one may be marked.
class LandmarkOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    void setMarked(int landmark); ///< −1 = none
    void setPoints(bool points);  ///< false: the mark only, another layer shows the points

    /// Landmark within `radius` view pixels of `position`, the nearest; −1 if none or hidden.
    int landmarkAt(QPointF position, const QTransform& toView, double radius) const;

private:
    bool m_points = true;
    int m_marked = -1;
};

/// The numbers of the landmarks, from 0, small and beside their points. Where points stand so close that numbers would
/// cover each other, those of corners and ends stay and others are left out.
class LandmarkNumberOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
};

/// Lines along jaw, brows, nose, eyes and lips.
class ConnectionOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
};

} // namespace mien

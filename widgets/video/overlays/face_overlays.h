// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"
#include "widgets/video/overlays/overlay.h"

#include <QColor>

#include <optional>
#include <vector>

namespace mien {

/// The detector's box, with its score.
class FaceBoxOverlay final : public Overlay
{
    Q_OBJECT
public:
    using Overlay::Overlay;
    QString title() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    void setFace(const std::optional<FaceFrame>& face);

private:
    std::optional<FaceFrame> m_face;
};

/// The 68 landmarks as points, numbers on request; one may be marked.
class LandmarkOverlay final : public Overlay
{
    Q_OBJECT
public:
    using Overlay::Overlay;
    QString title() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    void setFace(const std::optional<FaceFrame>& face);
    void setNumbers(bool numbers);
    void setMarked(int landmark); ///< −1 = none
    void setPoints(bool points);  ///< false: numbers and mark only, another layer shows the points

    /// Landmark within `radius` view pixels of `position`, the nearest; −1 if none or hidden.
    int landmarkAt(QPointF position, const QTransform& toView, double radius) const;

private:
    std::optional<FaceFrame> m_face;
    bool m_numbers = false;
    bool m_points = true;
    int m_marked = -1;
};

/// Discs at the landmarks, white → yellow → red by strength (landmark TCN spec, section 8.4): where the network looked.
class StrengthOverlay final : public Overlay
{
    Q_OBJECT
public:
    using Overlay::Overlay;
    QString title() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    void setFace(const std::optional<FaceFrame>& face);
    void setStrength(std::vector<float> strength); ///< 68 values 0…1; empty = nothing to show
    bool hasStrength() const { return !m_strength.empty(); }

private:
    std::optional<FaceFrame> m_face;
    std::vector<float> m_strength;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/video/overlays/face_overlay.h"

#include <vector>

namespace mien {

/// Discs at the landmarks, white → yellow → red by strength (landmark TCN spec, section 8.4): where the network looked.
class StrengthOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    void setStrength(std::vector<float> strength); ///< 68 values 0…1; empty = nothing to show
    bool hasStrength() const { return !m_strength.empty(); }

private:
    std::vector<float> m_strength;
    std::vector<std::size_t> m_order; ///< weak first: strong discs must not hide below weak neighbours
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/strength_overlay.h"

#include "core/render/colour_map.h"
#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

QString StrengthOverlay::id() const
{
    return u"map"_s;
}

QString StrengthOverlay::title() const
{
    return tr("Activation Map");
}

QString StrengthOverlay::help() const
{
    return tr("Where the network of the chosen run looked, white to red");
}

void StrengthOverlay::setStrength(std::vector<float> strength)
{
    m_strength = std::move(strength);
    if (m_strength.size() != std::tuple_size_v<Landmarks68>) m_strength.clear();
    m_order.resize(m_strength.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(),
                     [&](std::size_t a, std::size_t b) { return m_strength[a] < m_strength[b]; });
    emit changed();
}

void StrengthOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!face()) return;
    const double radius = std::max(2.5, eyesInView(*face(), toView) * 0.04);
    painter.setPen(QPen(QColor(0, 0, 0, 90), 1));
    for (const std::size_t i : m_order) {
        const Colour c = whiteYellowRed(m_strength[i]);
        painter.setBrush(QColor(c.red, c.green, c.blue));
        const double r = m_strength[i] > 0 ? radius : radius * 0.6;
        painter.drawEllipse(inView(face()->landmarks[i], toView), r, r);
    }
}

} // namespace mien

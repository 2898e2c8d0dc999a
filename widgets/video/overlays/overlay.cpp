// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/overlay.h"

namespace mien {

QString Overlay::describe(QPointF, const QTransform&) const
{
    return {};
}

void Overlay::setShown(bool shown)
{
    if (m_shown == shown) return;
    m_shown = shown;
    emit changed();
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/paint_help.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>

#include <algorithm>
#include <cmath>

namespace mien {

QPointF inView(const Point& framePoint, const QTransform& toView)
{
    return toView.map(QPointF(framePoint.x, framePoint.y));
}

QRectF inView(const Box& frameBox, const QTransform& toView)
{
    return toView.mapRect(QRectF(frameBox.x, frameBox.y, frameBox.width, frameBox.height));
}

double viewScale(const QTransform& toView)
{
    return std::hypot(toView.m11(), toView.m12());
}

void strokeRimmed(QPainter& painter, const QPainterPath& path, const QPen& pen)
{
    painter.setBrush(Qt::NoBrush);
    QPen rim = pen;
    rim.setStyle(Qt::SolidLine);
    rim.setColor(QColor(0, 0, 0, 120));
    rim.setWidthF(pen.widthF() + 1.6);
    painter.setPen(rim);
    painter.drawPath(path);
    painter.setPen(pen);
    painter.drawPath(path);
}

Tag::Tag(const QPainter& painter, const QString& text, QPointF place) : m_text(text), m_view(painter.window())
{
    const QFontMetricsF metrics(painter.font());
    m_plate = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 1);
    moveTo(place - QPointF(0, m_plate.height()));
}

void Tag::moveTo(QPointF topLeft)
{
    const double right = std::max(m_view.left(), m_view.right() - m_plate.width());
    const double bottom = std::max(m_view.top(), m_view.bottom() - m_plate.height());
    m_plate.moveLeft(std::clamp(topLeft.x(), m_view.left(), right));
    m_plate.moveTop(std::clamp(topLeft.y(), m_view.top(), bottom));
}

void Tag::draw(QPainter& painter, const QColor& colour) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 165));
    painter.drawRoundedRect(m_plate, 3, 3);
    painter.setPen(colour);
    painter.drawText(m_plate, Qt::AlignCenter, m_text);
}

void setPixelSize(QPainter& painter, int pixels)
{
    QFont font = painter.font();
    font.setPixelSize(pixels);
    painter.setFont(font);
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/icons.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

namespace mien {
namespace {

/// Triangle with its tip at `tip` and its base at `base` (x, unit square), centred vertically.
QPainterPath triangle(double base, double tip, double halfHeight)
{
    QPainterPath path(QPointF(base, 0.5 - halfHeight));
    path.lineTo(tip, 0.5);
    path.lineTo(base, 0.5 + halfHeight);
    path.closeSubpath();
    return path;
}

QPainterPath bar(double x, double width, double top, double height)
{
    QPainterPath path;
    path.addRect(QRectF(x, top, width, height));
    return path;
}

/// Filled part of the glyph in the unit square.
QPainterPath filled(Glyph glyph)
{
    QPainterPath path;
    switch (glyph) {
    case Glyph::Play:
        path = triangle(0.24, 0.86, 0.36);
        break;
    case Glyph::Pause:
        path = bar(0.24, 0.18, 0.16, 0.68);
        path.addPath(bar(0.58, 0.18, 0.16, 0.68));
        break;
    case Glyph::StepForward:
        path = triangle(0.22, 0.66, 0.3);
        path.addPath(bar(0.7, 0.1, 0.2, 0.6));
        break;
    case Glyph::StepBack:
        path = triangle(0.78, 0.34, 0.3);
        path.addPath(bar(0.2, 0.1, 0.2, 0.6));
        break;
    case Glyph::JumpForward:
        path = triangle(0.1, 0.5, 0.28);
        path.addPath(triangle(0.5, 0.9, 0.28));
        break;
    case Glyph::JumpBack:
        path = triangle(0.9, 0.5, 0.28);
        path.addPath(triangle(0.5, 0.1, 0.28));
        break;
    case Glyph::LeapForward:
        for (const double x : {0.04, 0.34, 0.64}) path.addPath(triangle(x, x + 0.32, 0.26));
        break;
    case Glyph::LeapBack:
        for (const double x : {0.36, 0.66, 0.96}) path.addPath(triangle(x, x - 0.32, 0.26));
        break;
    case Glyph::Layers: {
        QPainterPath top(QPointF(0.5, 0.08));
        for (const QPointF corner : {QPointF(0.94, 0.32), QPointF(0.5, 0.56), QPointF(0.06, 0.32)}) top.lineTo(corner);
        top.closeSubpath();
        path = top;
        break;
    }
    case Glyph::First:
        path = triangle(0.9, 0.55, 0.26);
        path.addPath(triangle(0.56, 0.21, 0.26));
        path.addPath(bar(0.1, 0.09, 0.22, 0.56));
        break;
    case Glyph::Last:
        path = triangle(0.1, 0.45, 0.26);
        path.addPath(triangle(0.44, 0.79, 0.26));
        path.addPath(bar(0.81, 0.09, 0.22, 0.56));
        break;
    case Glyph::Loop: {
        QPainterPath head(QPointF(0.60, 0.06));
        head.lineTo(0.60, 0.38);
        head.lineTo(0.86, 0.22);
        head.closeSubpath();
        path = head;
        break;
    }
    case Glyph::FinishEarly:
        path = bar(0.22, 0.56, 0.22, 0.56);
        break;
    default:
        break;
    }
    return path;
}

/// Part of the glyph drawn as a line.
QPainterPath outlined(Glyph glyph)
{
    QPainterPath path;
    switch (glyph) {
    case Glyph::Loop:
        path.arcMoveTo(QRectF(0.18, 0.22, 0.64, 0.64), 75);
        path.arcTo(QRectF(0.18, 0.22, 0.64, 0.64), 75, 300);
        break;
    case Glyph::Layers:
        path.moveTo(0.1, 0.6);
        path.lineTo(0.5, 0.84);
        path.lineTo(0.9, 0.6);
        break;
    case Glyph::Close:
    case Glyph::Cancel:
        path.moveTo(0.26, 0.26);
        path.lineTo(0.74, 0.74);
        path.moveTo(0.74, 0.26);
        path.lineTo(0.26, 0.74);
        break;
    case Glyph::Filter:
        path.moveTo(0.14, 0.26);
        path.lineTo(0.86, 0.26);
        path.moveTo(0.27, 0.5);
        path.lineTo(0.73, 0.5);
        path.moveTo(0.41, 0.74);
        path.lineTo(0.59, 0.74);
        break;
    case Glyph::Float:
        path.addRect(QRectF(0.2, 0.36, 0.44, 0.44));
        path.moveTo(0.40, 0.20);
        path.lineTo(0.80, 0.20);
        path.lineTo(0.80, 0.60);
        break;
    default:
        break;
    }
    return path;
}

class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph glyph) : m_glyph(glyph) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const QColor colour = QApplication::palette().color(group, QPalette::ButtonText);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        painter->scale(rect.width(), rect.height());
        painter->fillPath(filled(m_glyph), colour);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(colour, 0.09, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(outlined(m_glyph));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new GlyphEngine(m_glyph); }

private:
    Glyph m_glyph;
};

} // namespace

QIcon glyphIcon(Glyph glyph)
{
    return QIcon(new GlyphEngine(glyph));
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <QColor>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QTransform>

class QPainter;
class QPen;

namespace mien {

/// How layers draw, so that all of them can be read over any picture.

QPointF inView(const Point& framePoint, const QTransform& toView);
QRectF inView(const Box& frameBox, const QTransform& toView);

/// View pixels per frame pixel.
double viewScale(const QTransform& toView);

/// A line with a dark rim: seen on bright and on dark pictures.
void strokeRimmed(QPainter& painter, const QPainterPath& path, const QPen& pen);

/// Small text on a dark plate.
class Tag
{
public:
    /// In the painter's font. The plate's bottom left corner is at `place`, moved so far that the plate lies inside of
    /// the view.
    Tag(const QPainter& painter, const QString& text, QPointF place);

    const QRectF& plate() const { return m_plate; }
    void moveTo(QPointF topLeft); ///< inside of the view
    void draw(QPainter& painter, const QColor& colour) const;

private:
    QString m_text;
    QRectF m_view;
    QRectF m_plate;
};

/// Sets a font of so many pixels.
void setPixelSize(QPainter& painter, int pixels);

} // namespace mien

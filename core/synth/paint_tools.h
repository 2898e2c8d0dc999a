// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QPainterPath>
#include <QPointF>

#include <vector>

namespace mien::synth {

using Curve = std::vector<QPointF>;

/// Catmull–Rom spline through all points, as cubic Béziers.
QPainterPath smoothOpen(const Curve& points);
QPainterPath smoothClosed(const Curve& points);
/// Continues `path` from its current position, which must be the first of `points`.
void continueSmooth(QPainterPath& path, const Curve& points);

/// The curve through `points` as `count` points, evenly in parameter.
Curve resampled(const Curve& points, int count);

QColor mix(const QColor& from, const QColor& to, double share);
QColor withAlpha(QColor colour, double alpha);

/// A blurred spot: full `alpha` in the middle, nothing at the rim.
void softEllipse(QPainter& painter, QPointF centre, double radiusX, double radiusY, const QColor& colour, double alpha,
                 double degrees = 0);

/// A blurred line: three strokes of falling width.
void softStroke(QPainter& painter, const QPainterPath& path, double width, const QColor& colour, double alpha);

} // namespace mien::synth

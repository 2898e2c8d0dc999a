// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/paint_tools.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

QPointF splinePoint(const Curve& points, std::size_t segment, double t)
{
    const QPointF& a = points[segment == 0 ? 0 : segment - 1];
    const QPointF& b = points[segment];
    const QPointF& c = points[segment + 1];
    const QPointF& d = points[std::min(segment + 2, points.size() - 1)];
    const double t2 = t * t;
    const double t3 = t2 * t;
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3);
}

} // namespace

void continueSmooth(QPainterPath& path, const Curve& points)
{
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const QPointF& before = points[i == 0 ? 0 : i - 1];
        const QPointF& after = points[std::min(i + 2, points.size() - 1)];
        path.cubicTo(points[i] + (points[i + 1] - before) / 6, points[i + 1] - (after - points[i]) / 6, points[i + 1]);
    }
}

QPainterPath smoothOpen(const Curve& points)
{
    QPainterPath path(points.front());
    continueSmooth(path, points);
    return path;
}

QPainterPath smoothClosed(const Curve& points)
{
    QPainterPath path(points.front());
    const std::size_t n = points.size();
    for (std::size_t i = 0; i < n; ++i) {
        const QPointF& before = points[(i + n - 1) % n];
        const QPointF& next = points[(i + 1) % n];
        const QPointF& after = points[(i + 2) % n];
        path.cubicTo(points[i] + (next - before) / 6, next - (after - points[i]) / 6, next);
    }
    path.closeSubpath();
    return path;
}

Curve resampled(const Curve& points, int count)
{
    Curve result;
    result.reserve(static_cast<std::size_t>(count));
    const double last = static_cast<double>(points.size() - 1);
    for (int i = 0; i < count; ++i) {
        const double place = last * i / (count - 1);
        const std::size_t segment = std::min(static_cast<std::size_t>(place), points.size() - 2);
        result.push_back(splinePoint(points, segment, place - static_cast<double>(segment)));
    }
    return result;
}

QColor mix(const QColor& from, const QColor& to, double share)
{
    const auto part = [share](float a, float b) { return a + (b - a) * static_cast<float>(share); };
    return QColor::fromRgbF(part(from.redF(), to.redF()), part(from.greenF(), to.greenF()),
                            part(from.blueF(), to.blueF()));
}

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(std::clamp(alpha, 0.0, 1.0)));
    return colour;
}

void softEllipse(QPainter& painter, QPointF centre, double radiusX, double radiusY, const QColor& colour, double alpha,
                 double degrees)
{
    if (alpha <= 0.004 || radiusX <= 0.2 || radiusY <= 0.2) return;
    QRadialGradient gradient(QPointF(0, 0), 1);
    gradient.setColorAt(0, withAlpha(colour, alpha));
    gradient.setColorAt(0.25, withAlpha(colour, 0.87 * alpha));
    gradient.setColorAt(0.5, withAlpha(colour, 0.5 * alpha));
    gradient.setColorAt(0.75, withAlpha(colour, 0.15 * alpha));
    gradient.setColorAt(1, withAlpha(colour, 0));
    painter.save();
    painter.translate(centre);
    painter.rotate(degrees);
    painter.scale(radiusX, radiusY);
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRect(QRectF(-1, -1, 2, 2));
    painter.restore();
}

void softStroke(QPainter& painter, const QPainterPath& path, double width, const QColor& colour, double alpha)
{
    if (alpha <= 0.004) return;
    painter.setBrush(Qt::NoBrush);
    for (const double share : {1.0, 0.6, 0.28})
        painter.strokePath(path, QPen(withAlpha(colour, 0.45 * alpha), std::max(0.6, width * share), Qt::SolidLine,
                                      Qt::RoundCap, Qt::RoundJoin));
}

} // namespace mien::synth

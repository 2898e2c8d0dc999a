// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

/// Outer contour of the hair, image-left ear over the crown to the other ear.
Curve crown(const FaceView& v, double volume)
{
    const double w = v.identity.proportions.faceWidth;
    const double s = volume;
    Curve curve;
    static constexpr std::array<std::array<double, 4>, 9> shape = {{// x, y, share of the volume in x and in y
                                                                    {-1.56, 0.05, -0.1, 0.0},
                                                                    {-1.62, -0.55, -0.5, 0.0},
                                                                    {-1.52, -1.20, -0.7, -0.3},
                                                                    {-1.06, -1.86, -0.5, -0.8},
                                                                    {0.00, -2.20, 0.0, -1.0},
                                                                    {1.06, -1.86, 0.5, -0.8},
                                                                    {1.52, -1.20, 0.7, -0.3},
                                                                    {1.62, -0.55, 0.5, 0.0},
                                                                    {1.56, 0.05, 0.1, 0.0}}};
    for (const auto& [x, y, sx, sy] : shape) curve.push_back(v.head(x * w + sx * s, y + sy * s, 0));
    return curve;
}

/// Border of hair and forehead, from the image-left ear to the other.
Curve hairline(const FaceView& v)
{
    const Identity& id = v.identity;
    const double w = id.proportions.faceWidth;
    const double h = id.hairline;
    std::array<std::array<double, 2>, 9> line = {{{-1.47, 0.02},
                                                  {-1.43, -0.45},
                                                  {-1.30, -0.88},
                                                  {-0.98, -1.32 + h},
                                                  {0.0, -1.45 + h},
                                                  {0.98, -1.32 + h},
                                                  {1.30, -0.88},
                                                  {1.43, -0.45},
                                                  {1.47, 0.02}}};
    if (id.hairStyle == HairStyle::Fringe) {
        line[3][1] = line[5][1] = -0.92 + 0.5 * h;
        line[4][1] = -0.98 + 0.5 * h;
    } else if (id.hairStyle == HairStyle::SidePart || id.hairStyle == HairStyle::Long) {
        // Hair falls away from the part to the other side.
        const bool partLeft = id.partSide < 0;
        line[partLeft ? 3 : 5][1] -= 0.22;
        line[partLeft ? 5 : 3][1] += 0.14;
        line[partLeft ? 6 : 2][1] += 0.06;
    } else if (id.hairStyle == HairStyle::Cropped) {
        line[3][1] -= 0.08;
        line[5][1] -= 0.08;
    }
    Curve curve;
    for (const auto& [x, y] : line) curve.push_back(v.head(x * w, y, 0.35));
    return curve;
}

QLinearGradient hairBrush(const FaceView& v)
{
    const QColor& hair = v.identity.hair;
    QLinearGradient gradient(v.head(0.6 * v.lightSide, -2.5, 0), v.head(-0.4 * v.lightSide, 0.2, 0));
    gradient.setColorAt(0, mix(hair, Qt::black, 0.25));
    gradient.setColorAt(0.25, mix(hair, Qt::white, 0.14));
    gradient.setColorAt(0.6, hair);
    gradient.setColorAt(1, mix(hair, Qt::black, 0.35));
    return gradient;
}

void paintStrands(QPainter& painter, const FaceView& v, const Curve& from, const Curve& to, int count, double sweep)
{
    Random random(v.identity.textureSeed ^ 0x5au);
    const Curve roots = resampled(from, 101);
    const Curve ends = resampled(to, 101);
    for (int i = 0; i < count; ++i) {
        const double place = random.uniform(2, 98);
        const auto root = static_cast<std::size_t>(place);
        const auto end = static_cast<std::size_t>(std::clamp(place + sweep * random.uniform(0.4, 1.2), 0.0, 100.0));
        const bool light = random.chance(0.45);
        const QColor colour = mix(v.identity.hair, light ? QColor(0xfffff0d8) : QColor(Qt::black), light ? 0.28 : 0.4);
        const QPointF start = roots[root] + random.uniform(0.03, 0.3) * (ends[end] - roots[root]);
        const QPointF stop = roots[root] + random.uniform(0.6, 0.99) * (ends[end] - roots[root]);
        const QPointF across(-(stop - start).y(), (stop - start).x());
        QPainterPath strand(start);
        strand.quadTo(0.5 * (start + stop) + random.uniform(-0.14, 0.14) * across, stop);
        painter.setBrush(Qt::NoBrush);
        painter.strokePath(strand, QPen(withAlpha(colour, random.uniform(0.12, 0.36)),
                                        random.uniform(0.012, 0.03) * v.unit, Qt::SolidLine, Qt::RoundCap));
    }
    painter.setPen(Qt::NoPen);
}

/// `curve` without its ends at the ears: curls there would hide where the face ends.
Curve aboveTheEars(const Curve& curve)
{
    return {curve.begin() + 1, curve.end() - 1};
}

/// A row of bumps: the silhouette of curly hair.
void paintBumps(QPainter& painter, const FaceView& v, const Curve& along, double size, int count)
{
    Random random(v.identity.textureSeed ^ 0xc0u);
    for (const QPointF& place : resampled(along, count)) {
        const double radius = size * v.unit * random.uniform(0.6, 1.25);
        const QPointF centre = place + size * v.unit * QPointF(random.uniform(-0.4, 0.4), random.uniform(-0.4, 0.4));
        painter.drawEllipse(centre, radius, radius);
    }
}

/// Short bows in all directions over the area between two curves.
void paintCoils(QPainter& painter, const FaceView& v, const Curve& outer, const Curve& inner, int count)
{
    Random random(v.identity.textureSeed ^ 0xc1u);
    const Curve from = resampled(outer, 101);
    const Curve to = resampled(inner, 101);
    painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < count; ++i) {
        const std::size_t place = random.below(101);
        const QPointF centre = from[place] + random.uniform(-0.22, 1.02) * (to[place] - from[place]);
        const double radius = random.uniform(0.06, 0.13) * v.unit;
        const bool light = random.chance(0.5);
        const QColor colour = mix(v.identity.hair, light ? QColor(0xffffe8cc) : QColor(Qt::black), light ? 0.25 : 0.55);
        QPainterPath bow;
        const QRectF box(centre.x() - radius, centre.y() - 0.8 * radius, 2 * radius, 1.6 * radius);
        const double start = random.uniform(0, 360);
        bow.arcMoveTo(box, start);
        bow.arcTo(box, start, random.uniform(120, 250));
        painter.strokePath(
            bow, QPen(withAlpha(colour, random.uniform(0.25, 0.5)), 0.035 * v.unit, Qt::SolidLine, Qt::RoundCap));
    }
    painter.setPen(Qt::NoPen);
}

void paintLongLocks(QPainter& painter, const FaceView& v)
{
    const QColor& hair = v.identity.hair;
    for (const double side : {-1.0, 1.0}) {
        const auto p = [&](double x, double y, double z) { return v.head(side * x, y, z); };
        const QPainterPath lock =
            smoothClosed({p(1.62, -0.7, 0.1), p(1.84, 0.4, 0), p(1.95, 1.8, -0.1), p(1.78, 3.0, -0.1),
                          p(1.42, 2.9, -0.1), p(1.62, 1.8, 0), p(1.545, 0.5, 0.2), p(1.44, -0.4, 0.3)});
        QLinearGradient sheen(p(1.5, -0.7, 0), p(1.6, 3, 0));
        sheen.setColorAt(0, mix(hair, Qt::black, 0.15));
        sheen.setColorAt(0.4, mix(hair, Qt::white, 0.10));
        sheen.setColorAt(1, mix(hair, Qt::black, 0.30));
        painter.setBrush(sheen);
        painter.drawPath(lock);
        paintStrands(painter, v, {p(1.48, -0.5, 0.2), p(1.72, -0.1, 0.1)}, {p(1.46, 2.85, -0.1), p(1.82, 2.85, -0.1)},
                     26, 0);
    }
}

} // namespace

void paintHairBehind(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    const QColor dark = mix(id.hair, Qt::black, 0.35);
    if (id.hairStyle == HairStyle::Bun) {
        QRadialGradient bun(v.head(0.2 * v.lightSide, -2.75, -0.4), 0.7 * v.unit);
        bun.setColorAt(0, mix(id.hair, Qt::white, 0.12));
        bun.setColorAt(1, dark);
        painter.setBrush(bun);
        painter.drawEllipse(v.head(0, -2.55 - id.hairVolume, -0.4), 0.62 * v.unit, 0.52 * v.unit);
    }
    if (id.hairStyle == HairStyle::Curly) {
        painter.setBrush(mix(id.hair, Qt::black, 0.2));
        paintBumps(painter, v, aboveTheEars(crown(v, id.hairVolume)), 0.34, 21);
    }
    if (id.hairStyle != HairStyle::Long) return;
    Curve mane = crown(v, id.hairVolume);
    const std::array<std::array<double, 2>, 5> ends = {{{1.86, 0.9}, {2.0, 2.2}, {1.75, 3.5}, {1.0, 3.75}, {0.0, 3.3}}};
    for (const auto& [x, y] : ends) mane.push_back(v.head(x, y, -0.5));
    for (std::size_t i = 4; i-- > 0;) mane.push_back(v.head(-ends[i][0], ends[i][1], -0.5));
    QLinearGradient brush(v.head(0, -2, 0), v.head(0, 3.6, 0));
    brush.setColorAt(0, id.hair);
    brush.setColorAt(1, dark);
    painter.setBrush(brush);
    painter.drawPath(smoothClosed(mane));
}

void paintHairInFront(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    if (id.hairStyle == HairStyle::Bald) {
        softEllipse(painter, v.head(0.4 * v.lightSide, -1.6, 0.8), 0.7 * v.unit, 0.32 * v.unit, Qt::white, 0.22);
        return;
    }
    const Curve outer = crown(v, id.hairVolume);
    const Curve inner = hairline(v);
    const Curve back(inner.rbegin(), inner.rend());
    QPainterPath cap(outer.front());
    continueSmooth(cap, outer);
    cap.lineTo(back.front());
    continueSmooth(cap, back);
    cap.closeSubpath();

    // Hair throws a soft shadow on the forehead, which also hides the drawn edge.
    softStroke(painter, smoothOpen(inner), 0.2 * v.unit, mix(id.skin, QColor(0xff3a1a10), 0.65), 0.45);
    painter.setBrush(hairBrush(v));
    if (id.hairStyle == HairStyle::Curly) paintBumps(painter, v, aboveTheEars(inner), 0.14, 25);
    painter.drawPath(cap);
    if (id.hairStyle == HairStyle::Curly) {
        paintCoils(painter, v, outer, inner, 260);
        return;
    }
    const bool parted = id.hairStyle == HairStyle::SidePart || id.hairStyle == HairStyle::Long;
    paintStrands(painter, v, outer, inner, id.hairStyle == HairStyle::Cropped ? 70 : 95,
                 parted ? -22 * id.partSide : 4);
    if (id.hairStyle == HairStyle::Long) paintLongLocks(painter, v);
}

} // namespace mien::synth

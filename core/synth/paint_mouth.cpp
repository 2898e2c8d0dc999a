// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

QPainterPath ring(const Curve& there, const Curve& back)
{
    QPainterPath path(there.front());
    continueSmooth(path, there);
    path.lineTo(back.front());
    continueSmooth(path, back);
    path.closeSubpath();
    return path;
}

/// Height of the opening between the lips, pixels.
double gapOf(const FaceView& v)
{
    return v.at(66).y() - v.at(62).y();
}

void paintTeethRow(QPainter& painter, const FaceView& v, const Curve& gum, double height, bool upper)
{
    const double down = upper ? 1 : -1;
    Curve edge = gum;
    for (std::size_t i = 0; i < edge.size(); ++i) {
        const double fromMiddle = std::abs(static_cast<double>(i) - 2) / 2; // 0 in the middle, 1 at the corners
        edge[i] += QPointF(0, down * height * (1 - 0.55 * fromMiddle * fromMiddle));
    }
    const Curve back(edge.rbegin(), edge.rend());
    QLinearGradient ivory(v.at(60), v.at(64));
    ivory.setColorAt(0, QColor(0xff8f7f74));
    ivory.setColorAt(0.28, QColor(0xfff0e9de));
    ivory.setColorAt(0.72, QColor(0xfff0e9de));
    ivory.setColorAt(1, QColor(0xff8f7f74));
    painter.setBrush(ivory);
    painter.drawPath(ring(gum, back));
    painter.setPen(QPen(withAlpha(QColor(0xff8a7468), 0.4), 0.012 * v.unit));
    const Curve from = resampled(gum, 9);
    const Curve to = resampled(edge, 9);
    for (std::size_t i = 1; i + 1 < from.size(); ++i) painter.drawLine(from[i], to[i]);
    painter.setPen(Qt::NoPen);
}

void paintOpening(QPainter& painter, const FaceView& v)
{
    const double gap = gapOf(v);
    const double u = v.unit;
    const QPainterPath inside = ring(v.run(60, 64), {v.at(64), v.at(65), v.at(66), v.at(67), v.at(60)});
    QLinearGradient dark(v.at(62), v.at(66) + QPointF(0, 0.02 * u));
    dark.setColorAt(0, QColor(0xff25090b));
    dark.setColorAt(1, QColor(0xff5a2022));
    painter.setBrush(dark);
    painter.drawPath(inside);
    if (gap > 0.05 * u) {
        painter.save();
        painter.setClipPath(inside);
        if (gap > 0.3 * u)
            softEllipse(painter, v.at(66) - QPointF(0, 0.02 * u), 0.36 * u, 0.55 * gap, QColor(0xffb4524f), 0.85);
        const double spread = std::max({v.aus.mean(12), v.aus.mean(10), 0.9 * v.aus.mean(20), 0.45});
        const double reach = std::min(0.2, 0.13 + 0.1 * spread) * u;
        // A lower lip that is pulled down, or has the tongue on it, bares little of the upper teeth.
        const double hidden = 1 - 0.75 * std::max(v.aus.mean(16), v.aus.mean(19)) * (1 - v.aus.mean(10));
        paintTeethRow(painter, v, v.run(60, 64), std::min(0.72 * gap, reach) * hidden, true);
        const Curve lowerGum = {v.at(60), v.at(67), v.at(66), v.at(65), v.at(64)};
        if (v.aus.mean(16) > 0.2) // the lower lip bares the lower teeth
            paintTeethRow(painter, v, lowerGum, std::min(0.55 * gap, 0.14 * u), false);
        else if (v.aus.mean(20) > 0.25)
            paintTeethRow(painter, v, lowerGum, std::min(0.3 * gap, 0.1 * u), false);
        softStroke(painter, smoothOpen(v.run(60, 64)), 0.12 * u, QColor(0xff25090b), 0.55);
        painter.restore();
    }
    // The line of the mouth runs into the corners, beyond where the lips part.
    const Curve line = v.run(60, 64);
    softStroke(painter, smoothOpen(line), 0.055 * u, QColor(0xff3a1416), gap > 0.05 * u ? 0.7 : 1.0);
}

/// AU 19: the tongue lies on the lower lip.
void paintTongue(QPainter& painter, const FaceView& v)
{
    const double shown = v.aus.mean(19);
    if (shown < 0.05) return;
    const double u = v.unit;
    const QPointF root = 0.55 * v.at(66) + 0.45 * v.at(62);
    const QPointF tip = v.at(66) + (0.25 + 0.85 * shown) * (v.at(57) - v.at(66));
    const double half = 0.5 * std::min(0.56 * u, 0.9 * (v.at(64).x() - v.at(60).x()));
    QPainterPath tongue(root - QPointF(0.9 * half, 0));
    const QPointF down(0, tip.y() - root.y());
    tongue.cubicTo(root + QPointF(-1.1 * half, 0) + 0.5 * down, root + QPointF(-half, 0) + down, tip);
    tongue.cubicTo(root + QPointF(half, 0) + down, root + QPointF(1.1 * half, 0) + 0.5 * down,
                   root + QPointF(0.9 * half, 0));
    tongue.closeSubpath();
    QLinearGradient flesh(root, tip);
    flesh.setColorAt(0, QColor(0xff7c2f31));
    flesh.setColorAt(0.5, QColor(0xffc8696a));
    flesh.setColorAt(1, QColor(0xffd98a86));
    painter.setBrush(flesh);
    painter.drawPath(tongue);
    softStroke(painter, smoothOpen({root, 0.5 * (root + tip), 0.2 * root + 0.8 * tip}), 0.035 * u, QColor(0xff8a3a3c),
               0.6);
    softEllipse(painter, tip + QPointF(0, 0.03 * u), half, 0.06 * u, QColor(0xff4a1a18), 0.45);
}

/// AU 32: the upper teeth stand on the lower lip.
void paintBitingTeeth(QPainter& painter, const FaceView& v)
{
    const double bite = v.aus.mean(32);
    if (bite < 0.15) return;
    const Curve gum = resampled(
        {0.35 * v.at(60) + 0.65 * v.at(61), v.at(61), v.at(62), v.at(63), 0.65 * v.at(63) + 0.35 * v.at(64)}, 5);
    const double height = std::max(0.0, v.at(66).y() - v.at(62).y()) + 0.055 * bite * v.unit;
    paintTeethRow(painter, v, gum, height, true);
    softStroke(painter, smoothOpen({v.at(61), v.at(62), v.at(63)}), 0.04 * v.unit, QColor(0xff3a1416), 0.7);
}

/// Fine upright lines around lips that AU 18 pulls together.
void paintPuckerLines(QPainter& painter, const FaceView& v)
{
    const double pucker = v.aus.mean(18);
    if (pucker <= 0) return;
    const QColor line = mix(v.identity.skin, QColor(0xff5a2018), 0.6);
    for (int i = -2; i <= 2; ++i) {
        const double across = 0.085 * i * v.unit;
        const QPointF up = v.at(51) + QPointF(across, 0.02 * v.unit * std::abs(i));
        const QPointF down = v.at(57) + QPointF(across, -0.02 * v.unit * std::abs(i));
        softStroke(painter, smoothOpen({up - QPointF(-0.25 * across, 0.10 * v.unit), up + QPointF(0, 0.06 * v.unit)}),
                   0.02 * v.unit, line, 0.38 * pucker);
        softStroke(painter,
                   smoothOpen({down - QPointF(0, 0.08 * v.unit), down + QPointF(0.25 * across, 0.08 * v.unit)}),
                   0.02 * v.unit, line, 0.38 * pucker);
    }
}

} // namespace

void paintMouth(QPainter& painter, const FaceView& v)
{
    const double u = v.unit;
    const QColor lips = v.identity.lips;
    const QColor deep = mix(lips, QColor(0xff4a1218), 0.4);
    const QColor rim = mix(v.identity.skin, QColor(0xff5a2018), 0.5);

    const Curve upperOuter = v.run(48, 54);
    const Curve upperInner = {v.at(54), v.at(64), v.at(63), v.at(62), v.at(61), v.at(60), v.at(48)};
    const Curve lowerOuter = {v.at(54), v.at(55), v.at(56), v.at(57), v.at(58), v.at(59), v.at(48)};
    const Curve lowerInner = {v.at(48), v.at(60), v.at(67), v.at(66), v.at(65), v.at(64), v.at(54)};

    QLinearGradient upper(v.at(51), v.at(62));
    upper.setColorAt(0, mix(lips, deep, 0.25));
    upper.setColorAt(1, deep);
    painter.setBrush(upper);
    painter.drawPath(ring(upperOuter, upperInner));

    QLinearGradient lower(v.at(66), v.at(57));
    lower.setColorAt(0, mix(lips, deep, 0.35));
    lower.setColorAt(0.45, mix(lips, QColor(Qt::white), 0.10));
    lower.setColorAt(1, mix(lips, deep, 0.30));
    painter.setBrush(lower);
    painter.drawPath(ring(lowerOuter, lowerInner));
    const double thickness = v.at(57).y() - v.at(66).y();
    softEllipse(painter, 0.45 * v.at(57) + 0.55 * v.at(66) + u * QPointF(0.06 * v.lightSide, 0), 0.22 * u,
                0.32 * thickness, mix(lips, QColor(Qt::white), 0.7), 0.5);

    paintOpening(painter, v);
    paintBitingTeeth(painter, v);
    paintTongue(painter, v);
    paintPuckerLines(painter, v);
    // Borders of the red of the lips.
    painter.strokePath(smoothOpen(upperOuter), QPen(withAlpha(rim, 0.55), 0.022 * u));
    softStroke(painter, smoothOpen({v.at(55), v.at(56), v.at(57), v.at(58), v.at(59)}), 0.05 * u, rim, 0.6);
    for (const int corner : {48, 54})
        softEllipse(painter, v.at(corner), 0.085 * u, 0.065 * u, QColor(0xff4a1a18), 0.75);
}

void paintBeard(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    if (id.stubble <= 0 && !id.beard && !id.moustache) return;
    const double u = v.unit;
    const QColor hair =
        id.beard ? mix(id.brow, id.hair, 0.4) : mix(mix(id.hair, QColor(0xff3a3c44), 0.4), id.skin, 0.25);
    const double w = id.proportions.faceWidth;
    // From the sideburns round the jaw and back below the cheekbones and over the upper lip.
    Curve lower = v.run(2, 14);
    Curve upper = {v.skin(1.40 * w, 0.8),
                   v.skin(1.18 * w, 1.25),
                   v.at(54) + u * QPointF(0.32, -0.1),
                   v.at(35) + u * QPointF(0.14, 0.16),
                   v.at(33) + u * QPointF(0, 0.12),
                   v.at(31) + u * QPointF(-0.14, 0.16),
                   v.at(48) + u * QPointF(-0.32, -0.1),
                   v.skin(-1.18 * w, 1.25),
                   v.skin(-1.40 * w, 0.8)};
    painter.save();
    painter.setClipPath(headOutline(v));
    const QPainterPath area = ring(lower, upper);
    const double cover = id.beard ? 0.62 : 0.22 * id.stubble;
    softStroke(painter, area, 0.22 * u, hair, 0.5 * cover);
    painter.setBrush(withAlpha(hair, cover));
    painter.drawPath(area);
    if (id.beard) {
        painter.setClipPath(area, Qt::IntersectClip);
        Random random(id.textureSeed ^ 0xbeu);
        for (int i = 0; i < 220; ++i) {
            const QPointF root = v.skin(random.uniform(-1.4, 1.4), random.uniform(1.1, 2.6));
            const QPointF tip = root + u * QPointF(random.uniform(-0.05, 0.05), random.uniform(0.06, 0.14));
            painter.setPen(QPen(withAlpha(mix(hair, random.chance(0.5) ? Qt::black : Qt::white, 0.2), 0.4), 0.016 * u));
            painter.drawLine(root, tip);
        }
        painter.setPen(Qt::NoPen);
    }
    painter.restore();
    if (!id.moustache) return;
    const Curve top = {v.at(48) + u * QPointF(-0.04, 0.0), v.at(49) + u * QPointF(-0.06, -0.12),
                       v.at(33) + u * QPointF(0, 0.11), v.at(53) + u * QPointF(0.06, -0.12),
                       v.at(54) + u * QPointF(0.04, 0.0)};
    const Curve bottom = {v.at(54), v.at(53), v.at(52), v.at(51), v.at(50), v.at(49), v.at(48)};
    painter.setBrush(withAlpha(hair, id.beard ? 0.6 : 0.75));
    painter.drawPath(ring(top, bottom));
}

} // namespace mien::synth

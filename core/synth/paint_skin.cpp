// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

QColor shadowOf(const QColor& skin)
{
    return mix(mix(skin, QColor(0xff5a2418), 0.55), QColor(Qt::black), 0.12);
}

QColor glowOf(const QColor& skin)
{
    return mix(skin, QColor(0xfffff1e2), 0.55);
}

constexpr std::array<double, 2> bothSides = {-1, 1};

void paintEars(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    if (id.hairStyle == HairStyle::Long) return;
    for (const double side : bothSides) {
        const double edge = 1.545 * id.proportions.faceWidth;
        const QPointF centre = v.head(side * (edge + 0.07), 0.28, 0.05);
        painter.save();
        painter.translate(centre);
        painter.rotate(v.projection.roll() * 57.3 + side * 10);
        painter.scale(v.unit, v.unit);
        QRadialGradient skin(QPointF(-0.08 * side, 0), 0.5);
        skin.setColorAt(0, mix(id.skin, shadowOf(id.skin), 0.45));
        skin.setColorAt(1, mix(id.skin, shadowOf(id.skin), 0.1));
        painter.setBrush(skin);
        painter.setPen(QPen(withAlpha(shadowOf(id.skin), 0.5), 0.02));
        painter.drawEllipse(QPointF(0, 0), 0.19, 0.42);
        painter.setPen(Qt::NoPen);
        softEllipse(painter, QPointF(-0.02 * side, 0.02), 0.10, 0.28, shadowOf(id.skin), 0.5);
        painter.restore();
    }
}

void paintForms(QPainter& painter, const FaceView& v)
{
    const QColor shadow = shadowOf(v.identity.skin);
    const QColor glow = glowOf(v.identity.skin);
    const double u = v.unit;
    // Cheeks and jaw turn away from the camera.
    for (const double side : bothSides) {
        const double dark = 0.34 + 0.22 * side * -v.lightSide;
        softEllipse(painter, v.skin(side * 1.52, 0.7), 0.55 * u, 1.5 * u, shadow, dark, side * 8);
        softEllipse(painter, v.skin(side * 1.05, 1.85), 0.45 * u, 0.85 * u, shadow, 0.7 * dark, side * 38);
        softEllipse(painter, v.skin(side * 1.35, -0.95), 0.4 * u, 0.8 * u, shadow, 0.6 * dark, side * -12);
    }
    softEllipse(painter, v.at(8) - QPointF(0, 0.02 * u), 0.75 * u, 0.22 * u, shadow, 0.35);
    // Forehead, cheekbones and chin face the light.
    const double lit = 0.25 * v.lightSide;
    softEllipse(painter, v.skin(lit, -0.95), 0.95 * u, 0.55 * u, glow, 0.38);
    softEllipse(painter, v.at(8) - QPointF(-0.3 * lit * u, 0.34 * u), 0.36 * u, 0.24 * u, glow, 0.34);
    for (const bool imageLeft : {true, false}) {
        const double side = imageLeft ? -1 : 1;
        const double raise = 0.16 * v.side(imageLeft, 6) + 0.10 * v.side(imageLeft, 12);
        const double lightness = 0.30 + 0.18 * side * v.lightSide + 0.15 * v.side(imageLeft, 6);
        softEllipse(painter, v.skin(side * 0.98, 0.66 - raise), 0.42 * u, 0.30 * u, glow, lightness, side * -24);
        const QColor blush = mix(v.identity.skin, QColor(0xffc2463c), 0.5);
        softEllipse(painter, v.skin(side * 0.98, 0.9 - raise), 0.48 * u, 0.36 * u, blush, 0.22);
    }
}

void paintFreckles(QPainter& painter, const FaceView& v)
{
    Random random(v.identity.textureSeed ^ 0x46u);
    const QColor colour = mix(v.identity.skin, QColor(0xff8a4a2a), 0.6);
    for (int i = 0; i < 46; ++i) {
        const double x = random.normal() * 0.55;
        const double y = 0.62 + random.normal() * 0.18 - 0.1 * std::abs(x);
        const double size = random.uniform(0.008, 0.02) * v.unit;
        painter.setBrush(withAlpha(colour, random.uniform(0.2, 0.5)));
        painter.drawEllipse(v.skin(x, y), size, size);
    }
}

void paintForeheadLines(QPainter& painter, const FaceView& v)
{
    const QColor shadow = shadowOf(v.identity.skin);
    for (int line = 0; line < 3; ++line) {
        for (const bool imageLeft : {true, false}) {
            const double side = imageLeft ? -1 : 1;
            const double inner = v.side(imageLeft, 1);
            const double outer = v.side(imageLeft, 2);
            const double strength = std::min(1.0, 0.12 * v.identity.age + 0.55 * inner + 0.45 * outer);
            const double y = -0.82 - 0.2 * line;
            const Curve curve = {v.skin(0, y - 0.03 * inner), v.skin(side * 0.4, y - 0.05 * inner),
                                 v.skin(side * 0.95, y + 0.05 - 0.09 * outer)};
            softStroke(painter, smoothOpen(curve), 0.045 * v.unit, shadow, 0.42 * strength);
        }
    }
}

void paintFrown(QPainter& painter, const FaceView& v)
{
    const QColor shadow = shadowOf(v.identity.skin);
    for (const bool imageLeft : {true, false}) {
        const double side = imageLeft ? -1 : 1;
        const double frown = std::min(1.0, v.side(imageLeft, 4) + 0.3 * v.side(imageLeft, 9));
        const Curve line = {v.skin(side * 0.10, -0.02), v.skin(side * 0.13, -0.2), v.skin(side * 0.15, -0.42)};
        softStroke(painter, smoothOpen(line), 0.055 * v.unit, shadow, 0.75 * frown + 0.05 * v.identity.age);
    }
    const double wrinkle = v.aus.mean(9);
    for (int i = 0; i < 3; ++i) {
        const double y = 0.1 + 0.1 * i;
        const Curve line = {v.skin(-0.17, y + 0.05), v.skin(0, y - 0.02), v.skin(0.17, y + 0.05)};
        softStroke(painter, smoothOpen(line), 0.04 * v.unit, shadow, 0.6 * wrinkle);
    }
}

void paintCrowsFeet(QPainter& painter, const FaceView& v, bool imageLeft)
{
    const QColor shadow = shadowOf(v.identity.skin);
    const double side = imageLeft ? -1 : 1;
    const double squint = v.side(imageLeft, 6);
    const QPointF corner = v.at(imageLeft ? 36 : 45);
    for (int i = -1; i <= 1; ++i) {
        const QPointF start = corner + v.unit * QPointF(side * 0.07, 0.07 * i);
        const QPointF end = start + v.unit * QPointF(side * 0.2, 0.09 * i + 0.02);
        softStroke(painter, smoothOpen({start, 0.5 * (start + end) + QPointF(0, 0.01 * v.unit), end}), 0.03 * v.unit,
                   shadow, 0.7 * squint + 0.08 * v.identity.age);
    }
    const int innerLid = imageLeft ? 40 : 47;
    const int outerLid = imageLeft ? 41 : 46;
    const double tight = std::max(squint, 0.8 * v.side(imageLeft, 7));
    const QPointF down(0, 0.13 * v.unit);
    const Curve bag = {v.at(imageLeft ? 39 : 42) + 0.9 * down, v.at(innerLid) + 1.1 * down, v.at(outerLid) + down,
                       v.at(imageLeft ? 36 : 45) + 0.6 * down};
    softStroke(painter, smoothOpen(bag), 0.06 * v.unit, shadow, 0.16 + 0.12 * v.identity.age + 0.35 * tight);
}

/// AU 13 pulls the corner up so sharply that the cheek above it puffs out.
void paintPuffedCheek(QPainter& painter, const FaceView& v, bool imageLeft)
{
    const double puffed = v.side(imageLeft, 13);
    if (puffed <= 0) return;
    const double side = imageLeft ? -1 : 1;
    const QPointF corner = v.at(imageLeft ? 48 : 54);
    const QPointF middle = corner + v.unit * QPointF(side * 0.26, -0.20);
    softEllipse(painter, middle + v.unit * QPointF(side * 0.02, 0.14), 0.30 * v.unit, 0.16 * v.unit,
                shadowOf(v.identity.skin), 0.5 * puffed, side * -18);
    softEllipse(painter, middle, 0.34 * v.unit, 0.26 * v.unit, glowOf(v.identity.skin), 0.36 * puffed, side * -18);
    softStroke(painter,
               smoothOpen({corner + v.unit * QPointF(side * 0.05, -0.08), corner + v.unit * QPointF(side * 0.07, 0),
                           corner + v.unit * QPointF(side * 0.04, 0.07)}),
               0.05 * v.unit, shadowOf(v.identity.skin), 0.7 * puffed);
}

void paintNasolabialFold(QPainter& painter, const FaceView& v, bool imageLeft)
{
    const QColor shadow = shadowOf(v.identity.skin);
    const double side = imageLeft ? -1 : 1;
    const double depth =
        std::min(1.0, 0.1 + 0.25 * v.identity.age + 0.55 * v.side(imageLeft, 12) + 0.35 * v.side(imageLeft, 20) +
                          0.5 * v.side(imageLeft, 9) + 0.5 * v.side(imageLeft, 10) + 0.2 * v.side(imageLeft, 6));
    const double deepened = v.side(imageLeft, 11);
    const QPointF wing = v.at(imageLeft ? 31 : 35) + v.unit * QPointF(side * 0.13, -0.12);
    const QPointF corner = v.at(imageLeft ? 48 : 54) + v.unit * QPointF(side * 0.17, -0.08);
    const QPointF middle = 0.5 * (wing + corner) + v.unit * QPointF(side * 0.09, -0.02);
    softStroke(painter, smoothOpen({wing, middle, corner}), 0.085 * v.unit, shadow, 0.62 * depth);
    if (deepened > 0) {
        // AU 11 deepens its upper and middle part, and the cheek stands out above.
        const QPointF out(side * 0.13 * v.unit, -0.06 * v.unit);
        softStroke(painter, smoothOpen({wing, 0.5 * (wing + middle) + 0.2 * out, middle, 0.4 * middle + 0.6 * corner}),
                   0.07 * v.unit, shadow, 0.85 * deepened);
        softEllipse(painter, middle + out, 0.15 * v.unit, 0.24 * v.unit, glowOf(v.identity.skin), 0.22 * deepened,
                    side * -20);
    }
    paintPuffedCheek(painter, v, imageLeft);
    // Dimple beside the corner (AU 14) and the marionette line below it (AU 15).
    softEllipse(painter, v.at(imageLeft ? 48 : 54) + v.unit * QPointF(side * 0.11, -0.01), 0.075 * v.unit,
                0.15 * v.unit, shadow, 0.8 * v.side(imageLeft, 14), side * -12);
    const QPointF low = v.at(imageLeft ? 48 : 54) + v.unit * QPointF(side * 0.05, 0.05);
    softStroke(painter,
               smoothOpen({low, low + v.unit * QPointF(side * 0.07, 0.14), low + v.unit * QPointF(side * 0.06, 0.28)}),
               0.06 * v.unit, shadow, 0.65 * v.side(imageLeft, 15) + 0.1 * v.identity.age);
}

void paintChin(QPainter& painter, const FaceView& v)
{
    const QColor shadow = shadowOf(v.identity.skin);
    const double boss = v.aus.mean(17);
    const QPointF below = v.at(57) + QPointF(0, 0.13 * v.unit);
    softEllipse(painter, below, 0.36 * v.unit, 0.12 * v.unit, shadow, 0.42 + 0.25 * boss);
    if (boss < 0.05) return;
    Random random(v.identity.textureSeed ^ 0x17u);
    for (int i = 0; i < 9; ++i) {
        const QPointF dent = v.at(8) + v.unit * QPointF(random.uniform(-0.26, 0.26), random.uniform(-0.42, -0.2));
        softEllipse(painter, dent, 0.06 * v.unit, 0.045 * v.unit, shadow, 0.5 * boss);
    }
}

} // namespace

QPainterPath headOutline(const FaceView& v)
{
    const double w = v.identity.proportions.faceWidth;
    Curve outline = v.run(0, 16);
    static constexpr std::array<std::array<double, 2>, 7> skull = {
        {{1.53, -0.55}, {1.40, -1.15}, {0.98, -1.78}, {0, -2.12}, {-0.98, -1.78}, {-1.40, -1.15}, {-1.53, -0.55}}};
    for (const auto& [x, y] : skull) outline.push_back(v.head(x * w, y, 0.1));
    return smoothClosed(outline);
}

void paintBody(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    const double n = 0.98 * id.neckWidth;
    const auto p = [&](double x, double y) { return v.head(x, y, -0.3); };
    QPainterPath neck(p(-n, 1.2));
    neck.cubicTo(p(-n, 2.2), p(-n * 0.98, 2.7), p(-n * 1.25, 3.2));
    neck.lineTo(p(-0.7, 4));
    neck.lineTo(p(0.7, 4));
    neck.lineTo(p(n * 1.25, 3.2));
    neck.cubicTo(p(n * 0.98, 2.7), p(n, 2.2), p(n, 1.2));
    QLinearGradient skin(p(0, 2.2), p(0, 3.4));
    skin.setColorAt(0, mix(id.skin, shadowOf(id.skin), 0.85));
    skin.setColorAt(1, mix(id.skin, shadowOf(id.skin), 0.4));
    painter.setBrush(skin);
    painter.drawPath(neck);

    QPainterPath shirt(p(-3.6, 6));
    shirt.cubicTo(p(-3.5, 4.2), p(-3.1, 3.75), p(-2.2, 3.5));
    shirt.cubicTo(p(-1.7, 3.35), p(-1.4, 3.25), p(-1.22 * n, 2.95));
    shirt.cubicTo(p(-0.8, 3.75), p(0.8, 3.75), p(1.22 * n, 2.95));
    shirt.cubicTo(p(1.4, 3.25), p(1.7, 3.35), p(2.2, 3.5));
    shirt.cubicTo(p(3.1, 3.75), p(3.5, 4.2), p(3.6, 6));
    QLinearGradient cloth(p(-2, 3), p(2, 5));
    cloth.setColorAt(0, mix(id.clothes, QColor(Qt::white), v.lightSide < 0 ? 0.12 : 0.0));
    cloth.setColorAt(1, mix(id.clothes, QColor(Qt::black), v.lightSide < 0 ? 0.35 : 0.15));
    painter.setBrush(cloth);
    painter.drawPath(shirt);
    QPainterPath collar(p(-1.22 * n, 2.97));
    collar.cubicTo(p(-0.8, 3.78), p(0.8, 3.78), p(1.22 * n, 2.97));
    softStroke(painter, collar, 0.09 * v.unit, mix(id.clothes, QColor(Qt::black), 0.5), 0.8);
    // The head's shadow on the neck keeps the jaw line visible.
    const QColor shadow = mix(shadowOf(id.skin), QColor(Qt::black), 0.3);
    softEllipse(painter, v.at(8) + QPointF(0, 0.1 * v.unit), 1.1 * v.unit, 0.55 * v.unit, shadow, 0.6);
}

void paintHead(QPainter& painter, const FaceView& v)
{
    const Identity& id = v.identity;
    paintEars(painter, v);
    const QPainterPath outline = headOutline(v);
    const double s = v.lightSide;
    QLinearGradient skin(v.skin(s * 1.5, -0.6), v.skin(-s * 1.5, 0.9));
    skin.setColorAt(0, mix(id.skin, glowOf(id.skin), 0.22));
    skin.setColorAt(0.55, id.skin);
    skin.setColorAt(1, mix(id.skin, shadowOf(id.skin), 0.28));
    painter.setBrush(skin);
    painter.drawPath(outline);
    painter.save();
    painter.setClipPath(outline);
    paintForms(painter, v);
    if (id.freckles) paintFreckles(painter, v);
    painter.restore();
    painter.strokePath(smoothOpen(v.run(1, 15)), QPen(withAlpha(shadowOf(id.skin), 0.55), 0.035 * v.unit));
}

void paintFolds(QPainter& painter, const FaceView& v)
{
    paintForeheadLines(painter, v);
    paintFrown(painter, v);
    for (const bool imageLeft : {true, false}) {
        paintCrowsFeet(painter, v, imageLeft);
        paintNasolabialFold(painter, v, imageLeft);
    }
    paintChin(painter, v);
}

void paintNose(QPainter& painter, const FaceView& v)
{
    const QColor shadow = shadowOf(v.identity.skin);
    const QColor glow = glowOf(v.identity.skin);
    const double u = v.unit;
    for (const double side : bothSides) {
        const int wing = side < 0 ? 31 : 35;
        const double dark = 0.34 - 0.2 * side * v.lightSide;
        const QPointF root = v.at(27) + u * QPointF(side * 0.22, -0.06);
        const QPointF flank = v.at(29) + u * QPointF(side * 0.20, 0);
        const QPointF low = v.at(wing) + u * QPointF(side * 0.02, -0.16);
        softStroke(painter, smoothOpen({root, flank, low}), 0.17 * u, shadow, dark);
        // Wing of the nose, from its groove to the base line.
        const QPointF top = v.at(wing) + u * QPointF(side * 0.035, -0.22);
        const QPointF out = v.at(wing) + u * QPointF(side * 0.075, -0.09);
        const QPointF base = v.at(wing) + u * QPointF(side * 0.01, 0.015);
        softStroke(painter, smoothOpen({top, out, base}), 0.055 * u, shadow, 0.85);
        const QPointF nostril = 0.5 * (v.at(wing) + v.at(side < 0 ? 32 : 34)) + u * QPointF(side * -0.02, -0.035);
        // AU 38 opens the nostrils, AU 39 draws them together to slits.
        const double open = 1 + 0.45 * v.side(side < 0, 38) - 0.5 * v.side(side < 0, 39);
        const double high = 1 + 0.5 * v.side(side < 0, 38) - 0.25 * v.side(side < 0, 39);
        softEllipse(painter, nostril, 0.125 * open * u, 0.062 * high * u, mix(shadow, QColor(Qt::black), 0.65), 1.0,
                    side * 14);
        softEllipse(painter, nostril, 0.09 * open * u, 0.045 * high * u, mix(shadow, QColor(Qt::black), 0.8), 0.8,
                    side * 14);
    }
    softEllipse(painter, 0.5 * (v.at(27) + v.at(29)) + u * QPointF(0.05 * v.lightSide, 0), 0.10 * u, 0.52 * u, glow,
                0.48);
    softEllipse(painter, v.at(30) + u * QPointF(0.05 * v.lightSide, -0.03), 0.17 * u, 0.14 * u, glow, 0.6);
    softStroke(painter, smoothOpen({v.at(31), v.at(32), v.at(33), v.at(34), v.at(35)}), 0.06 * u, shadow, 0.75);
    softEllipse(painter, v.at(33) + u * QPointF(0, 0.1), 0.32 * u, 0.11 * u, shadow, 0.35);
    // Philtrum.
    for (const double side : bothSides) {
        const QPointF top = v.at(33) + u * QPointF(side * 0.06, 0.08);
        softStroke(painter, smoothOpen({top, v.at(side < 0 ? 50 : 52) + u * QPointF(-side * 0.06, -0.02)}), 0.045 * u,
                   shadow, 0.25);
    }
}

} // namespace mien::synth

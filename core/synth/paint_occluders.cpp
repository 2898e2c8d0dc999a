// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <array>

namespace mien::synth {

namespace {

void paintMask(QPainter& painter, const FaceView& v)
{
    const double u = v.unit;
    // Along the jaw, and over the bridge of the nose.
    Curve edge = {v.at(2), v.at(3),  v.at(4),  v.at(5),  v.at(6),  v.at(7), v.at(8),
                  v.at(9), v.at(10), v.at(11), v.at(12), v.at(13), v.at(14)};
    const QPointF bridge = v.at(28) + u * QPointF(0, 0.12);
    edge.push_back(v.at(14) + 0.55 * (bridge - v.at(14)) + u * QPointF(0, 0.04));
    edge.push_back(bridge + u * QPointF(0.22, 0.03));
    edge.push_back(bridge);
    edge.push_back(bridge + u * QPointF(-0.22, 0.03));
    edge.push_back(v.at(2) + 0.55 * (bridge - v.at(2)) + u * QPointF(0, 0.04));
    const QPainterPath cloth = smoothClosed(edge);
    const QColor colour(0xff9fc3d6);
    const QColor shade = mix(colour, QColor(0xff2c4658), 0.6);
    for (const int ear : {1, 15}) { // the loops
        const QPointF end = v.at(ear) + u * QPointF(ear == 1 ? -0.06 : 0.06, -0.25);
        softStroke(painter, smoothOpen({v.at(ear == 1 ? 3 : 13), end}), 0.05 * u, mix(colour, Qt::white, 0.5), 0.9);
    }
    QLinearGradient light(v.at(2), v.at(14));
    light.setColorAt(v.lightSide < 0 ? 0 : 1, mix(colour, Qt::white, 0.35));
    light.setColorAt(0.5, colour);
    light.setColorAt(v.lightSide < 0 ? 1 : 0, mix(colour, shade, 0.5));
    painter.setPen(Qt::NoPen);
    painter.setBrush(light);
    painter.drawPath(cloth);
    painter.save();
    painter.setClipPath(cloth);
    for (const double place : {0.36, 0.52, 0.68}) { // pleats
        const QPointF middle = bridge + place * (v.at(8) - bridge);
        const QPointF left = v.at(3) + place * (v.at(5) - v.at(3)), right = v.at(13) + place * (v.at(11) - v.at(13));
        softStroke(painter, smoothOpen({left, middle, right}), 0.06 * u, shade, 0.45);
    }
    softEllipse(painter, v.at(30), 0.32 * u, 0.42 * u, mix(colour, Qt::white, 0.7), 0.5); // the nose beneath
    painter.restore();
    painter.strokePath(cloth, QPen(withAlpha(shade, 0.6), 0.025 * u));
}

/// A limb of the hand: thick lines with round ends.
void paintFinger(QPainter& painter, const FaceView& v, QPointF root, QPointF tip, double width)
{
    const QColor skin = v.identity.skin;
    const QColor edge = mix(skin, QColor(0xff4a2216), 0.55);
    QPainterPath line(root);
    const QPointF bend = 0.5 * (root + tip) + 0.06 * QPointF(tip.y() - root.y(), root.x() - tip.x());
    line.quadTo(bend, tip);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(line, QPen(edge, width + 0.05 * v.unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.strokePath(line, QPen(skin, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QColor glow = mix(skin, Qt::white, 0.25);
    softEllipse(painter, tip, 0.32 * width, 0.4 * width, glow, 0.6); // the nail
}

void paintHand(QPainter& painter, const FaceView& v)
{
    const double u = v.unit;
    const double side = v.lightSide < 0 ? 1 : -1; // the darker half of the face
    const QPointF palm = v.at(8) + u * QPointF(0.55 * side, 0.35);
    const QColor skin = mix(v.identity.skin, QColor(0xff5a2418), 0.08);
    softEllipse(painter, palm + u * QPointF(0, -0.1), 1.3 * u, 1.1 * u, QColor(0xff3a1a12), 0.4); // its shadow
    static constexpr std::array<std::array<double, 4>, 4> fingers = {{{-0.45, -0.25, -0.62, -1.30},
                                                                      {-0.20, -0.35, -0.25, -1.50},
                                                                      {0.06, -0.35, 0.12, -1.48},
                                                                      {0.30, -0.25, 0.46, -1.25}}};
    for (const auto& [x, y, tipX, tipY] : fingers)
        paintFinger(painter, v, palm + u * QPointF(side * x, y), palm + u * QPointF(side * tipX, tipY), 0.25 * u);
    QLinearGradient back(palm - QPointF(0, 0.6 * u), palm + QPointF(0, 0.9 * u));
    back.setColorAt(0, v.identity.skin);
    back.setColorAt(1, mix(skin, QColor(0xff4a2216), 0.4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(back);
    painter.drawRoundedRect(QRectF(palm.x() - 0.6 * u, palm.y() - 0.5 * u, 1.2 * u, 3.5 * u), 0.35 * u, 0.35 * u);
}

} // namespace

const char* nameOf(Occluder occluder)
{
    switch (occluder) {
    case Occluder::Mask:
        return "mask";
    case Occluder::Glasses:
        return "glasses";
    case Occluder::Hand:
        return "hand";
    case Occluder::None:
        break;
    }
    return "none";
}

void paintOccluder(QPainter& painter, const FaceView& view, Occluder occluder)
{
    if (occluder == Occluder::Mask) paintMask(painter, view);
    if (occluder == Occluder::Hand) paintHand(painter, view);
}

} // namespace mien::synth

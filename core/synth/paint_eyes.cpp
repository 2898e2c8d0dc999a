// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

struct Eye
{
    Curve upper; ///< outer to inner corner
    Curve lower; ///< inner to outer corner
    double side; ///< −1: on the image's left
    bool imageLeft;
};

Eye eyeOf(const FaceView& v, bool imageLeft)
{
    if (imageLeft) return {v.run(36, 39), {v.at(39), v.at(40), v.at(41), v.at(36)}, -1, true};
    return {v.run(45, 42), {v.at(42), v.at(47), v.at(46), v.at(45)}, 1, false};
}

QPainterPath opening(const Eye& eye)
{
    QPainterPath path(eye.upper.front());
    continueSmooth(path, eye.upper);
    continueSmooth(path, eye.lower);
    path.closeSubpath();
    return path;
}

Curve moved(Curve curve, QPointF by)
{
    for (QPointF& point : curve) point += by;
    return curve;
}

void paintSocket(QPainter& painter, const FaceView& v, const Eye& eye)
{
    const QColor shadow = mix(v.identity.skin, QColor(0xff4a2018), 0.6);
    const double u = v.unit;
    const QPointF middle = 0.5 * (eye.upper[1] + eye.upper[2]);
    softEllipse(painter, middle + u * QPointF(0, -0.09), 0.46 * u, 0.19 * u, shadow, 0.36, eye.side * 4);
    softEllipse(painter, eye.upper[3] + u * QPointF(eye.side * -0.08, -0.08), 0.17 * u, 0.24 * u, shadow, 0.42);
    // The lid itself catches light once it covers the eye.
    softEllipse(painter, middle + u * QPointF(0, -0.06), 0.24 * u, 0.075 * u, mix(v.identity.skin, Qt::white, 0.3),
                0.30);
}

void paintEyeball(QPainter& painter, const FaceView& v, const Eye& eye)
{
    const double u = v.unit;
    const QPainterPath path = opening(eye);
    const QPointF outer = eye.upper.front();
    const QPointF inner = eye.upper.back();
    const QPointF centre = 0.5 * (outer + inner) + u * QPointF(0, -0.035);
    painter.save();
    painter.setClipPath(path);
    painter.setBrush(QColor(0xffece7e2));
    painter.drawPath(path);
    softEllipse(painter, inner, 0.10 * u, 0.08 * u, QColor(0xffc98a80), 0.75);
    softEllipse(painter, outer, 0.12 * u, 0.12 * u, QColor(0xff8d7a72), 0.6);

    const double radius = 0.150 * u;
    QRadialGradient iris(centre, radius);
    iris.setColorAt(0, mix(v.identity.iris, Qt::black, 0.3));
    iris.setColorAt(0.45, mix(v.identity.iris, Qt::white, 0.18));
    iris.setColorAt(0.8, v.identity.iris);
    iris.setColorAt(1, mix(v.identity.iris, Qt::black, 0.75));
    painter.setBrush(iris);
    painter.drawEllipse(centre, radius, radius);
    painter.setBrush(QColor(0xff0d0a09));
    painter.drawEllipse(centre, 0.44 * radius, 0.44 * radius);
    painter.setBrush(withAlpha(Qt::white, 0.92));
    painter.drawEllipse(centre + radius * QPointF(0.34 * (v.lightSide < 0 ? -1 : 1), -0.36), 0.19 * radius,
                        0.19 * radius);
    softEllipse(painter, centre + radius * QPointF(-0.25 * v.lightSide, 0.5), 0.5 * radius, 0.3 * radius, Qt::white,
                0.22);
    // The upper lid throws a shadow on the eyeball.
    softStroke(painter, smoothOpen(eye.upper), 0.13 * u, QColor(0xff2a1c18), 0.5);
    painter.restore();
}

void paintLids(QPainter& painter, const FaceView& v, const Eye& eye)
{
    const double u = v.unit;
    const Identity& id = v.identity;
    const QColor line = mix(mix(id.brow, QColor(Qt::black), 0.55), id.skin, 0.08);
    const QColor fold = mix(id.skin, QColor(0xff3f1a12), 0.68);
    // Lash line: thickest over the outer half.
    const double thickness = (0.040 + 0.028 * id.lashes) * u;
    QPainterPath lash(eye.upper.front());
    continueSmooth(lash, eye.upper);
    Curve back(eye.upper.rbegin(), eye.upper.rend());
    back[1] += QPointF(0, -0.8 * thickness);
    back[2] += QPointF(0, -1.25 * thickness);
    back[3] += thickness * QPointF(eye.side * (0.7 + id.lashes), -0.55);
    lash.lineTo(back.front());
    continueSmooth(lash, back);
    painter.setBrush(withAlpha(line, 0.92));
    painter.drawPath(lash);
    painter.strokePath(smoothOpen(eye.upper), QPen(withAlpha(line, 0.8), 0.022 * u));
    softStroke(painter, smoothOpen(eye.lower), 0.045 * u, fold, 0.55 + 0.25 * id.lashes);
    // Crease of the lid; it vanishes behind the brow's skin when the eye opens wide.
    const double wide = v.side(eye.imageLeft, 5);
    const double closed = v.side(eye.imageLeft, 43);
    const double lift = 0.105 - 0.03 * wide;
    Curve crease = moved(eye.upper, u * QPointF(0, -lift));
    crease[0] += u * QPointF(0.02 * eye.side, 0.03);
    crease[3] += u * QPointF(0, 0.035);
    for (int i : {1, 2}) crease[static_cast<std::size_t>(i)] += u * QPointF(0, -0.10 * closed);
    softStroke(painter, smoothOpen(crease), 0.05 * u, fold, 0.72);
}

void paintBrow(QPainter& painter, const FaceView& v, bool imageLeft)
{
    const Identity& id = v.identity;
    const double u = v.unit;
    Curve marks = imageLeft ? v.run(17, 21) : v.run(26, 22); // outer to inner end
    // Brows fade out: their ends are seen a little inside the last hairs.
    marks.front() += 0.22 * (marks[0] - marks[1]);
    marks.back() += 0.10 * (marks[4] - marks[3]);
    const Curve spine = resampled(marks, 17);
    Curve top;
    Curve bottom;
    for (std::size_t i = 0; i < spine.size(); ++i) {
        const double place = static_cast<double>(i) / 16;
        const double width = id.browThickness * u * std::min(1.0, 0.22 + 1.25 * place) * (place > 0.9 ? 0.8 : 1.0);
        top.push_back(spine[i] + QPointF(0, -0.16 * width));
        bottom.push_back(spine[i] + QPointF(0, 0.84 * width));
    }
    QPainterPath shape(top.front());
    continueSmooth(shape, top);
    Curve back(bottom.rbegin(), bottom.rend());
    shape.lineTo(back.front());
    continueSmooth(shape, back);
    shape.closeSubpath();
    painter.setBrush(withAlpha(id.brow, 0.62));
    painter.drawPath(shape);
    painter.strokePath(shape, QPen(withAlpha(id.brow, 0.22), 0.035 * u));

    Random random(id.textureSeed ^ (imageLeft ? 0xb1u : 0xb2u));
    const double lean = imageLeft ? -1 : 1;
    for (int i = 0; i < 44; ++i) {
        const double place = random.uniform(0.02, 1);
        const auto k = static_cast<std::size_t>(place * 16);
        const QPointF root = bottom[k] + random.uniform(0, 0.6) * (top[k] - bottom[k]);
        const QPointF tip = root + u * QPointF(lean * 0.05 * std::min(1.0, 0.3 + place), -0.015 - 0.045 * place);
        painter.setPen(QPen(withAlpha(mix(id.brow, Qt::black, 0.25), 0.55), 0.014 * u));
        painter.drawLine(root, tip);
    }
    painter.setPen(Qt::NoPen);
}

} // namespace

void paintEyes(QPainter& painter, const FaceView& v)
{
    for (const bool imageLeft : {true, false}) {
        const Eye eye = eyeOf(v, imageLeft);
        paintSocket(painter, v, eye);
        paintEyeball(painter, v, eye);
        paintLids(painter, v, eye);
    }
}

void paintBrows(QPainter& painter, const FaceView& v)
{
    paintBrow(painter, v, true);
    paintBrow(painter, v, false);
}

void paintGlasses(QPainter& painter, const FaceView& v)
{
    const double u = v.unit;
    const QColor frame(0xff2a2522);
    // Frames sit on the nose: they follow the head, not the face's movement.
    const double x = 0.72 + v.identity.proportions.eyeSpacing;
    painter.save();
    painter.setBrush(withAlpha(Qt::white, 0.05));
    painter.setPen(QPen(withAlpha(frame, 0.9), 0.035 * u));
    for (const double side : {-1.0, 1.0}) {
        const double round = v.identity.glassesRound;
        QPainterPath lens;
        lens.addRoundedRect(QRectF(-0.50, -0.34, 1.0, 0.72), 0.15 + 0.33 * round, 0.12 + 0.22 * round);
        painter.save();
        painter.translate(v.head(side * x, 0.06, 1.25));
        painter.rotate(v.projection.roll() * 57.3);
        painter.scale(u, u);
        painter.setPen(QPen(withAlpha(frame, 0.9), 0.035));
        painter.drawPath(lens);
        painter.restore();
        painter.setBrush(Qt::NoBrush);
        painter.drawLine(v.head(side * (x + 0.5), -0.05, 1.2), v.head(side * 1.56, -0.02, 0.3));
        painter.setBrush(withAlpha(Qt::white, 0.05));
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(smoothOpen({v.head(-x + 0.5, 0.0, 1.25), v.head(0, -0.07, 1.35), v.head(x - 0.5, 0.0, 1.25)}));
    painter.restore();
}

} // namespace mien::synth

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_renderer.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

QImage paintBackground(Random random, int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    QPainter painter(&image);
    const double hue = random.uniform();
    const double saturation = random.uniform(0.05, 0.22);
    const double value = random.uniform(0.5, 0.82);
    const auto tone = [&](double hueShift, double factor) {
        const double h = hue + hueShift - std::floor(hue + hueShift);
        return QColor::fromHsvF(static_cast<float>(h), static_cast<float>(saturation),
                                static_cast<float>(std::min(1.0, value * factor)));
    };
    QLinearGradient wall(QPointF(0, 0), QPointF(random.uniform(-0.4, 0.4) * width, height));
    wall.setColorAt(0, tone(0, 1.12));
    wall.setColorAt(0.65, tone(0.02, 0.92));
    wall.setColorAt(1, tone(0.05, 0.7));
    painter.fillRect(image.rect(), wall);
    // Things far out of focus: wide spots without an edge that a detector could hold on to.
    const int spots = 4 + static_cast<int>(random.below(6));
    for (int i = 0; i < spots; ++i) {
        const QPointF centre(random.uniform(0, width), random.uniform(0, height));
        const double radius = random.uniform(0.15, 0.5) * width;
        const QColor colour = tone(random.uniform(-0.08, 0.12), random.chance(0.6) ? 1.25 : 0.6);
        softEllipse(painter, centre, radius, radius * random.uniform(0.6, 1.4), colour, random.uniform(0.12, 0.35));
    }
    softEllipse(painter, QPointF(0.5 * width, 0.42 * height), 0.62 * width, 0.62 * width, tone(0, 1.25), 0.45);
    return image;
}

QImage paintShade(double lightSide, double strength, int width, int height)
{
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    const double lit = lightSide < 0 ? 0.15 * width : 0.85 * width;
    QLinearGradient fall(QPointF(lit, 0), QPointF(width - lit, 0.3 * height));
    fall.setColorAt(0, withAlpha(Qt::black, 0));
    fall.setColorAt(0.5, withAlpha(Qt::black, 0.35 * strength));
    fall.setColorAt(1, withAlpha(Qt::black, strength));
    painter.fillRect(image.rect(), fall);
    QRadialGradient corners(QPointF(0.5 * width, 0.45 * height), 0.68 * width);
    corners.setColorAt(0.55, withAlpha(Qt::black, 0));
    corners.setColorAt(1, withAlpha(Qt::black, 0.3));
    painter.fillRect(image.rect(), corners);
    return image;
}

} // namespace

Curve FaceView::run(int first, int last) const
{
    Curve curve;
    const int step = first <= last ? 1 : -1;
    for (int i = first; i != last + step; i += step) curve.push_back(at(i));
    return curve;
}

double FaceView::side(bool imageLeft, int number) const
{
    return imageLeft ? aus.rightOf(number) : aus.leftOf(number);
}

FaceRenderer::FaceRenderer(const Identity& identity, Random scene, int width, int height, Occluder occluder)
    : m_identity(identity), m_occluder(occluder)
{
    m_background = paintBackground(scene.fork("background"), width, height);
    m_lightSide = scene.uniform(-1, 1);
    m_shade = paintShade(m_lightSide, 0.08 + 0.24 * std::abs(m_lightSide), width, height);
}

QImage FaceRenderer::render(const HeadShape& shape, const AuSet& actionUnits, const HeadProjection& projection) const
{
    FaceView view{m_identity, actionUnits, projection, {}, projection.unit(), m_lightSide};
    for (std::size_t i = 0; i < shape.size(); ++i) view.points[i] = projection.map(shape[i]);

    QImage image = m_background;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    paintHairBehind(painter, view);
    paintBody(painter, view);
    paintHead(painter, view);
    paintFolds(painter, view);
    paintNose(painter, view);
    paintBeard(painter, view);
    paintMouth(painter, view);
    paintEyes(painter, view);
    paintBrows(painter, view);
    if (m_occluder == Occluder::Mask) paintOccluder(painter, view, m_occluder); // beneath hair and glasses
    paintHairInFront(painter, view);
    if (m_identity.glasses) paintGlasses(painter, view);
    if (m_occluder == Occluder::Hand) paintOccluder(painter, view, m_occluder);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.drawImage(0, 0, m_shade);
    return image;
}

} // namespace mien::synth

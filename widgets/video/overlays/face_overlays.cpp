// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/face_overlays.h"

#include "core/render/colour_map.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mien {
namespace {

constexpr int pointCount = 68;

QPointF mapped(const Point& p, const QTransform& toView)
{
    return toView.map(QPointF(p.x, p.y));
}

/// View pixels per frame pixel.
double scaleOf(const QTransform& toView)
{
    return std::hypot(toView.m11(), toView.m12());
}

} // namespace

QString FaceBoxOverlay::title() const
{
    return tr("Face box");
}

void FaceBoxOverlay::setFace(const std::optional<FaceFrame>& face)
{
    m_face = face;
    emit changed();
}

void FaceBoxOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!m_face || !m_face->found) return;
    const Box& b = m_face->box;
    const QRectF box = toView.mapRect(QRectF(b.x, b.y, b.width, b.height));
    const QColor colour(0x5a, 0xa7, 0xe8);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 120), 3));
    painter.drawRect(box);
    painter.setPen(QPen(colour, 1.4));
    painter.drawRect(box);
    painter.drawText(box.topLeft() + QPointF(1, -4), tr("face, detector margin %1").arg(m_face->score, 0, 'f', 2));
}

QString LandmarkOverlay::title() const
{
    return tr("Landmarks");
}

void LandmarkOverlay::setFace(const std::optional<FaceFrame>& face)
{
    m_face = face;
    emit changed();
}

void LandmarkOverlay::setNumbers(bool numbers)
{
    m_numbers = numbers;
    emit changed();
}

void LandmarkOverlay::setMarked(int landmark)
{
    if (m_marked == landmark) return;
    m_marked = landmark;
    emit changed();
}

void LandmarkOverlay::setPoints(bool points)
{
    if (m_points == points) return;
    m_points = points;
    emit changed();
}

void LandmarkOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!m_face || !m_face->found) return;
    const double eyes = outerEyeDistance(m_face->landmarks) * scaleOf(toView);
    const double radius = std::clamp(eyes * 0.014, 1.2, 3.0);
    painter.setPen(Qt::NoPen);
    for (const Point& p : m_face->landmarks) {
        if (!m_points) break;
        const QPointF centre = mapped(p, toView);
        painter.setBrush(QColor(0, 0, 0, 130));
        painter.drawEllipse(centre, radius + 0.9, radius + 0.9);
        painter.setBrush(QColor(0xd8, 0xf2, 0xff));
        painter.drawEllipse(centre, radius, radius);
    }
    if (m_numbers) {
        QFont font = painter.font();
        font.setPixelSize(9);
        painter.setFont(font);
        for (int i = 0; i < pointCount; ++i) {
            const QPointF at = mapped(m_face->landmarks[i], toView) + QPointF(radius + 2, -radius);
            painter.setPen(QColor(0, 0, 0, 170));
            painter.drawText(at + QPointF(0.8, 0.8), QString::number(i));
            painter.setPen(Qt::white);
            painter.drawText(at, QString::number(i));
        }
    }
    if (m_marked >= 0 && m_marked < pointCount) {
        const QPointF centre = mapped(m_face->landmarks[m_marked], toView);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4));
        painter.drawEllipse(centre, radius + 5, radius + 5);
        painter.setPen(QPen(QColor(0x5a, 0xa7, 0xe8), 2));
        painter.drawEllipse(centre, radius + 5, radius + 5);
        painter.setPen(Qt::white);
        painter.drawText(centre + QPointF(radius + 9, 4), QString::number(m_marked));
    }
}

int LandmarkOverlay::landmarkAt(QPointF position, const QTransform& toView, double radius) const
{
    if (!isShown() || !m_face || !m_face->found) return -1;
    int nearest = -1;
    double best = radius;
    for (int i = 0; i < pointCount; ++i) {
        const QPointF d = mapped(m_face->landmarks[i], toView) - position;
        const double distance = std::hypot(d.x(), d.y());
        if (distance <= best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

QString StrengthOverlay::title() const
{
    return tr("Activation map");
}

void StrengthOverlay::setFace(const std::optional<FaceFrame>& face)
{
    m_face = face;
    emit changed();
}

void StrengthOverlay::setStrength(std::vector<float> strength)
{
    m_strength = std::move(strength);
    emit changed();
}

void StrengthOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!m_face || !m_face->found || m_strength.size() != pointCount) return;
    const double eyes = outerEyeDistance(m_face->landmarks) * scaleOf(toView);
    const double radius = std::max(2.5, eyes * 0.04);
    painter.setPen(QPen(QColor(0, 0, 0, 90), 1));
    // Strong discs last: they must not hide below weak neighbours.
    std::vector<int> order(pointCount);
    for (int i = 0; i < pointCount; ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](int a, int b) { return m_strength[a] < m_strength[b]; });
    for (const int i : order) {
        const Colour c = whiteYellowRed(m_strength[i]);
        painter.setBrush(QColor(c.red, c.green, c.blue));
        const double r = m_strength[i] > 0 ? radius : radius * 0.6;
        painter.drawEllipse(mapped(m_face->landmarks[i], toView), r, r);
    }
}

} // namespace mien

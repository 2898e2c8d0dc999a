// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/landmark_overlays.h"

#include "widgets/video/overlays/paint_help.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr int pointCount = 68;
constexpr QColor pointColour(0xd8, 0xf2, 0xff);
constexpr QColor markColour(0x5a, 0xa7, 0xe8);
constexpr QColor lineColour(0x7f, 0xd6, 0xc2);

/// Landmarks along one line of the face; a closed line returns to its first.
struct Line
{
    int first;
    int last;
    bool closed;
};

constexpr std::array<Line, 9> lines = {{{0, 16, false},
                                        {17, 21, false},
                                        {22, 26, false},
                                        {27, 30, false},
                                        {31, 35, false},
                                        {36, 41, true},
                                        {42, 47, true},
                                        {48, 59, true},
                                        {60, 67, true}}};

/// Corners, ends and tips: the numbers that stay when there is no room for all.
constexpr std::array anchors = {8, 30, 36, 45, 48, 54, 39, 42, 27, 33, 0, 16, 17, 26, 21, 22, 51, 57};

double radiusOf(double eyes)
{
    return std::clamp(eyes * 0.014, 1.2, 3.0);
}

/// The landmarks, those whose numbers matter most first.
const std::array<int, pointCount>& byImportance()
{
    static const auto order = [] {
        std::array<int, pointCount> all{};
        auto end = std::copy(anchors.begin(), anchors.end(), all.begin());
        for (int i = 0; i < pointCount; ++i)
            if (std::find(anchors.begin(), anchors.end(), i) == anchors.end()) *end++ = i;
        return all;
    }();
    return order;
}

/// From a landmark's point to where its number stands: away from the middle of its part of the face.
QPointF outwards(const std::array<QPointF, pointCount>& points, int landmark)
{
    const auto middle = [&](int first, int last) {
        QPointF sum;
        for (int i = first; i <= last; ++i) sum += points[static_cast<std::size_t>(i)];
        return sum / (last - first + 1);
    };
    const auto from = [&] {
        if (landmark <= 26) return middle(27, 30); // jaw and brows: away from the nose
        if (landmark <= 30) return middle(27, 30) - QPointF(1000, 0);
        if (landmark <= 35) return middle(27, 30);
        if (landmark <= 41) return middle(36, 41);
        if (landmark <= 47) return middle(42, 47);
        return middle(60, 67);
    };
    QPointF d = points[static_cast<std::size_t>(landmark)] - from();
    const double length = std::hypot(d.x(), d.y());
    if (length < 0.5) return {0, -1};
    // The inner lips' numbers go inwards, away from those of the outer lips.
    return d / (landmark >= 60 ? -length : length);
}

} // namespace

QString LandmarkOverlay::id() const
{
    return u"points"_s;
}

QString LandmarkOverlay::title() const
{
    return tr("Landmarks");
}

QString LandmarkOverlay::help() const
{
    return tr("The 68 points of the face; hollow where something hides them");
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
    paintEach(painter, [&](const FaceFrame& shown) {
        const double radius = radiusOf(eyesInView(shown, toView));
        const bool hasPoints = m_points || &shown != face();
        for (std::size_t i = 0; hasPoints && i < shown.landmarks.size(); ++i) {
            const QPointF centre = inView(shown.landmarks[i], toView);
            painter.setPen(Qt::NoPen);
            painter.setBrush(QColor(0, 0, 0, 130));
            painter.drawEllipse(centre, radius + 0.9, radius + 0.9);
            const bool hidden = shown.hidden[i];
            if (hidden) painter.setPen(QPen(pointColour, 1));
            painter.setBrush(hidden ? QBrush(Qt::NoBrush) : QBrush(pointColour));
            painter.drawEllipse(centre, radius, radius);
        }
    });
    if (!face() || m_marked < 0 || m_marked >= pointCount) return;
    const double radius = radiusOf(eyesInView(*face(), toView));
    const QPointF centre = inView(face()->landmarks[static_cast<std::size_t>(m_marked)], toView);
    QPainterPath ring;
    ring.addEllipse(centre, radius + 5, radius + 5);
    strokeRimmed(painter, ring, QPen(markColour, 2));
    painter.setPen(Qt::white);
    painter.drawText(centre + QPointF(radius + 9, 4), QString::number(m_marked));
}

int LandmarkOverlay::landmarkAt(QPointF position, const QTransform& toView, double radius) const
{
    if (!isShown() || !face()) return -1;
    int nearest = -1;
    double best = radius;
    for (int i = 0; i < pointCount; ++i) {
        const QPointF d = inView(face()->landmarks[static_cast<std::size_t>(i)], toView) - position;
        const double distance = std::hypot(d.x(), d.y());
        if (distance <= best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

QString LandmarkNumberOverlay::id() const
{
    return u"numbers"_s;
}

QString LandmarkNumberOverlay::title() const
{
    return tr("Landmark Numbers");
}

QString LandmarkNumberOverlay::help() const
{
    return tr("Numbers from 0 to 67; where there is no room for all, those of corners and ends");
}

void LandmarkNumberOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!face()) return;
    const double eyes = eyesInView(*face(), toView);
    setPixelSize(painter, eyes > 220 ? 11 : 9);
    const QFontMetricsF metrics(painter.font());
    std::array<QPointF, pointCount> points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = inView(face()->landmarks[i], toView);
    std::vector<QRectF> taken;
    taken.reserve(pointCount);
    for (const int i : byImportance()) {
        const QString text = QString::number(i);
        QRectF room(0, 0, metrics.horizontalAdvance(text), metrics.ascent());
        const QPointF away = outwards(points, i);
        const double distance = radiusOf(eyes) + 2;
        room.moveCenter(points[static_cast<std::size_t>(i)] +
                        QPointF(away.x() * (distance + room.width() / 2), away.y() * (distance + room.height() / 2)));
        if (std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(room); }))
            continue;
        taken.push_back(room);
        painter.setPen(QColor(0, 0, 0, 190));
        for (const QPointF shadow : {QPointF(0.9, 0.9), QPointF(-0.9, 0.9), QPointF(0, -0.9)})
            painter.drawText(room.translated(shadow), Qt::AlignCenter | Qt::TextDontClip, text);
        painter.setPen(Qt::white);
        painter.drawText(room, Qt::AlignCenter | Qt::TextDontClip, text);
    }
}

QString ConnectionOverlay::id() const
{
    return u"connections"_s;
}

QString ConnectionOverlay::title() const
{
    return tr("Landmark Connections");
}

QString ConnectionOverlay::help() const
{
    return tr("Lines along jaw, brows, nose, eyes and lips");
}

void ConnectionOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    paintEach(painter, [&](const FaceFrame& shown) {
        const auto& points = shown.landmarks;
        QPainterPath path;
        for (const Line& line : lines) {
            path.moveTo(inView(points[static_cast<std::size_t>(line.first)], toView));
            for (int i = line.first + 1; i <= line.last; ++i)
                path.lineTo(inView(points[static_cast<std::size_t>(i)], toView));
            if (line.closed) path.closeSubpath();
        }
        const double width = std::clamp(eyesInView(shown, toView) * 0.01, 1.0, 2.0);
        strokeRimmed(painter, path, QPen(lineColour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    });
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/pose_overlay.h"

#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

enum Axis { Side, Up, Out };

// Okabe & Ito (2008): vermillion, sky blue, yellow.
constexpr std::array<QColor, 3> axisColours = {QColor(0xf2, 0x7a, 0x3a), QColor(0x56, 0xb4, 0xe9),
                                               QColor(0xf0, 0xe4, 0x42)};
constexpr std::size_t noseBridge = 27;
constexpr double axisLength = 0.75; ///< outer-eye distances
constexpr double labelledFrom = 75; ///< outer-eye distance in view pixels
constexpr double shortAxis = 20;    ///< view pixels
constexpr double hoverRadius = 10;  ///< view pixels

double degrees(double radians)
{
    return radians * 180 / std::numbers::pi;
}

/// The unit axes in the camera's frame: x right, y down, z away from the viewer.
struct Turned
{
    std::array<std::array<double, 3>, 3> axis;

    explicit Turned(const HeadPose& pose)
    {
        const double cx = std::cos(pose.rx), sx = std::sin(pose.rx);
        const double cy = std::cos(pose.ry), sy = std::sin(pose.ry);
        const double cz = std::cos(pose.rz), sz = std::sin(pose.rz);
        // Columns of Rx · Ry · Rz; up and out of the face are against the model's y and z.
        axis[Side] = {cy * cz, cx * sz + sx * sy * cz, sx * sz - cx * sy * cz};
        axis[Up] = {cy * sz, -(cx * cz - sx * sy * sz), -(sx * cz + cx * sy * sz)};
        axis[Out] = {-sy, sx * cy, -cx * cy};
    }
};

} // namespace

QString PoseOverlay::id() const
{
    return u"pose"_s;
}

QString PoseOverlay::title() const
{
    return tr("Head Pose");
}

QString PoseOverlay::help() const
{
    return tr("Three axes at the bridge of the nose: to the side, up, and out of the face");
}

std::array<QPointF, 3> PoseOverlay::axes(const HeadPose& pose)
{
    const Turned turned(pose);
    std::array<QPointF, 3> ends;
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = {turned.axis[i][0], turned.axis[i][1]};
    return ends;
}

void PoseOverlay::faceChanged()
{
    m_axes.reset();
}

void PoseOverlay::setPose(const std::optional<HeadPose>& pose)
{
    m_axes.reset();
    if (pose && face()) {
        Axes a;
        const Turned turned(*pose);
        a.ends = axes(*pose);
        // The eyes' distance as it would be from the front; a profile shows next to nothing of it.
        const double seen = std::hypot(a.ends[Side].x(), a.ends[Side].y());
        const double length = axisLength * outerEyeDistance(face()->landmarks) / std::max(0.35, seen);
        for (QPointF& end : a.ends) end *= length;
        const auto label = [](const QString& name, double angle) {
            return u"%1 %2°"_s.arg(name).arg(static_cast<int>(std::lround(degrees(angle))));
        };
        a.labels[Side] = label(tr("pitch"), pose->rx);
        a.labels[Up] = label(tr("yaw"), pose->ry);
        a.labels[Out] = label(tr("roll"), pose->rz);
        std::iota(a.order.begin(), a.order.end(), 0);
        std::stable_sort(a.order.begin(), a.order.end(), [&](int i, int j) {
            return turned.axis[static_cast<std::size_t>(i)][2] > turned.axis[static_cast<std::size_t>(j)][2];
        });
        // Words are taken from where the axes point, so that they are right whatever the signs of the angles mean.
        const auto& out = turned.axis[Out];
        const auto angle = [](double a) { return static_cast<int>(std::lround(std::abs(degrees(a)))); };
        const int sideways = angle(std::asin(std::clamp(out[0], -1.0, 1.0)));
        const int upwards = angle(pose->rx);
        const int tilt = angle(pose->rz);
        QStringList parts;
        parts << (out[0] > 0 ? tr("%1° towards the image's right").arg(sideways)
                             : tr("%1° towards the image's left").arg(sideways));
        parts << (out[1] > 0 ? tr("%1° down").arg(upwards) : tr("%1° up").arg(upwards));
        parts << (a.ends[Side].y() > 0 ? tr("tilted %1° clockwise").arg(tilt)
                                       : tr("tilted %1° anticlockwise").arg(tilt));
        a.words = tr("Head: %1").arg(parts.join(u", "_s));
        m_axes = std::move(a);
    }
    emit changed();
}

void PoseOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!m_axes || !face()) return;
    const double eyes = eyesInView(*face(), toView);
    const QPointF origin = inView(face()->landmarks[noseBridge], toView);
    const double scale = viewScale(toView);
    const double width = std::clamp(eyes * 0.022, 1.6, 3.5);
    for (const int i : m_axes->order) {
        const auto at = static_cast<std::size_t>(i);
        const QPointF end = origin + m_axes->ends[at] * scale;
        QPainterPath line(origin);
        line.lineTo(end);
        strokeRimmed(painter, line, QPen(axisColours[at], width, Qt::SolidLine, Qt::RoundCap));
        // The axis out of a face seen from the front is a point: its tip must still be seen.
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1));
        painter.setBrush(axisColours[at]);
        painter.drawEllipse(end, width * 1.2, width * 1.2);
    }
    if (eyes < labelledFrom) return;
    setPixelSize(painter, 11);
    for (std::size_t i = 0; i < axisColours.size(); ++i) {
        const QPointF axis = m_axes->ends[i] * scale;
        Tag tag(painter, m_axes->labels[i], origin + axis);
        // Beyond the tip. An axis towards the viewer has no direction: then on the nose, not over an eye.
        const double length = std::hypot(axis.x(), axis.y());
        const QPointF along = length < shortAxis ? QPointF(0, 1) : axis / length;
        const QSizeF half = tag.plate().size() / 2;
        const QPointF centre = origin + axis + QPointF(along.x() * (half.width() + 6), along.y() * (half.height() + 6));
        tag.moveTo(centre - QPointF(half.width(), half.height()));
        tag.draw(painter, axisColours[i]);
    }
}

QString PoseOverlay::describe(QPointF position, const QTransform& toView) const
{
    if (!m_axes || !face()) return {};
    const QPointF origin = inView(face()->landmarks[noseBridge], toView);
    for (const QPointF& end : m_axes->ends) {
        const QPointF axis = end * viewScale(toView);
        const QPointF p = position - origin;
        const double square = QPointF::dotProduct(axis, axis);
        const double along = square > 0 ? std::clamp(QPointF::dotProduct(p, axis) / square, 0.0, 1.0) : 0;
        const QPointF d = p - axis * along;
        if (std::hypot(d.x(), d.y()) <= hoverRadius) return m_axes->words;
    }
    return {};
}

} // namespace mien

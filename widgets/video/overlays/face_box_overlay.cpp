// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/face_box_overlay.h"

#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr QColor boxColour(0x5a, 0xa7, 0xe8);

} // namespace

QString FaceBoxOverlay::id() const
{
    return u"box"_s;
}

QString FaceBoxOverlay::title() const
{
    return tr("Face Box");
}

QString FaceBoxOverlay::help() const
{
    return tr("The detector's box and the confidence that the landmarks in it lie right");
}

void FaceBoxOverlay::faceChanged()
{
    m_label.clear();
    if (!face()) return;
    m_label = std::isfinite(face()->confidence)
                  ? tr("face, %1 %").arg(static_cast<int>(std::lround(face()->confidence * 100)))
                  : tr("face");
}

void FaceBoxOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (!face()) return;
    const QRectF box = inView(face()->box, toView);
    QPainterPath path;
    path.addRect(box);
    strokeRimmed(painter, path, QPen(boxColour, 1.4));
    setPixelSize(painter, 11);
    Tag tag(painter, m_label, box.topLeft() + QPointF(-1, -2));
    tag.draw(painter, boxColour.lighter(125));
}

QString FaceBoxOverlay::describe(QPointF position, const QTransform& toView) const
{
    if (!face() || !inView(face()->box, toView).contains(position)) return {};
    QString text = std::isfinite(face()->confidence) ? tr("Confidence that the landmarks lie right: %1 %")
                                                           .arg(static_cast<int>(std::lround(face()->confidence * 100)))
                                                     : tr("How sure the landmarks are is not known");
    return text + u'\n' + tr("Detector margin: %1 (above 0 for a face; no probability)").arg(face()->score, 0, 'f', 2);
}

} // namespace mien

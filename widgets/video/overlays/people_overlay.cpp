// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/people_overlay.h"

#include "widgets/theme/theme.h"
#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace mien {

QString PeopleOverlay::id() const
{
    return u"people"_s;
}

QString PeopleOverlay::title() const
{
    return tr("People");
}

QString PeopleOverlay::help() const
{
    return tr("Where all faces are followed: who is who; a click on a face chooses the person");
}

void PeopleOverlay::setNames(const QHash<int, QString>& names)
{
    if (m_names == names) return;
    m_names = names;
    emit changed();
}

void PeopleOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    if (m_names.isEmpty()) return;
    setPixelSize(painter, 11);
    const auto paintOne = [&](const FaceFrame& shown) {
        const QColor colour = Theme::darkTheme().personColour(shown.person); // the video is on dark ground always
        const QRectF box = inView(shown.box, toView);
        QPainterPath path;
        path.addRoundedRect(box, 4, 4);
        strokeRimmed(painter, path, QPen(colour, &shown == face() ? 2.0 : 1.2));
        Tag tag(painter, m_names.value(shown.person), {});
        tag.moveTo({box.left(), box.bottom() + 3});
        tag.draw(painter, colour.lighter(120));
    };
    for (const FaceFrame& other : others()) paintOne(other);
    if (face()) paintOne(*face());
}

int PeopleOverlay::personAt(QPointF position, const QTransform& toView) const
{
    if (m_names.isEmpty()) return -1;
    const FaceFrame* best = nullptr;
    const auto consider = [&](const FaceFrame& candidate) {
        if (!inView(candidate.box, toView).contains(position)) return;
        if (!best || candidate.box.width < best->box.width) best = &candidate;
    };
    for (const FaceFrame& other : others()) consider(other);
    if (face()) consider(*face());
    return best ? best->person : -1;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/overlays/au_overlay.h"

#include "core/face/au_boxes.h"
#include "core/facs/action_units.h"
#include "widgets/common/names.h"
#include "widgets/video/overlays/paint_help.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

// Okabe & Ito (2008), light enough for a dark plate; units that lie over each other have different ones.
constexpr std::array colours = {QColor(0xf0, 0xa8, 0x1e), QColor(0x6c, 0xc2, 0xf2), QColor(0x3f, 0xd0, 0xa2),
                                QColor(0xf0, 0xe4, 0x42), QColor(0xf2, 0x7a, 0x3a), QColor(0xe3, 0x9c, 0xc6),
                                QColor(0xa8, 0xb2, 0xff), QColor(0xe8, 0xe8, 0xe8)};

QColor colourOf(int actionUnit)
{
    const auto at = std::find_if(geometricAus.begin(), geometricAus.end(),
                                 [=](const GeometricAu& au) { return au.number == actionUnit; });
    return colours[static_cast<std::size_t>(at - geometricAus.begin()) % colours.size()];
}

std::vector<Box> boxesOf(int actionUnit, const Landmarks68& points, QSize frame)
{
    // A blink has no landmarks of its own; it shows where lids tighten.
    constexpr int blink = 45;
    constexpr int lids = 7;
    return auBoxes(actionUnit == blink ? lids : actionUnit, points, frame.width(), frame.height());
}

/// Something covers a landmark that the unit moves: what was measured there is the model's guess.
bool isHidden(int actionUnit, const FaceFrame& face)
{
    const std::vector<int> landmarks = landmarksOf(actionUnit);
    return std::any_of(landmarks.begin(), landmarks.end(),
                       [&](int i) { return face.hidden.test(static_cast<std::size_t>(i)); });
}

} // namespace

QString AuOverlay::id() const
{
    return u"aus"_s;
}

QString AuOverlay::title() const
{
    return tr("Action Units");
}

QString AuOverlay::help() const
{
    return tr("Boxes where action units show, with their intensity from 0 to 5, once the whole clip is known; dashed "
              "with a question mark = an indication at best");
}

void AuOverlay::faceChanged()
{
    m_measures.reset();
    m_reason.clear();
    prepare();
}

void AuOverlay::setMeasures(const std::optional<FaceMeasures>& measures, QSize frameSize, const QString& note)
{
    m_measures = measures;
    m_frameSize = frameSize;
    m_reason = note;
    prepare();
    emit changed();
}

void AuOverlay::setThreshold(double intensity)
{
    if (m_threshold == intensity) return;
    m_threshold = intensity;
    prepare();
    emit changed();
}

void AuOverlay::prepare()
{
    m_marks.clear();
    m_note.clear();
    if (!face()) return;
    if (!m_measures) {
        m_note = m_reason;
        return;
    }
    bool known = false;
    for (std::size_t i = 0; i < geometricAus.size(); ++i) {
        const double intensity = m_measures->auIntensity[i];
        known |= std::isfinite(intensity);
        if (!(intensity >= m_threshold)) continue; // also what is not known
        Mark mark;
        mark.number = geometricAus[i].number;
        mark.intensity = intensity;
        mark.weak = geometricAus[i].isWeak(face()->eyes.has_value()) || isHidden(mark.number, *face());
        mark.label = u"AU%1%2 %3"_s.arg(mark.number).arg(mark.weak ? u"?"_s : QString()).arg(intensity, 0, 'f', 1);
        mark.boxes = boxesOf(mark.number, face()->landmarks, m_frameSize);
        if (!mark.boxes.empty()) m_marks.push_back(std::move(mark));
    }
    std::stable_sort(m_marks.begin(), m_marks.end(),
                     [](const Mark& a, const Mark& b) { return a.intensity > b.intensity; });
    if (!known)
        m_note = tr("action units: too few frames with a face to tell the neutral");
    else if (m_marks.empty())
        m_note = tr("no action unit of %1 or more").arg(m_threshold, 0, 'f', 1);
}

void AuOverlay::paint(QPainter& painter, const QTransform& toView) const
{
    setPixelSize(painter, 11);
    if (!m_note.isEmpty()) Tag(painter, m_note, QPointF(8, 26)).draw(painter, QColor(0xd0, 0xd5, 0xdb));
    for (auto mark = m_marks.rbegin(); mark != m_marks.rend(); ++mark) {
        QPainterPath path;
        for (const Box& box : mark->boxes) path.addRoundedRect(inView(box, toView), 3, 3);
        QPen pen(colourOf(mark->number), mark->weak ? 1.0 : 1.6);
        if (mark->weak) pen.setDashPattern({4, 3});
        strokeRimmed(painter, path, pen);
    }
    // Left of the boxes, not over eyes and mouth. The most intense first: its label stands at its box, others make
    // room below or above.
    std::vector<QRectF> taken;
    for (const Mark& mark : m_marks) {
        Tag tag(painter, mark.label, {});
        const QPointF wanted = inView(mark.boxes.front(), toView).topLeft() - QPointF(tag.plate().width() + 3, 0);
        tag.moveTo(wanted);
        const double step = tag.plate().height() + 1;
        const auto blocked = [&] {
            return std::any_of(taken.begin(), taken.end(),
                               [&](const QRectF& other) { return other.intersects(tag.plate()); });
        };
        for (int row = 1; blocked() && row < 12; ++row) {
            const double offset = step * ((row + 1) / 2) * (row % 2 == 1 ? 1 : -1);
            tag.moveTo(wanted + QPointF(0, offset));
        }
        taken.push_back(tag.plate());
        tag.draw(painter, colourOf(mark.number));
    }
}

QString AuOverlay::describe(QPointF position, const QTransform& toView) const
{
    QStringList lines;
    for (const Mark& mark : m_marks)
        for (const Box& box : mark.boxes)
            if (inView(box, toView).contains(position)) {
                const QString what = tr("AU%1 %2: %3 of 5")
                                         .arg(mark.number)
                                         .arg(displayActionUnit(mark.number))
                                         .arg(mark.intensity, 0, 'f', 1);
                lines << (mark.weak ? tr("%1 (an indication at best)").arg(what) : what);
                break;
            }
    return lines.join(u'\n');
}

} // namespace mien

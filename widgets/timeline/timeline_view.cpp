// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline/timeline_view.h"

#include "widgets/common/names.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr double labelWidth = 104;
constexpr double rightMargin = 12;
constexpr double axisHeight = 18;
constexpr double stripHeight = 22;

} // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(tr("Where a face was found, curves of the face, and the playhead"));
}

void TimelineView::setFrameCount(int frames)
{
    m_frames = frames;
    m_position = 0;
    m_seconds.clear();
    m_faces.clear();
    m_problems.clear();
    m_curves.clear();
    m_marks.clear();
    m_joins.clear();
    m_in.reset();
    m_out.reset();
    invalidate();
}

void TimelineView::setTimes(std::vector<double> seconds)
{
    m_seconds = std::move(seconds);
    invalidate();
}

void TimelineView::setFaces(std::vector<FaceState> faces, std::map<int, QString> problems)
{
    m_problems = std::move(problems);
    m_faces = std::move(faces);
    invalidate();
}

void TimelineView::setCurves(std::vector<Curve> curves)
{
    m_curves = std::move(curves);
    invalidate();
}

void TimelineView::setMarks(std::vector<int> frames)
{
    m_marks = std::move(frames);
    invalidate();
}

void TimelineView::setJoins(std::vector<int> frames)
{
    m_joins = std::move(frames);
    invalidate();
}

void TimelineView::setRange(std::optional<int> in, std::optional<int> out)
{
    m_in = in;
    m_out = out;
    invalidate();
}

void TimelineView::setPosition(int frame)
{
    if (m_position == frame) return;
    const auto strip = [this](int f) { return QRectF(xOf(f + 0.5) - 26, 0, 52, height()).toAlignedRect(); };
    update(strip(m_position));
    m_position = frame;
    update(strip(m_position));
}

QRectF TimelineView::plotArea() const
{
    return QRectF(labelWidth, 6, std::max(10.0, width() - labelWidth - rightMargin), height() - 6 - axisHeight);
}

double TimelineView::xOf(double frame) const
{
    const QRectF area = plotArea();
    return area.left() + area.width() * frame / std::max(1, m_frames);
}

int TimelineView::frameAt(double x) const
{
    const QRectF area = plotArea();
    const int frame = static_cast<int>(std::floor((x - area.left()) / area.width() * m_frames));
    return std::clamp(frame, 0, std::max(0, m_frames - 1));
}

void TimelineView::invalidate()
{
    // Several setters in a row cost one drawing.
    if (!m_stale) QTimer::singleShot(0, this, &TimelineView::render);
    m_stale = true;
}

void TimelineView::render()
{
    m_stale = false;
    const double ratio = devicePixelRatioF();
    QImage picture((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    if (picture.isNull()) return;
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    const Theme& theme = Theme::of(this);
    if (m_frames > 0) {
        QPainter painter(&picture);
        painter.setFont(font());
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area = plotArea();
        renderStrip(painter, QRectF(area.left(), area.top(), area.width(), stripHeight));
        const double top = area.top() + stripHeight + 4;
        const double rowHeight = m_curves.empty() ? 0 : (area.bottom() - top) / static_cast<double>(m_curves.size());
        const QColor colours[] = {theme.training, theme.validation, theme.good, theme.muted};
        for (std::size_t i = 0; i < m_curves.size(); ++i)
            renderCurve(painter, QRectF(area.left(), top + rowHeight * static_cast<double>(i), area.width(), rowHeight),
                        m_curves[i], colours[i % std::size(colours)]);
        renderRange(painter);
        renderAxis(painter, QRectF(area.left(), area.bottom(), area.width(), axisHeight));
    }
    m_cache = picture;
    update();
}

QString TimelineView::stripToolTip(int frame) const
{
    if (frame < 0 || frame >= static_cast<int>(m_faces.size())) return {};
    const QString where = tr("frame %1").arg(frame + 1) + u": "_s;
    switch (m_faces[static_cast<std::size_t>(frame)]) {
    case FaceState::Unknown:
        return {};
    case FaceState::Found:
        return where + tr("face found");
    case FaceState::Missing:
        return where + tr("no face");
    case FaceState::Unreadable:
        break;
    }
    const auto problem = m_problems.find(frame);
    const QString text = where + tr("could not be used");
    return problem == m_problems.end() ? text : QString(text % u"\n"_s % problem->second);
}

bool TimelineView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF area = plotArea();
    const QRectF strip(area.left(), area.top(), area.width(), stripHeight);
    const QString text =
        m_frames > 0 && strip.contains(help->pos()) ? stripToolTip(frameAt(help->pos().x())) : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

void TimelineView::renderStrip(QPainter& painter, const QRectF& row) const
{
    const Theme& theme = Theme::of(this);
    painter.setPen(theme.text);
    painter.drawText(QRectF(8, row.top(), labelWidth - 12, row.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     tr("face found"));
    const QRectF bar = row.adjusted(0, 8, 0, -2);
    painter.fillRect(bar, theme.field);
    painter.setRenderHint(QPainter::Antialiasing, false);
    // One rectangle per run of equal state, however many frames there are.
    const int n = std::min<int>(m_frames, static_cast<int>(m_faces.size()));
    for (int first = 0; first < n;) {
        int last = first;
        while (last + 1 < n && m_faces[last + 1] == m_faces[first]) ++last;
        if (m_faces[first] != FaceState::Unknown) {
            // Half as high where the picture itself is missing: the difference does not rest on colour.
            const bool unreadable = m_faces[first] == FaceState::Unreadable;
            const QColor colour = unreadable                           ? theme.muted
                                  : m_faces[first] == FaceState::Found ? theme.good
                                                                       : theme.bad;
            const double height = unreadable ? bar.height() / 2 : bar.height();
            painter.fillRect(
                QRectF(xOf(first), bar.bottom() - height, std::max(1.0, xOf(last + 1) - xOf(first)), height), colour);
        }
        first = last + 1;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.5));
    for (const int mark : m_marks)
        painter.drawLine(QPointF(xOf(mark + 0.5), row.top() + 2), QPointF(xOf(mark + 0.5), row.top() + 6));
    constexpr double half = 4;
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(theme.warning);
    for (const int join : m_joins) {
        const QPointF tip(xOf(join), bar.bottom());
        painter.drawPolygon(QPolygonF{tip, tip - QPointF(half, 2 * half), tip + QPointF(half, -2 * half)});
    }
}

void TimelineView::renderCurve(QPainter& painter, const QRectF& row, const Curve& curve, const QColor& colour) const
{
    const Theme& theme = Theme::of(this);
    painter.setPen(theme.text);
    painter.drawText(QRectF(8, row.top(), labelWidth - 12, row.height()), Qt::AlignVCenter | Qt::AlignLeft, curve.name);
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(row.topLeft(), row.topRight());

    double low = INFINITY;
    double high = -INFINITY;
    for (const double v : curve.values)
        if (std::isfinite(v)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    if (!std::isfinite(low)) return;
    // A constant signal is a line in the middle, not noise blown up to the full height.
    if (curve.scale) std::tie(low, high) = *curve.scale;
    const double span = std::max(high - low, 0.02);
    const double middle = (high + low) / 2;
    const QRectF inner = row.adjusted(0, 4, 0, -4);
    const auto yOf = [&](double v) { return inner.center().y() - (v - middle) / span * inner.height(); };

    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(Qt::NoBrush);
    const int n = std::min<int>(m_frames, static_cast<int>(curve.values.size()));
    // More frames than pixels: per pixel column a line from minimum to maximum, so that no spike is lost.
    const int step = std::max(1, static_cast<int>(m_frames / std::max(1.0, inner.width())));
    QPainterPath path;
    bool open = false;
    for (int first = 0; first < n; first += step) {
        double lowest = INFINITY;
        double highest = -INFINITY;
        for (int i = first; i < std::min(n, first + step); ++i)
            if (std::isfinite(curve.values[i])) {
                lowest = std::min(lowest, curve.values[i]);
                highest = std::max(highest, curve.values[i]);
            }
        if (!std::isfinite(lowest)) {
            open = false;
            continue;
        }
        const double x = xOf(first + step / 2.0);
        if (open)
            path.lineTo(x, yOf(highest));
        else
            path.moveTo(x, yOf(highest));
        if (step > 1) path.lineTo(x, yOf(lowest));
        open = true;
    }
    painter.drawPath(path);
}

void TimelineView::renderRange(QPainter& painter) const
{
    if (!m_in && !m_out) return;
    const Theme& theme = Theme::of(this);
    const QRectF area = plotArea();
    const double left = m_in ? xOf(*m_in) : area.left();
    const double right = m_out ? xOf(*m_out + 1) : area.right();
    // What is not looped is dimmed; the marks stand at the edges of what is.
    QColor veil = theme.panel;
    veil.setAlpha(150);
    painter.fillRect(QRectF(area.left(), area.top(), left - area.left(), area.height()), veil);
    painter.fillRect(QRectF(right, area.top(), area.right() - right, area.height()), veil);
    painter.setPen(QPen(theme.warning, 1.6));
    constexpr double hook = 5;
    for (const double direction : {1.0, -1.0}) {
        if (direction > 0 ? !m_in : !m_out) continue;
        const double x = direction > 0 ? left : right;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.drawLine(QPointF(x, area.top()), QPointF(x + direction * hook, area.top()));
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + direction * hook, area.bottom()));
    }
}

void TimelineView::renderAxis(QPainter& painter, const QRectF& row) const
{
    const Theme& theme = Theme::of(this);
    painter.setPen(theme.muted);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter.setFont(small);
    const int wanted = std::max(1, static_cast<int>(row.width() / 90));
    int step = 1;
    for (int base = 1; step * wanted < m_frames; base *= 10)
        for (const int factor : {1, 2, 5})
            if (step * wanted < m_frames) step = base * factor;
    for (int frame = 0; frame < m_frames; frame += step) {
        const double x = xOf(frame + 0.5);
        painter.drawLine(QPointF(x, row.top()), QPointF(x, row.top() + 3));
        QString text = QString::number(frame + 1);
        if (static_cast<std::size_t>(frame) < m_seconds.size() && row.width() / m_frames * step > 110)
            text += u" · "_s % displaySeconds(m_seconds[static_cast<std::size_t>(frame)]);
        painter.drawText(QRectF(x - 60, row.top() + 3, 120, row.height() - 3), Qt::AlignHCenter | Qt::AlignTop, text);
    }
}

void TimelineView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.drawImage(0, 0, m_cache);
    if (m_frames <= 0) {
        painter.setPen(Theme::of(this).muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("Open a clip to see its timeline"));
        return;
    }
    const Theme& theme = Theme::of(this);
    const double x = xOf(m_position + 0.5);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.6));
    painter.drawLine(QPointF(x, plotArea().top()), QPointF(x, plotArea().bottom()));
    const QString number = QString::number(m_position + 1);
    QRectF tag(0, 0, painter.fontMetrics().horizontalAdvance(number) + 8, axisHeight - 2);
    tag.moveCenter(QPointF(x, plotArea().bottom() + axisHeight / 2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(tag, 3, 3);
    painter.setPen(theme.accentText);
    painter.drawText(tag, Qt::AlignCenter, number);
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    render();
}

void TimelineView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) invalidate();
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_frames > 0) emit seekRequested(frameAt(event->position().x()));
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_frames > 0) emit seekRequested(frameAt(event->position().x()));
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    const int last = std::max(0, m_frames - 1);
    switch (event->key()) {
    case Qt::Key_Home:
        return emit seekRequested(0);
    case Qt::Key_End:
        return emit seekRequested(last);
    case Qt::Key_Left:
        return emit seekRequested(std::max(0, m_position - 1));
    case Qt::Key_Right:
        return emit seekRequested(std::min(last, m_position + 1));
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace mien

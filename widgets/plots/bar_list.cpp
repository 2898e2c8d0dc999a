// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/bar_list.h"

#include "widgets/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

BarList::BarList(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarList::setBars(std::vector<Bar> bars, double full)
{
    m_bars = std::move(bars);
    m_full = full;
    if (m_full <= 0)
        for (const Bar& bar : m_bars) m_full = std::max(m_full, bar.value);
    QString description;
    for (const Bar& bar : m_bars) description += bar.name % u" "_s % bar.figure % u" "_s % bar.note % u"; "_s;
    setAccessibleDescription(description);
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_bars.size()) - 1));
    updateGeometry();
    update();
}

void BarList::setChosen(const QString& key)
{
    m_chosen = key;
    update();
}

void BarList::setInteractive(bool interactive)
{
    m_interactive = interactive;
    setFocusPolicy(interactive ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(interactive ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

double BarList::rowHeight() const
{
    return fontMetrics().height() + 3;
}

QSize BarList::sizeHint() const
{
    return {220, heightOf(static_cast<int>(m_bars.size()))};
}

int BarList::heightOf(int bars) const
{
    return static_cast<int>(std::ceil(rowHeight() * bars)) + 2;
}

QSize BarList::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

int BarList::barAt(QPointF position) const
{
    const int i = static_cast<int>(std::floor(position.y() / rowHeight()));
    return i >= 0 && i < static_cast<int>(m_bars.size()) ? i : -1;
}

void BarList::draw(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    double nameWidth = 0;
    double figureWidth = 0;
    for (const Bar& bar : m_bars) {
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(bar.name));
        const QString behind = bar.note.isEmpty() ? bar.figure : QString(bar.figure % u"  "_s % bar.note);
        figureWidth = std::max(figureWidth, metrics.horizontalAdvance(behind));
    }
    nameWidth = std::min(nameWidth + 10, area.width() * 0.45);
    const double barWidth = std::max(10.0, area.width() - nameWidth - figureWidth - 12);
    const double height = rowHeight();
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Bar& bar = m_bars[i];
        const QRectF row(area.left(), area.top() + height * static_cast<double>(i), area.width(), height);
        const bool chosen = !m_chosen.isEmpty() && bar.key == m_chosen;
        if (chosen) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.selection);
            painter.drawRoundedRect(row, 3, 3);
        }
        painter.setFont(bar.strong ? bold : plain);
        painter.setPen(theme.text);
        painter.drawText(row.adjusted(3, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(bar.name, Qt::ElideRight, nameWidth - 4));
        const QRectF full(row.left() + nameWidth, row.top() + 4, barWidth, row.height() - 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.field);
        painter.drawRoundedRect(full, 2, 2);
        const double share = m_full > 0 ? std::clamp(bar.value / m_full, 0.0, 1.0) : 0;
        painter.setBrush(bar.colour);
        painter.drawRoundedRect(QRectF(full.left(), full.top(), std::max(2.0, full.width() * share), full.height()), 2,
                                2);
        const QRectF behind(full.right() + 6, row.top(), figureWidth + 6, row.height());
        painter.setPen(bar.strong ? theme.text : theme.muted);
        painter.drawText(behind, Qt::AlignVCenter | Qt::AlignLeft, bar.figure);
        if (!bar.note.isEmpty()) {
            painter.setFont(plain);
            painter.setPen(theme.muted);
            painter.drawText(behind.adjusted(metrics.horizontalAdvance(bar.figure) + 8, 0, 0, 0),
                             Qt::AlignVCenter | Qt::AlignLeft, bar.note);
        }
    }
}

QImage BarList::renderToImage(QSize size, const Theme& theme) const
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.panel);
    QPainter painter(&image);
    painter.setFont(font());
    draw(painter, QRectF(QPointF(0, 0), QSizeF(size)), theme);
    return image;
}

void BarList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    draw(painter, rect(), theme);
    if (hasFocus() && m_interactive && !m_bars.empty()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.accent);
        painter.drawRoundedRect(QRectF(0.5, m_current * rowHeight() + 0.5, width() - 1, rowHeight() - 1), 3, 3);
    }
}

void BarList::choose(int index)
{
    if (index < 0 || !m_interactive) return;
    m_current = index;
    const QString key = m_bars[static_cast<std::size_t>(index)].key;
    setChosen(key == m_chosen ? QString() : key);
    emit chosen(m_chosen);
}

void BarList::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) choose(barAt(event->position()));
}

void BarList::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_bars.size()) - 1;
    if (event->key() == Qt::Key_Down && m_current < last)
        ++m_current;
    else if (event->key() == Qt::Key_Up && m_current > 0)
        --m_current;
    else if ((event->key() == Qt::Key_Space || event->key() == Qt::Key_Return) && last >= 0)
        choose(m_current);
    else
        return QWidget::keyPressEvent(event);
    update();
    const auto height = static_cast<int>(rowHeight());
    emit currentMoved(QRect(0, m_current * height, width(), height));
}

} // namespace mien

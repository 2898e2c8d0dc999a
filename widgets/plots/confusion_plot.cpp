// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/confusion_plot.h"

#include "widgets/common/names.h"
#include "widgets/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

long rowSum(const ConfusionMatrix& matrix, int row)
{
    long sum = 0;
    for (const long count : matrix.counts[static_cast<std::size_t>(row)]) sum += count;
    return sum;
}

} // namespace

ConfusionPlot::ConfusionPlot(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Confusion matrix"));
}

void ConfusionPlot::setMatrix(const ConfusionMatrix& matrix, const QString& footnote)
{
    m_matrix = matrix;
    m_footnote = footnote;
    m_current = {};
    setAccessibleDescription(matrix.total() > 0
                                 ? tr("%1 of %2 held-out samples right").arg(matrix.correct()).arg(matrix.total())
                                 : QString());
    update();
}

void ConfusionPlot::setRowNormalised(bool normalised)
{
    m_normalised = normalised;
    update();
}

void ConfusionPlot::setChosen(const std::optional<ConfusionCell>& cell)
{
    m_chosen = cell;
    update();
}

void ConfusionPlot::setMarked(const std::optional<ConfusionCell>& cell)
{
    m_marked = cell;
    update();
}

ConfusionPlot::Layout ConfusionPlot::layoutIn(const QRectF& area) const
{
    const QFontMetricsF metrics(font());
    double names = 0;
    for (const auto& name : m_matrix.classes) names = std::max(names, metrics.horizontalAdvance(displayLabel(name)));
    names = std::min(names, area.width() * 0.35) + 8;
    const double foot = m_footnote.isEmpty() ? 0 : metrics.height() * 0.9 + 2;
    const QRectF inner = area.adjusted(names, metrics.height() + 2, -4, -foot);
    const int n = std::max(1, classCount());
    Layout layout;
    layout.cell = std::min(inner.width() / n, 64.0);
    layout.cellHeight = std::min(inner.height() / n, 34.0);
    layout.cells = QRectF(inner.left(), inner.top(), layout.cell * n, layout.cellHeight * n);
    return layout;
}

void ConfusionPlot::draw(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (classCount() == 0 || m_matrix.total() == 0) {
        painter.setPen(theme.muted);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The confusion matrix of the held-out clips appears when the training has ended"));
        return;
    }
    const Layout layout = layoutIn(area);
    const QFontMetricsF metrics(painter.font());
    const QFont plain = painter.font();
    QFont small = plain;
    small.setPointSizeF(plain.pointSizeF() * 0.85);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int row = 0; row < classCount(); ++row) {
        const long total = rowSum(m_matrix, row);
        const QString name = displayLabel(m_matrix.classes[static_cast<std::size_t>(row)]);
        const double top = layout.cells.top() + row * layout.cellHeight;
        painter.setFont(plain);
        painter.setPen(theme.text);
        painter.drawText(QRectF(area.left(), top, layout.cells.left() - area.left() - 6, layout.cellHeight),
                         Qt::AlignVCenter | Qt::AlignRight,
                         metrics.elidedText(name, Qt::ElideRight, layout.cells.left() - area.left() - 6));
        painter.setPen(theme.muted);
        painter.setFont(small);
        // Whole names stand at the rows; a narrow column takes what fits of its name.
        QString heading = name;
        for (int letters = 3; QFontMetricsF(small).horizontalAdvance(heading) > layout.cell && letters > 0; --letters)
            heading = name.left(letters);
        painter.drawText(
            QRectF(layout.cells.left() + row * layout.cell - 4, area.top(), layout.cell + 8, metrics.height()),
            Qt::AlignCenter, heading);
        for (int column = 0; column < classCount(); ++column) {
            const long count = m_matrix.counts[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            const double share = total > 0 ? static_cast<double>(count) / static_cast<double>(total) : 0;
            const QRectF cell(layout.cells.left() + column * layout.cell, top, layout.cell, layout.cellHeight);
            const QColor hue = row == column ? theme.accent : theme.bad;
            const QColor fill = mixed(theme.field, hue, count == 0 ? 0 : 0.15 + 0.85 * share);
            painter.setPen(Qt::NoPen);
            painter.setBrush(fill);
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 2, 2);
            painter.setFont(small);
            painter.setPen(count == 0 ? theme.muted : fill.lightnessF() > 0.5 ? QColor(0x10, 0x16, 0x1c) : Qt::white);
            QString figure = QString::number(count);
            if (m_normalised) figure = total > 0 ? QString::number(share, 'f', 2) : u"–"_s;
            painter.drawText(cell, Qt::AlignCenter, figure);
        }
    }
    const auto outline = [&](const std::optional<ConfusionCell>& cell, double width) {
        if (!cell) return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.text, width));
        painter.drawRoundedRect(QRectF(layout.cells.left() + cell->predicted * layout.cell,
                                       layout.cells.top() + cell->truth * layout.cellHeight, layout.cell,
                                       layout.cellHeight),
                                2, 2);
    };
    outline(m_marked, 1);
    outline(m_chosen, 2.5);
    if (!m_footnote.isEmpty()) {
        painter.setFont(small);
        painter.setPen(theme.muted);
        const QFontMetricsF smallMetrics(small);
        painter.drawText(QRectF(area.left(), layout.cells.bottom() + 1, area.width() - 4, smallMetrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         smallMetrics.elidedText(m_footnote, Qt::ElideRight, area.width() - 4));
    }
}

QRectF ConfusionPlot::cellRect(const ConfusionCell& cell) const
{
    const Layout layout = layoutIn(rect());
    return {layout.cells.left() + cell.predicted * layout.cell, layout.cells.top() + cell.truth * layout.cellHeight,
            layout.cell, layout.cellHeight};
}

std::optional<ConfusionCell> ConfusionPlot::cellAt(QPointF position) const
{
    const Layout layout = layoutIn(rect());
    if (m_matrix.total() == 0 || !layout.cells.contains(position)) return std::nullopt;
    const int last = classCount() - 1;
    const int row = static_cast<int>((position.y() - layout.cells.top()) / layout.cellHeight);
    const int column = static_cast<int>((position.x() - layout.cells.left()) / layout.cell);
    return ConfusionCell{std::clamp(row, 0, last), std::clamp(column, 0, last)};
}

QImage ConfusionPlot::renderToImage(QSize size, const Theme& theme) const
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.panel);
    QPainter painter(&image);
    painter.setFont(font());
    draw(painter, QRectF(QPointF(6, 4), QSizeF(size) - QSizeF(12, 8)), theme);
    return image;
}

QString ConfusionPlot::describe(const ConfusionCell& cell) const
{
    const auto truth = static_cast<std::size_t>(cell.truth);
    const auto predicted = static_cast<std::size_t>(cell.predicted);
    return tr("%n clip(s) labelled %1, taken for %2", nullptr, static_cast<int>(m_matrix.counts[truth][predicted]))
        .arg(displayLabel(m_matrix.classes[truth]), displayLabel(m_matrix.classes[predicted]));
}

bool ConfusionPlot::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos()))
            QToolTip::showText(help->globalPos(), describe(*cell), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void ConfusionPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    draw(painter, rect(), theme);
    if (hasFocus() && m_matrix.total() > 0) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 1, Qt::DashLine));
        painter.drawRect(cellRect(m_current));
    }
}

void ConfusionPlot::choose(const ConfusionCell& cell)
{
    m_current = cell;
    setChosen(m_chosen == cell ? std::nullopt : std::optional(cell));
    emit chosen(m_chosen);
}

void ConfusionPlot::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell) choose(*cell);
}

void ConfusionPlot::keyPressEvent(QKeyEvent* event)
{
    const int last = std::max(0, classCount() - 1);
    switch (event->key()) {
    case Qt::Key_Left:
        m_current.predicted = std::max(0, m_current.predicted - 1);
        break;
    case Qt::Key_Right:
        m_current.predicted = std::min(last, m_current.predicted + 1);
        break;
    case Qt::Key_Up:
        m_current.truth = std::max(0, m_current.truth - 1);
        break;
    case Qt::Key_Down:
        m_current.truth = std::min(last, m_current.truth + 1);
        break;
    case Qt::Key_Space:
    case Qt::Key_Return:
        if (m_matrix.total() > 0) choose(m_current);
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    update();
}

} // namespace mien

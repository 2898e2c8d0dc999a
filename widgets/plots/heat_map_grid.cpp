// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/heat_map_grid.h"

#include "core/render/colour_map.h"
#include "core/types/geometry.h"
#include "widgets/common/names.h"
#include "widgets/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mien {
namespace {

constexpr int landmarks = 68;
constexpr double axisHeight = 15;

} // namespace

HeatMapGrid::HeatMapGrid(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Activation map: landmarks × time"));
}

void HeatMapGrid::setMap(const HeatMap& map)
{
    m_map = map;
    m_strength.clear();
    for (int column = 0; column < map.map.columns; ++column) m_strength.push_back(map.strengthAt(column));
    m_current = {};
    buildPicture(Theme::of(this), m_picture);
    setAccessibleDescription(map.isConstant() ? tr("The map is constant: no landmark stands out")
                                              : tr("%1 time steps").arg(map.map.columns));
    update();
}

void HeatMapGrid::clear(const QString& hint)
{
    m_map.reset();
    m_strength.clear();
    m_expected.clear();
    m_hint = hint;
    m_picture = {};
    setAccessibleDescription(hint);
    update();
}

void HeatMapGrid::setExpectedLandmarks(std::vector<int> expected)
{
    m_expected = std::move(expected);
    update();
}

void HeatMapGrid::setPosition(int column)
{
    if (m_position == column) return;
    m_position = column;
    update();
}

void HeatMapGrid::setMarkedLandmark(int landmark)
{
    if (m_marked == landmark) return;
    m_marked = landmark;
    update();
}

QRectF HeatMapGrid::cellsIn(const QRectF& area) const
{
    const QFontMetricsF metrics(font());
    double names = 0;
    for (const auto& group : landmarkGroups)
        names = std::max(names, metrics.horizontalAdvance(displayGroup(group.name)));
    return area.adjusted(names + 10, 2, -3, -axisHeight - 2);
}

void HeatMapGrid::buildPicture(const Theme& theme, QImage& picture) const
{
    const int columns = static_cast<int>(m_strength.size());
    picture = QImage(std::max(1, columns), landmarks, QImage::Format_RGB32);
    picture.fill(theme.field);
    for (int column = 0; column < columns; ++column)
        for (int landmark = 0; landmark < std::min<int>(landmarks, static_cast<int>(m_strength[column].size()));
             ++landmark) {
            const float s = m_strength[column][landmark];
            if (s <= 0) continue;
            const Colour c = whiteYellowRed(s);
            // White cells would shout on a dark panel: weak ones begin at a quiet grey of the theme.
            const double quiet = std::max(0.0, 1 - 2.5 * s) * 0.65;
            const QColor base = theme.border;
            const auto channel = [quiet](int strong, int weak) {
                return static_cast<int>(std::lround(strong + (weak - strong) * quiet));
            };
            picture.setPixel(
                column, landmark,
                qRgb(channel(c.red, base.red()), channel(c.green, base.green()), channel(c.blue, base.blue())));
        }
}

void HeatMapGrid::draw(QPainter& painter, const QRectF& area, const Theme& theme, const QImage& picture) const
{
    if (!m_map) {
        painter.setPen(theme.muted);
        painter.drawText(area.adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    const QRectF cells = cellsIn(area);
    const int columns = std::max(1, static_cast<int>(m_strength.size()));
    const double w = cells.width() / columns;
    const double h = cells.height() / landmarks;
    painter.drawImage(cells, picture);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, 1));
    painter.drawRect(cells);

    // Hairlines between columns and, stronger, between groups.
    painter.setPen(QPen(theme.panel, 1));
    for (int column = 1; column < columns && w > 4; ++column)
        painter.drawLine(QPointF(cells.left() + column * w, cells.top()),
                         QPointF(cells.left() + column * w, cells.bottom()));
    for (const auto& group : landmarkGroups) {
        const double top = cells.top() + group.first * h;
        const double bottom = cells.top() + (group.last + 1) * h;
        painter.setPen(QPen(theme.panel, 2));
        if (group.first > 0) painter.drawLine(QPointF(cells.left(), top), QPointF(cells.right(), top));
        painter.setPen(theme.text);
        painter.drawText(QRectF(area.left(), top, cells.left() - area.left() - 6, bottom - top),
                         Qt::AlignRight | Qt::AlignVCenter, displayGroup(group.name));
    }

    // Expected action units: one outline per run of neighbouring landmarks.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.good, 1.5));
    for (std::size_t first = 0; first < m_expected.size();) {
        std::size_t last = first;
        while (last + 1 < m_expected.size() && m_expected[last + 1] == m_expected[last] + 1) ++last;
        painter.drawRect(QRectF(cells.left(), cells.top() + m_expected[first] * h, cells.width(),
                                (m_expected[last] - m_expected[first] + 1) * h));
        first = last + 1;
    }
    if (m_marked >= 0) {
        painter.setPen(QPen(theme.text, 1));
        painter.drawRect(QRectF(cells.left() - 2, cells.top() + m_marked * h, cells.width() + 4, h));
    }
    QFont small = painter.font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    painter.setFont(small);
    const int step = std::max(1, static_cast<int>(std::ceil(28 / std::max(0.1, w))));
    for (int column = 0; column < columns; ++column) {
        const bool here = column == m_position;
        if (!here && (column % step != 0 || std::abs(column - m_position) < step)) continue;
        const int frame = column < static_cast<int>(m_map->frames.size()) ? m_map->frames[column] + 1 : column + 1;
        painter.setPen(here ? theme.accent : theme.muted);
        painter.drawText(QRectF(cells.left() + (column + 0.5) * w - 30, cells.bottom() + 1, 60, axisHeight),
                         Qt::AlignCenter, QString::number(frame));
    }
    if (m_position >= 0 && m_position < columns) {
        painter.setPen(QPen(theme.accent, 1.5));
        painter.drawRect(QRectF(cells.left() + m_position * w, cells.top(), w, cells.height()));
    }
    if (m_map->isConstant()) {
        painter.setPen(theme.warning);
        painter.drawText(cells, Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The map is constant: no landmark stands out for this clip"));
    }
}

std::optional<GridCell> HeatMapGrid::cellAt(QPointF position) const
{
    const QRectF cells = cellsIn(rect());
    if (!m_map || m_strength.empty() || !cells.contains(position)) return std::nullopt;
    const int columns = static_cast<int>(m_strength.size());
    const int column = static_cast<int>((position.x() - cells.left()) / cells.width() * columns);
    const int landmark = static_cast<int>((position.y() - cells.top()) / cells.height() * landmarks);
    return GridCell{std::clamp(landmark, 0, landmarks - 1), std::clamp(column, 0, columns - 1)};
}

QRectF HeatMapGrid::cellRect(const GridCell& cell) const
{
    const QRectF cells = cellsIn(rect());
    const double w = cells.width() / std::max<std::size_t>(1, m_strength.size());
    const double h = cells.height() / landmarks;
    return {cells.left() + cell.column * w, cells.top() + cell.landmark * h, w, h};
}

QImage HeatMapGrid::renderToImage(QSize size, const Theme& theme) const
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.panel);
    QPainter painter(&image);
    painter.setFont(font());
    QImage picture;
    buildPicture(theme, picture);
    draw(painter, QRectF(QPointF(6, 4), QSizeF(size) - QSizeF(12, 8)), theme, picture);
    return image;
}

void HeatMapGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    draw(painter, rect(), theme, m_picture);
    if (hasFocus() && m_map) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.text, 1, Qt::DashLine));
        painter.drawRect(cellRect(m_current).adjusted(-1, -1, 1, 1));
    }
}

void HeatMapGrid::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_map) buildPicture(Theme::of(this), m_picture);
}

void HeatMapGrid::mouseMoveEvent(QMouseEvent* event)
{
    emit hovered(cellAt(event->position()));
}

void HeatMapGrid::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    emit hovered(std::nullopt);
}

void HeatMapGrid::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell) return;
    m_current = *cell;
    emit chosen(*cell);
}

void HeatMapGrid::keyPressEvent(QKeyEvent* event)
{
    if (!m_map) return QWidget::keyPressEvent(event);
    const int lastColumn = std::max(0, static_cast<int>(m_strength.size()) - 1);
    switch (event->key()) {
    case Qt::Key_Left:
        m_current.column = std::max(0, m_current.column - 1);
        break;
    case Qt::Key_Right:
        m_current.column = std::min(lastColumn, m_current.column + 1);
        break;
    case Qt::Key_Up:
        m_current.landmark = std::max(0, m_current.landmark - 1);
        break;
    case Qt::Key_Down:
        m_current.landmark = std::min(landmarks - 1, m_current.landmark + 1);
        break;
    case Qt::Key_Space:
    case Qt::Key_Return:
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    update();
    emit chosen(m_current);
}

} // namespace mien

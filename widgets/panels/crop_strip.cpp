// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/crop_strip.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPixmap>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr int gap = 2;

} // namespace

CropStrip::CropStrip(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(gap);
    m_grid->setSizeConstraint(QLayout::SetNoConstraint); // the width asks for the columns, not the other way round
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Crops of the face"));
}

void CropStrip::addCell()
{
    Cell cell{new QWidget(this), new QLabel, new QLabel};
    cell.picture->setObjectName(u"crop"_s);
    cell.picture->setFixedSize(pictureSide, pictureSide);
    cell.picture->setAlignment(Qt::AlignCenter);
    cell.name->setObjectName(u"muted"_s);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    cell.name->setFont(small);
    cell.name->setAlignment(Qt::AlignHCenter);
    auto* column = new QVBoxLayout(cell.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(cell.picture, 0, Qt::AlignHCenter);
    column->addWidget(cell.name);
    cell.box->show();
    m_cells.push_back(cell);
}

void CropStrip::setCrops(const std::vector<Crop>& crops)
{
    if (!crops.empty() && crops.size() != m_cells.size()) {
        for (const Cell& cell : m_cells) cell.box->deleteLater();
        m_cells.clear();
        for (std::size_t i = 0; i < crops.size(); ++i) addCell();
        m_columns = 0;
    }
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const Cell& cell = m_cells[i];
        if (i < crops.size()) {
            cell.name->setText(crops[i].name);
            cell.box->setToolTip(crops[i].help);
            cell.picture->setAccessibleName(crops[i].name);
        }
        if (i >= crops.size() || crops[i].picture.isNull()) {
            cell.picture->clear();
            continue;
        }
        QImage picture = crops[i].picture;
        picture.setDevicePixelRatio(picture.width() / static_cast<double>(pictureSide));
        cell.picture->setPixmap(QPixmap::fromImage(picture));
    }
    if (m_columns == 0) arrange();
}

int CropStrip::cellWidth() const
{
    int width = pictureSide + 6; // names shorter than pictures: these must not touch
    for (const Cell& cell : m_cells) width = std::max(width, cell.name->sizeHint().width());
    return width;
}

int CropStrip::widthOf(int columns) const
{
    return columns * (cellWidth() + gap) - gap;
}

QSize CropStrip::minimumSizeHint() const
{
    return {m_cells.empty() ? 0 : widthOf(2), m_grid->minimumSize().height()};
}

void CropStrip::arrange()
{
    const int count = static_cast<int>(m_cells.size());
    if (count == 0) return;
    const int most = std::clamp((width() + gap) / (cellWidth() + gap), 1, count);
    const int rows = (count + most - 1) / most;
    const int columns = (count + rows - 1) / rows;
    if (columns == m_columns) return;
    m_columns = columns;
    for (int i = 0; i < count; ++i)
        m_grid->addWidget(m_cells[static_cast<std::size_t>(i)].box, i / columns, i % columns);
    // Equal columns: names of different length must not move the pictures apart.
    for (int c = 0; c < count; ++c) m_grid->setColumnMinimumWidth(c, c < columns ? cellWidth() : 0);
    for (int c = 0; c <= count; ++c) m_grid->setColumnStretch(c, c == columns ? 1 : 0);
    updateGeometry();
}

void CropStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void CropStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    m_columns = 0;
    arrange();
}

} // namespace mien

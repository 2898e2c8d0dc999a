// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/heat_map.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace mien {

struct Theme;

/// A cell of a landmark × time grid.
struct GridCell
{
    int landmark = 0; ///< 0 … 67
    int column = 0;   ///< time step of the network's input, from 0
    friend bool operator==(const GridCell&, const GridCell&) = default;
};

/// The activation map of a clip: landmarks downwards in named groups, time steps rightwards, strength |D|/255 from
/// dark over yellow to red. Column 0 has no strength (differences begin at step 1). Landmarks of expected action units
/// are outlined. A cell can be hovered and chosen; the playhead's column is marked. A constant map is said in words.
class HeatMapGrid final : public QWidget
{
    Q_OBJECT
public:
    explicit HeatMapGrid(QWidget* parent = nullptr);

    void setMap(const HeatMap& map);
    void clear(const QString& hint);
    void setExpectedLandmarks(std::vector<int> landmarks); ///< ascending
    void setPosition(int column);                          ///< −1 = none
    void setMarkedLandmark(int landmark);                  ///< −1 = none

    std::optional<GridCell> cellAt(QPointF position) const;
    QRectF cellRect(const GridCell& cell) const;
    QImage renderToImage(QSize size, const Theme& theme) const;
    QSize sizeHint() const override { return {360, 280}; }
    QSize minimumSizeHint() const override { return {200, 150}; }

signals:
    void hovered(const std::optional<GridCell>& cell);
    void chosen(const GridCell& cell);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF cellsIn(const QRectF& area) const;
    void buildPicture(const Theme& theme, QImage& picture) const;
    void draw(QPainter& painter, const QRectF& area, const Theme& theme, const QImage& picture) const;

    std::optional<HeatMap> m_map;
    std::vector<std::vector<float>> m_strength; ///< per column, per landmark, 0 … 1
    QString m_hint;
    QImage m_picture; ///< one pixel a cell
    std::vector<int> m_expected;
    int m_position = -1;
    int m_marked = -1;
    GridCell m_current; ///< of the keyboard
};

} // namespace mien

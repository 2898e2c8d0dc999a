// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace mien {

/// Small pictures with their names, side by side; in as many rows as the width asks for, all about equally long.
class CropStrip final : public QWidget
{
    Q_OBJECT
public:
    struct Crop
    {
        QString name;
        QString help;   ///< tool tip
        QImage picture; ///< square; empty = there is none in this frame
    };

    static constexpr int pictureSide = 36;

    explicit CropStrip(QWidget* parent = nullptr);

    /// Pictures stay at their places as long as there are equally many; none = names and places are kept, empty.
    void setCrops(const std::vector<Crop>& crops);

    /// Width that `columns` pictures need with their names.
    int widthOf(int columns) const;

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Cell
    {
        QWidget* box;
        QLabel* picture;
        QLabel* name;
    };
    void addCell();
    void arrange();
    int cellWidth() const;

    QGridLayout* m_grid;
    std::vector<Cell> m_cells;
    int m_columns = 0; ///< arranged now
};

} // namespace mien

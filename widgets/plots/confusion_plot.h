// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <QString>
#include <QWidget>

#include <optional>

namespace mien {

struct Theme;

/// A cell of a confusion matrix; class indices.
struct ConfusionCell
{
    int truth = 0;
    int predicted = 0;
    friend bool operator==(const ConfusionCell&, const ConfusionCell&) = default;
};

/// Confusion matrix: rows truth, columns prediction; as counts or as shares of the row (recall on the diagonal). Right
/// cells and wrong ones have different hues and every cell its figure. Cells can be chosen by mouse and keys.
class ConfusionPlot final : public QWidget
{
    Q_OBJECT
public:
    explicit ConfusionPlot(QWidget* parent = nullptr);

    void setMatrix(const ConfusionMatrix& matrix, const QString& footnote);
    void setRowNormalised(bool normalised);
    void setChosen(const std::optional<ConfusionCell>& cell);
    void setMarked(const std::optional<ConfusionCell>& cell); ///< where the current clip lies

    std::optional<ConfusionCell> cellAt(QPointF position) const;
    QRectF cellRect(const ConfusionCell& cell) const;
    QImage renderToImage(QSize size, const Theme& theme) const;
    QSize sizeHint() const override { return {240, 220}; }
    QSize minimumSizeHint() const override { return {170, 150}; }

signals:
    /// Nothing when the chosen cell is chosen again.
    void chosen(const std::optional<ConfusionCell>& cell);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Layout
    {
        QRectF cells;
        double cell = 0; ///< width of one
        double cellHeight = 0;
    };
    Layout layoutIn(const QRectF& area) const;
    void draw(QPainter& painter, const QRectF& area, const Theme& theme) const;
    QString describe(const ConfusionCell& cell) const;
    int classCount() const { return static_cast<int>(m_matrix.classes.size()); }
    void choose(const ConfusionCell& cell);

    ConfusionMatrix m_matrix;
    QString m_footnote;
    bool m_normalised = false;
    std::optional<ConfusionCell> m_chosen;
    std::optional<ConfusionCell> m_marked;
    ConfusionCell m_current; ///< of the keyboard
};

} // namespace mien

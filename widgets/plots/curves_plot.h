// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/score_curves.h"

#include <QWidget>

#include <vector>

class QCustomPlot;
class QCPAxisRect;
class QCPLayoutGrid;
class QCPLegend;

namespace mien {

struct Theme;

/// Loss and the figure of the task by epoch of one fold (accuracy, mean average precision of action units, concordance
/// of valence and arousal): raw values, training and validation, the best epoch marked.
class CurvesPlot final : public QWidget
{
    Q_OBJECT
public:
    explicit CurvesPlot(QWidget* parent = nullptr);

    /// Rows of one fold, ascending epochs. Cheap for a live run: drawing is queued, several updates cost one.
    void setMetrics(const std::vector<EpochMetrics>& metrics);
    void setLogarithmicLoss(bool logarithmic);

    /// Epoch with the lowest validation loss among `metrics`; 0 if none has one.
    static int bestEpoch(const std::vector<EpochMetrics>& metrics);

    QImage renderToImage(QSize size, const Theme& theme);
    QSize sizeHint() const override { return {320, 170}; }
    QSize minimumSizeHint() const override { return {180, 120}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildPanes();
    void applyColours(const Theme& theme);
    void showScores();
    void markBest();

    QCustomPlot* m_plot;
    QCPLayoutGrid* m_panes = nullptr;
    QCPAxisRect* m_lossPane = nullptr;
    QCPAxisRect* m_scorePane = nullptr;
    QCPLegend* m_legend = nullptr;
    std::vector<EpochMetrics> m_metrics;
    ScoreCurves m_scores;
    bool m_logarithmic = false;
};

} // namespace mien

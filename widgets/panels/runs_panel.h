// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/runs_model.h"
#include "widgets/plots/confusion_plot.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace mien {

class AffectPlot;
class CurvesPlot;
class UnitScores;

/// Table of runs; of the chosen one: curves of a fold and the figure of its task over the held-out clips (confusion
/// matrix, scores of action units, valence and arousal); of a live one: pause, finish early, cancel.
class RunsPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `model` must outlive the panel.
    explicit RunsPanel(RunsModel* model, QWidget* parent = nullptr);

    void select(const QString& folder);
    QString selected() const { return m_folder; }
    void setChosenCell(const std::optional<ConfusionCell>& cell);
    void setMarkedCell(const std::optional<ConfusionCell>& cell); ///< where the current clip lies
    CurvesPlot* curves() const { return m_curves; }
    ConfusionPlot* confusion() const { return m_confusion; }

signals:
    void runChosen(const QString& folder);
    void cellChosen(const std::optional<mien::ConfusionCell>& cell);
    void pauseRequested(const QString& folder, bool paused);
    void finishRequested(const QString& folder);
    void cancelRequested(const QString& folder);
    void infoChanged(const QString& info);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeControls();
    void modelChanged(const QModelIndex& first, const QModelIndex& last);
    void refresh();
    void refreshFolds(const RunRecord& run);
    void refreshCurves();
    void refreshFigure(const RunRecord& run);
    void updateInfo();

    RunsModel* m_model;
    QTableView* m_table;
    QLabel* m_empty;
    QWidget* m_details;
    QBoxLayout* m_plots = nullptr;
    QComboBox* m_fold;
    QToolButton* m_logarithmic;
    QToolButton* m_normalised;
    QToolButton* m_pause;
    QToolButton* m_finish;
    QToolButton* m_cancel;
    CurvesPlot* m_curves;
    QStackedWidget* m_figure; ///< one of the three below
    ConfusionPlot* m_confusion;
    UnitScores* m_units;
    AffectPlot* m_affect;
    QString m_folder;
    bool m_followNewestFold = true; ///< until the user chooses one
    bool m_stale = false;           ///< hidden panels do no work: they refresh when shown
};

} // namespace mien

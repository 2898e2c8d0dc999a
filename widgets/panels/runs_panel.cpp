// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/runs_panel.h"

#include "widgets/plots/affect_plot.h"
#include "widgets/plots/curves_plot.h"
#include "widgets/plots/unit_scores.h"
#include "widgets/theme/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

QToolButton* toggle(const QString& text, const QString& tip)
{
    auto* button = new QToolButton;
    button->setObjectName(u"chip"_s);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    return button;
}

QToolButton* control(Glyph glyph, const QString& text, const QString& tip)
{
    auto* button = new QToolButton;
    button->setIcon(glyphIcon(glyph));
    button->setIconSize(QSize(11, 11));
    button->setText(text);
    button->setToolTip(tip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

} // namespace

RunsPanel::RunsPanel(RunsModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_table(new QTableView),
      m_empty(new QLabel(tr("No runs yet. Train > New Training… makes one; File > Open Folder… shows a run folder."))),
      m_details(new QWidget), m_fold(new QComboBox),
      m_logarithmic(toggle(tr("log"), tr("Logarithmic axis for the loss"))),
      m_normalised(toggle(tr("rows = 1"), tr("Shares of each row instead of counts"))),
      m_pause(control(Glyph::Pause, tr("Pause"), tr("Wait before the next batch"))),
      m_finish(control(Glyph::FinishEarly, tr("Finish early"), tr("Stop now and keep what was learned"))),
      m_cancel(control(Glyph::Cancel, tr("Cancel"), tr("Stop now and discard"))), m_curves(new CurvesPlot),
      m_figure(new QStackedWidget), m_confusion(new ConfusionPlot), m_units(new UnitScores), m_affect(new AffectPlot)
{
    m_table->setModel(model);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 7);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMinimumSectionSize(30);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_empty->setObjectName(u"muted"_s);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_pause->setCheckable(true);
    m_fold->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_fold->setAccessibleName(tr("Fold shown in the curves"));

    m_plots = new QBoxLayout(QBoxLayout::LeftToRight);
    m_plots->setSpacing(8);
    m_plots->addWidget(m_curves, 3);
    for (QWidget* figure :
         {static_cast<QWidget*>(m_confusion), static_cast<QWidget*>(m_units), static_cast<QWidget*>(m_affect)})
        m_figure->addWidget(figure);
    m_plots->addWidget(m_figure, 2);
    auto* details = new QVBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(3);
    details->addWidget(makeControls());
    details->addLayout(m_plots, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 8, 6);
    column->setSpacing(4);
    column->addWidget(m_empty, 1);
    column->addWidget(m_table, 2);
    column->addWidget(m_details, 5);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        const QString folder = row.data(RunsModel::FolderRole).toString();
        if (folder == m_folder) return;
        m_folder = folder;
        m_followNewestFold = true;
        refresh();
        emit runChosen(folder);
    });
    connect(m_logarithmic, &QToolButton::toggled, m_curves, &CurvesPlot::setLogarithmicLoss);
    connect(m_normalised, &QToolButton::toggled, m_confusion, &ConfusionPlot::setRowNormalised);
    connect(m_confusion, &ConfusionPlot::chosen, this, &RunsPanel::cellChosen);
    connect(m_fold, &QComboBox::activated, this, [this] {
        m_followNewestFold = false;
        refreshCurves();
    });
    connect(m_pause, &QToolButton::clicked, this, [this](bool paused) { emit pauseRequested(m_folder, paused); });
    connect(m_finish, &QToolButton::clicked, this, [this] { emit finishRequested(m_folder); });
    connect(m_cancel, &QToolButton::clicked, this, [this] { emit cancelRequested(m_folder); });
    connect(model, &QAbstractItemModel::dataChanged, this, &RunsPanel::modelChanged);
    connect(model, &QAbstractItemModel::rowsInserted, this, &RunsPanel::refresh);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &RunsPanel::refresh);
    refresh();
}

QWidget* RunsPanel::makeControls()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_fold);
    row->addWidget(m_logarithmic);
    row->addStretch();
    row->addWidget(m_pause);
    row->addWidget(m_finish);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_normalised);
    return bar;
}

void RunsPanel::modelChanged(const QModelIndex& first, const QModelIndex& last)
{
    const int row = m_model->rowOf(m_folder);
    if (row >= first.row() && row <= last.row()) refresh();
    updateInfo();
}

void RunsPanel::select(const QString& folder)
{
    const int row = m_model->rowOf(folder);
    if (row >= 0) m_table->setCurrentIndex(m_model->index(row, 0));
}

void RunsPanel::setChosenCell(const std::optional<ConfusionCell>& cell)
{
    m_confusion->setChosen(cell);
}

void RunsPanel::setMarkedCell(const std::optional<ConfusionCell>& cell)
{
    m_confusion->setMarked(cell);
}

void RunsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale) refresh();
}

void RunsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Side by side in a low panel, one above the other in a high one.
    const bool high = height() > width() * 0.8;
    m_plots->setDirection(high ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void RunsPanel::refresh()
{
    m_stale = !isVisible();
    if (m_stale) return;
    const bool empty = m_model->rowCount() == 0;
    m_empty->setVisible(empty);
    m_table->setVisible(!empty);
    for (int column = 0; column + 1 < RunsModel::ColumnCount; ++column) m_table->resizeColumnToContents(column);
    // A few runs take a few lines, many share the height with the plots.
    const auto heightOf = [this](int rows) {
        return m_table->horizontalHeader()->sizeHint().height() +
               rows * m_table->verticalHeader()->defaultSectionSize() + 4;
    };
    m_table->setMinimumHeight(heightOf(std::min(m_model->rowCount(), 3)));
    m_table->setMaximumHeight(heightOf(std::max(m_model->rowCount(), 3)));
    const RunRecord* run = m_model->run(m_folder);
    m_details->setVisible(run);
    if (!run) return;
    const bool live = RunsModel::isLive(run->state);
    for (QToolButton* button : {m_pause, m_finish, m_cancel}) button->setVisible(live);
    m_pause->setChecked(run->state == RunRecord::State::Paused);
    m_pause->setText(run->state == RunRecord::State::Paused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(glyphIcon(run->state == RunRecord::State::Paused ? Glyph::Play : Glyph::Pause));
    refreshFolds(*run);
    refreshCurves();
    refreshFigure(*run);
}

void RunsPanel::refreshFigure(const RunRecord& run)
{
    m_normalised->setVisible(run.report.task == Task::Classes);
    switch (run.report.task) {
    case Task::Classes:
        m_confusion->setMatrix(run.report.classes.confusion, run.footnote());
        m_figure->setCurrentWidget(m_confusion);
        break;
    case Task::Units:
        m_units->setReport(run.report.units, run.footnote());
        m_figure->setCurrentWidget(m_units);
        break;
    case Task::Affect:
        m_affect->setPredictions(run.predictions, run.report.affect, run.footnote());
        m_figure->setCurrentWidget(m_affect);
        break;
    }
}

void RunsPanel::refreshFolds(const RunRecord& run)
{
    const std::vector<int> folds = run.foldsWithMetrics();
    const QSignalBlocker blocker(m_fold);
    const int wanted = m_followNewestFold ? (folds.empty() ? 0 : folds.back()) : m_fold->currentData().toInt();
    m_fold->clear();
    for (const int fold : folds)
        m_fold->addItem(run.folds > 0 ? tr("fold %1 of %2").arg(fold).arg(run.folds) : tr("fold %1").arg(fold), fold);
    m_fold->setCurrentIndex(m_fold->findData(wanted));
    m_fold->setVisible(!folds.empty());
}

void RunsPanel::refreshCurves()
{
    const RunRecord* run = m_model->run(m_folder);
    m_curves->setMetrics(run ? run->metricsOf(m_fold->currentData().toInt()) : std::vector<EpochMetrics>());
}

void RunsPanel::updateInfo()
{
    int live = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) live += RunsModel::isLive(m_model->runAt(row)->state);
    const int ended = m_model->rowCount() - live;
    emit infoChanged(live > 0 ? tr("%1 ended · %2 running").arg(ended).arg(live) : tr("%n run(s)", nullptr, ended));
}

} // namespace mien

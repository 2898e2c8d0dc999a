// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/curves_plot.h"

#include "widgets/theme/theme.h"

#include <QEvent>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

// Order of the graphs in the plot.
enum GraphIndex {
    TrainLoss,
    ValidationLoss,
    TrainScore,
    ValidationScore,
    ArousalScore,
    BestLoss,
    BestScore,
    GraphCount
};

QSharedPointer<QCPGraphDataContainer> points(const std::vector<EpochMetrics>& metrics, double EpochMetrics::*field)
{
    QSharedPointer<QCPGraphDataContainer> data(new QCPGraphDataContainer);
    for (const EpochMetrics& row : metrics)
        if (std::isfinite(row.*field)) data->add(QCPGraphData(row.epoch, row.*field));
    return data;
}

QSharedPointer<QCPGraphDataContainer> points(const std::vector<EpochMetrics>& metrics,
                                             const std::vector<double>& values)
{
    QSharedPointer<QCPGraphDataContainer> data(new QCPGraphDataContainer);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::isfinite(values[i])) data->add(QCPGraphData(metrics[i].epoch, values[i]));
    return data;
}

} // namespace

CurvesPlot::CurvesPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setMinimumSize(100, 60);
    m_plot->setAutoAddPlottableToLegend(false); // both panes share one legend
    setAccessibleName(tr("Loss and figures of the task by epoch"));
    buildPanes();
    applyColours(Theme::of(this));
}

void CurvesPlot::buildPanes()
{
    m_plot->plotLayout()->clear();
    m_lossPane = new QCPAxisRect(m_plot);
    m_scorePane = new QCPAxisRect(m_plot);
    m_panes = new QCPLayoutGrid;
    m_panes->addElement(0, 0, m_lossPane);
    m_panes->addElement(0, 1, m_scorePane);
    m_panes->setColumnSpacing(2);
    m_legend = new QCPLegend;
    m_plot->plotLayout()->addElement(0, 0, m_legend);
    m_plot->plotLayout()->addElement(1, 0, m_panes);
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    m_plot->plotLayout()->setRowSpacing(0);
    for (QCPAxisRect* pane : {m_lossPane, m_scorePane}) {
        pane->setupFullAxesBox(false);
        pane->setMinimumMargins(QMargins(4, 4, 8, 4));
        pane->axis(QCPAxis::atTop)->setVisible(false);
        pane->axis(QCPAxis::atRight)->setVisible(false);
        QSharedPointer<QCPAxisTicker> ticker(new QCPAxisTickerFixed);
        ticker.staticCast<QCPAxisTickerFixed>()->setTickStep(1);
        ticker.staticCast<QCPAxisTickerFixed>()->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
        ticker->setTickCount(4);
        pane->axis(QCPAxis::atBottom)->setTicker(ticker);
        pane->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
    }
    m_lossPane->axis(QCPAxis::atLeft)->setLabel(tr("loss"));
    for (int i = 0; i < GraphCount; ++i) {
        QCPAxisRect* pane = i == TrainLoss || i == ValidationLoss || i == BestLoss ? m_lossPane : m_scorePane;
        m_plot->addGraph(pane->axis(QCPAxis::atBottom), pane->axis(QCPAxis::atLeft));
    }
    m_legend->setLayer(u"legend"_s);
    m_legend->setMargins(QMargins(8, 0, 4, 0));
    m_legend->setFillOrder(QCPLegend::foColumnsFirst);
    m_legend->setColumnSpacing(14);
    m_plot->graph(TrainScore)->setName(tr("training"));
    m_plot->graph(ValidationScore)->setName(tr("validation"));
    m_plot->graph(BestScore)->setName(tr("best epoch"));
    for (const int i : {TrainScore, ValidationScore, BestScore}) m_plot->graph(i)->addToLegend(m_legend);
}

void CurvesPlot::applyColours(const Theme& theme)
{
    m_plot->setBackground(QBrush(theme.panel));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QCPAxisRect* pane : {m_lossPane, m_scorePane}) {
        pane->setBackground(QBrush(theme.field));
        for (QCPAxis* axis : {pane->axis(QCPAxis::atBottom), pane->axis(QCPAxis::atLeft)}) {
            axis->setBasePen(QPen(theme.border));
            axis->setTickPen(QPen(theme.border));
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelColor(theme.muted);
            axis->setLabelColor(theme.muted);
            axis->setTickLabelFont(small);
            axis->setLabelFont(small);
            axis->setLabelPadding(1);
            axis->grid()->setPen(QPen(theme.border, 0.6, Qt::DotLine));
            axis->grid()->setZeroLinePen(Qt::NoPen);
        }
    }
    m_legend->setBrush(Qt::NoBrush);
    m_legend->setBorderPen(Qt::NoPen);
    m_legend->setTextColor(theme.muted);
    m_legend->setFont(small);
    m_legend->setIconSize(16, 8);
    for (const int i : {TrainLoss, TrainScore}) m_plot->graph(i)->setPen(QPen(theme.training, 1.6));
    // The dash tells the curves apart without colour.
    for (const int i : {ValidationLoss, ValidationScore})
        m_plot->graph(i)->setPen(QPen(theme.validation, 1.6, Qt::DashLine));
    m_plot->graph(ArousalScore)->setPen(QPen(theme.validation, 1.6, Qt::DotLine));
    for (const int i : {BestLoss, BestScore}) {
        m_plot->graph(i)->setPen(QPen(theme.good, 1.2));
        m_plot->graph(i)->setLineStyle(QCPGraph::lsImpulse);
        m_plot->graph(i)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.good, theme.good, 5));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

int CurvesPlot::bestEpoch(const std::vector<EpochMetrics>& metrics)
{
    int best = 0;
    double lowest = INFINITY;
    for (const EpochMetrics& row : metrics)
        if (row.validationLoss < lowest) {
            lowest = row.validationLoss;
            best = row.epoch;
        }
    return best;
}

void CurvesPlot::setMetrics(const std::vector<EpochMetrics>& metrics)
{
    m_metrics = metrics;
    m_plot->graph(TrainLoss)->setData(points(metrics, &EpochMetrics::trainLoss));
    m_plot->graph(ValidationLoss)->setData(points(metrics, &EpochMetrics::validationLoss));
    showScores();
    markBest();

    const double last = metrics.empty() ? 10 : std::max(2, metrics.back().epoch);
    double lowest = INFINITY;
    double highest = -INFINITY;
    for (const EpochMetrics& row : metrics)
        for (const double loss : {row.trainLoss, row.validationLoss})
            if (std::isfinite(loss) && (!m_logarithmic || loss > 0)) {
                lowest = std::min(lowest, loss);
                highest = std::max(highest, loss);
            }
    for (QCPAxisRect* pane : {m_lossPane, m_scorePane})
        pane->axis(QCPAxis::atBottom)->setRange(std::min(1.0, last - 1) - 0.02 * last, last * 1.02);
    if (!std::isfinite(lowest)) {
        lowest = m_logarithmic ? 0.1 : 0;
        highest = 2;
    }
    if (m_logarithmic)
        m_lossPane->axis(QCPAxis::atLeft)->setRange(lowest / 1.2, highest * 1.2);
    else
        m_lossPane->axis(QCPAxis::atLeft)->setRange(0, highest * 1.05);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvesPlot::showScores()
{
    m_scores = scoreCurvesOf(m_metrics);
    m_plot->graph(TrainScore)->setData(points(m_metrics, m_scores.training));
    m_plot->graph(ValidationScore)->setData(points(m_metrics, m_scores.validation));
    m_plot->graph(ArousalScore)->setData(points(m_metrics, m_scores.arousal));
    using Kind = ScoreCurves::Kind;
    QCPAxis* axis = m_scorePane->axis(QCPAxis::atLeft);
    axis->setLabel(m_scores.kind == Kind::MeanAveragePrecision ? tr("mAP")
                   : m_scores.kind == Kind::Concordance        ? tr("CCC: valence, dotted arousal")
                                                               : tr("accuracy"));
    double lowest = 0; // a concordance may lie below
    for (const auto* values : {&m_scores.validation, &m_scores.arousal})
        for (const double value : *values)
            if (value < lowest) lowest = value;
    axis->setRange(lowest, 1.02);
    const bool isShown = m_metrics.empty() || m_scores.kind != Kind::None;
    m_scorePane->setVisible(isShown);
    m_panes->setColumnStretchFactor(1, isShown ? 1 : 0.001);
}

void CurvesPlot::markBest()
{
    const int best = bestEpoch(m_metrics);
    QVector<double> epoch;
    QVector<double> loss;
    QVector<double> score;
    for (std::size_t i = 0; i < m_metrics.size(); ++i)
        if (m_metrics[i].epoch == best) {
            epoch = {static_cast<double>(best)};
            loss = {m_metrics[i].validationLoss};
            score = {m_scores.validation.empty() ? notComputed : m_scores.validation[i]};
        }
    m_plot->graph(BestLoss)->setData(epoch, loss);
    m_plot->graph(BestScore)->setData(epoch, score);
}

void CurvesPlot::setLogarithmicLoss(bool logarithmic)
{
    m_logarithmic = logarithmic;
    QCPAxis* axis = m_lossPane->axis(QCPAxis::atLeft);
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    setMetrics(m_metrics);
}

QImage CurvesPlot::renderToImage(QSize size, const Theme& theme)
{
    applyColours(theme);
    const QImage image = m_plot->toPixmap(size.width(), size.height()).toImage();
    applyColours(Theme::of(this));
    return image;
}

void CurvesPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyColours(Theme::of(this));
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/affect_plot.h"

#include "widgets/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

// Graphs of pane p: its samples at 2 p, the line of equality at 2 p + 1.
constexpr int graphsPerPane = 2;

QString titleOf(const QString& dimension, const RegressionScore& score)
{
    if (!std::isfinite(score.ccc)) return dimension;
    return u"%1\nCCC %2\nRMSE %3"_s.arg(dimension, QString::number(score.ccc, 'f', 2),
                                        QString::number(score.rmse, 'f', 2));
}

} // namespace

AffectPlot::AffectPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot), m_footnote(new QLabel)
{
    setAccessibleName(tr("Valence and arousal, annotated and answered"));
    m_footnote->setObjectName(u"muted"_s);
    m_footnote->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_footnote);
    m_plot->setMinimumSize(100, 60);
    m_plot->plotLayout()->clear();
    for (int p = 0; p < 2; ++p) {
        Pane& pane = m_panes[static_cast<std::size_t>(p)];
        pane.title = new QCPTextElement(m_plot);
        pane.axes = new QCPAxisRect(m_plot);
        m_plot->plotLayout()->addElement(0, p, pane.title);
        m_plot->plotLayout()->addElement(1, p, pane.axes);
        QCPAxis* across = pane.axes->axis(QCPAxis::atBottom);
        QCPAxis* up = pane.axes->axis(QCPAxis::atLeft);
        across->setLabel(tr("annotated"));
        up->setLabel(tr("answered"));
        for (QCPAxis* axis : {across, up}) {
            axis->setRange(-1.05, 1.05);
            QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
            ticker->setTickStep(1);
            axis->setTicker(ticker);
        }
        m_plot->addGraph(across, up)->setLineStyle(QCPGraph::lsNone);
        m_plot->addGraph(across, up)->setData({-1, 1}, {-1, 1});
    }
    m_plot->plotLayout()->setRowSpacing(0);
    applyColours(Theme::of(this));
}

void AffectPlot::setPredictions(const std::vector<Prediction>& predictions, const AffectReport& report,
                                const QString& footnote)
{
    for (std::size_t d = 0; d < 2; ++d) {
        QSharedPointer<QCPGraphDataContainer> data(new QCPGraphDataContainer);
        for (const Prediction& prediction : predictions)
            if (prediction.targets.size() == 2 && prediction.probabilities.size() == 2 &&
                std::isfinite(prediction.targets[d]) && std::isfinite(prediction.probabilities[d]))
                data->add(QCPGraphData(prediction.targets[d], prediction.probabilities[d]));
        m_plot->graph(static_cast<int>(d) * graphsPerPane)->setData(data);
    }
    m_panes[0].title->setText(titleOf(tr("valence"), report.valence));
    m_panes[1].title->setText(titleOf(tr("arousal"), report.arousal));
    m_footnote->setText(predictions.empty() ? QString() : footnote);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void AffectPlot::applyColours(const Theme& theme)
{
    m_plot->setBackground(QBrush(theme.panel));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    QColor dots = theme.accent;
    dots.setAlphaF(0.45f);
    for (int p = 0; p < 2; ++p) {
        const Pane& pane = m_panes[static_cast<std::size_t>(p)];
        pane.title->setTextColor(theme.text);
        pane.title->setFont(small);
        pane.axes->setBackground(QBrush(theme.field));
        for (QCPAxis* axis : {pane.axes->axis(QCPAxis::atBottom), pane.axes->axis(QCPAxis::atLeft)}) {
            axis->setBasePen(QPen(theme.border));
            axis->setTickPen(QPen(theme.border));
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelColor(theme.muted);
            axis->setLabelColor(theme.muted);
            axis->setTickLabelFont(small);
            axis->setLabelFont(small);
            axis->setLabelPadding(1);
            axis->grid()->setPen(QPen(theme.border, 0.6, Qt::DotLine));
            axis->grid()->setZeroLinePen(QPen(theme.border, 0.8));
        }
        m_plot->graph(p * graphsPerPane)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, dots, dots, 4));
        m_plot->graph(p * graphsPerPane + 1)->setPen(QPen(theme.muted, 1, Qt::DashLine));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void AffectPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyColours(Theme::of(this));
}

QImage AffectPlot::renderToImage(QSize size, const Theme& theme)
{
    applyColours(theme);
    const QImage image = m_plot->toPixmap(size.width(), size.height()).toImage();
    applyColours(Theme::of(this));
    return image;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/unit_scores.h"

#include "widgets/common/names.h"
#include "widgets/plots/bar_list.h"
#include "widgets/theme/theme.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {

UnitScores::UnitScores(QWidget* parent)
    : QWidget(parent), m_title(new QLabel), m_bars(new BarList), m_footnote(new QLabel)
{
    m_bars->setAccessibleName(tr("Average precision of the action units"));
    m_title->setToolTip(tr("mAP: mean of the average precision over the units that somebody shows"));
    m_title->setWordWrap(true);
    m_footnote->setObjectName(u"muted"_s);
    m_footnote->setWordWrap(true);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_bars);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    m_bars->setAutoFillBackground(false); // setWidget() turned it on
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(scroll, 1);
    column->addWidget(m_footnote);
}

void UnitScores::setReport(const MultiLabelReport& report, const QString& footnote)
{
    std::vector<const LabelScore*> scored;
    for (const LabelScore& label : report.labels)
        if (std::isfinite(label.averagePrecision)) scored.push_back(&label);
    std::stable_sort(scored.begin(), scored.end(),
                     [](auto* a, auto* b) { return a->averagePrecision > b->averagePrecision; });
    std::vector<BarList::Bar> bars;
    for (const LabelScore* label : scored) {
        BarList::Bar bar;
        bar.key = bar.name = toQString(label->name);
        bar.value = label->averagePrecision;
        bar.figure = QString::number(bar.value, 'f', 2);
        bar.note = u"%1 %"_s.arg(100 * label->occurrence, 0, 'f', 0);
        bar.colour = Theme::of(this).accent;
        bars.push_back(bar);
    }
    m_title->setText(std::isfinite(report.meanAveragePrecision)
                         ? tr("mAP %1 over %2 of %3 action units; behind the bars: how often coded")
                               .arg(report.meanAveragePrecision, 0, 'f', 3)
                               .arg(scored.size())
                               .arg(report.labels.size())
                         : QString());
    m_bars->setBars(std::move(bars), 1.0);
    m_footnote->setText(scored.empty() ? QString() : footnote);
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/multilabel.h"

#include <QWidget>

class QLabel;

namespace mien {

class BarList;

/// Average precision of every action unit on the held-out samples, the best first, beside how often the unit is coded
/// (what guessing gives). Units that nobody shows have no bar.
class UnitScores final : public QWidget
{
    Q_OBJECT
public:
    explicit UnitScores(QWidget* parent = nullptr);

    void setReport(const MultiLabelReport& report, const QString& footnote);
    QSize minimumSizeHint() const override { return {170, 120}; }

private:
    QLabel* m_title;
    BarList* m_bars;
    QLabel* m_footnote;
};

} // namespace mien

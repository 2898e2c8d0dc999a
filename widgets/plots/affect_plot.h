// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/run_report.h"

#include <QWidget>

#include <array>
#include <vector>

class QCustomPlot;
class QCPAxisRect;
class QCPTextElement;
class QLabel;

namespace mien {

struct Theme;

/// Valence and arousal of the held-out samples: annotated rightwards, answered upwards, with the line where both are
/// the same.
class AffectPlot final : public QWidget
{
    Q_OBJECT
public:
    explicit AffectPlot(QWidget* parent = nullptr);

    void setPredictions(const std::vector<Prediction>& predictions, const AffectReport& report,
                        const QString& footnote);
    QImage renderToImage(QSize size, const Theme& theme);
    QSize sizeHint() const override { return {320, 200}; }
    QSize minimumSizeHint() const override { return {200, 130}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Pane
    {
        QCPAxisRect* axes = nullptr;
        QCPTextElement* title = nullptr;
    };
    void applyColours(const Theme& theme);

    QCustomPlot* m_plot;
    QLabel* m_footnote;
    std::array<Pane, 2> m_panes;
};

} // namespace mien

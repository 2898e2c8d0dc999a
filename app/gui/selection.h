// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/library_model.h"
#include "widgets/plots/confusion_plot.h"

#include <QObject>

#include <optional>

namespace mien {

/// What is selected, in one place: every view sets it here and follows its signals, so that all views select each
/// other. A signal comes only when the value changes.
class Selection final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    const ClipRef& clip() const { return m_clip; }
    const QString& run() const { return m_run; } ///< folder; empty = none
    int frame() const { return m_frame; }        ///< of the clip's source, from 0
    int landmark() const { return m_landmark; }  ///< 0 … 67; −1 = none
    int person() const { return m_person; }      ///< Person::id in the clip; −1 = whoever has the largest face
    const std::optional<ConfusionCell>& cell() const { return m_cell; }

public slots:
    void setClip(const mien::ClipRef& clip); ///< also sets the frame to 0, landmark and person to none
    void setRun(const QString& folder);      ///< also takes the cell away
    void setFrame(int frame);
    void setLandmark(int landmark);
    void setPerson(int person);
    void setCell(const std::optional<mien::ConfusionCell>& cell);

signals:
    void clipChanged(const mien::ClipRef& clip);
    void runChanged(const QString& folder);
    void frameChanged(int frame);
    void landmarkChanged(int landmark);
    void personChanged(int person);
    void cellChanged(const std::optional<mien::ConfusionCell>& cell);

private:
    ClipRef m_clip;
    QString m_run;
    int m_frame = 0;
    int m_landmark = -1;
    int m_person = -1;
    std::optional<ConfusionCell> m_cell;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/jobs_model.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mien {

class JobRowWidget;

/// One row per job: title, progress, time left, pause, finish early, cancel; messages of ended jobs stay.
class JobsPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `model` must outlive the panel.
    explicit JobsPanel(JobsModel* model, QWidget* parent = nullptr);

signals:
    void pauseRequested(int job, bool paused);
    void finishRequested(int job);
    void cancelRequested(int job);

private:
    void inserted(int first, int last);
    void removed(int first, int last);
    void updateEmpty();

    JobsModel* m_model;
    QVBoxLayout* m_rows;
    QLabel* m_empty;
    QHash<int, JobRowWidget*> m_widgets;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/run_control.h"
#include "widgets/itemmodels/jobs_model.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>

namespace mien {

/// The jobs of the window: gives each its RunControl, shows its progress, and steers it. Requests go straight to the
/// job's RunControl, so that it sees them within a batch or frame.
/// Thread: of the GUI.
class JobCenter final : public QObject
{
    Q_OBJECT
public:
    struct Abilities
    {
        bool pause = true;
        bool finishEarly = false;
    };

    struct Job
    {
        int id = 0;
        std::shared_ptr<RunControl> control; ///< the job keeps a copy while it runs
    };

    explicit JobCenter(QObject* parent = nullptr);
    ~JobCenter() override;

    JobsModel* model() { return &m_model; }

    /// A new job, shown as waiting until it reports progress.
    Job start(const QString& title, Abilities abilities);
    void markRunning(int id);
    void setStage(int id, const QString& stage, double fraction);

    // The end of a job; its row stays.
    void succeed(int id, const QString& message = {});
    void fail(int id, const Error& error); ///< a cancelled job is one of its own kind, without a message
    void drop(int id);                     ///< its row goes too: for work that nobody needs to hear of

    bool isPaused(int id) const;

public slots:
    void setPaused(int id, bool paused);
    void finishEarly(int id);
    void cancel(int id);
    void cancelAll();

signals:
    void progressed(int id, const mien::Progress& progress);
    void ended(int id);
    void pausedChanged(int id, bool paused);

private:
    struct Live
    {
        std::shared_ptr<RunControl> control;
        QElapsedTimer clock;
        std::string stage;    ///< the time left is reckoned within one stage
        double firstDone = 0; ///< of the stage
    };
    void report(int id, const Progress& progress);
    void end(int id, JobRow::State state, const QString& message);
    void flush();

    JobsModel m_model;
    QHash<int, std::shared_ptr<Live>> m_live;
    QHash<int, Progress> m_reports; ///< the latest, not yet shown
    QTimer m_flush;
};

} // namespace mien

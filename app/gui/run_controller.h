// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "widgets/itemmodels/runs_model.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace mien {

template <typename T> class Mailbox;
class BackgroundPool;
class EngineThread;
class JobCenter;

/// Runs of the window: reads run folders, trains, and explains clips. The models plugin is loaded only for training
/// and maps; looking at a finished run needs none.
/// Thread: of the GUI.
class RunController final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the controller.
    RunController(EngineThread& engine, BackgroundPool& pool, JobCenter& jobs, RunsModel& runs,
                  QObject* parent = nullptr);
    ~RunController() override;

    /// What the Train dialog is made of; arrives by modelsReady(). Loads the plugin at the first call.
    void requestModels();

    /// Starts a training; its run appears at once in the model.
    void train(const RunConfig& config, const QString& folder);

    /// Reads a finished or interrupted run; datasetsNeeded() names its data.
    void openFolder(const QString& folder);

    // Steering of a live run.
    void setPaused(const QString& folder, bool paused);
    void finishEarly(const QString& folder);
    void cancel(const QString& folder);

    /// Asks for the map of a sample under a run. The latest request wins; an earlier one under way is finished but not
    /// shown.
    void explain(const QString& folder, const QString& sample);
    void forgetExplanation();

    bool isTraining() const { return !m_training.isEmpty(); }
    bool isExplaining() const { return m_explaining || m_wanted; }
    bool isReading() const { return m_reading > 0; }

signals:
    void modelsReady(const std::vector<mien::ModelInfo>& models, mien::Engine* engine);
    void failed(const QString& message); ///< for the message bar
    void runReady(const QString& folder);
    void datasetNeeded(const QString& path);
    void explained(const QString& folder, const QString& sample,
                   const std::shared_ptr<const mien::jobs::Explanation>& explanation);
    void explainFailed(const QString& folder, const QString& sample, const QString& message);
    void deviceKnown(const QString& device, const QString& reason);
    void trainingEnded(const QString& folder);
    void idle(); ///< nothing is being read or explained any more

private:
    struct Loaded
    {
        RunRecord record;
        std::vector<std::string> datasets;
        QString device;
        QString deviceReason;
    };
    using DeviceWords = std::pair<QString, QString>; ///< device and reason
    struct Wanted
    {
        QString folder;
        QString sample;
    };
    static Result<Loaded> load(const QString& folder);
    void taken(const QString& folder, const Result<Loaded>& loaded);
    void epoch(const QString& folder, const std::vector<EpochMetrics>& rows);
    void ended(const QString& folder, int job, const Result<jobs::TrainResult>& result);
    void explainNext();

    EngineThread& m_engine;
    BackgroundPool& m_pool;
    JobCenter& m_jobs;
    RunsModel& m_runs;
    QHash<QString, int> m_training;                  ///< folder to job, of live runs
    std::shared_ptr<Mailbox<DeviceWords>> m_devices; ///< told by the engine's thread
    std::optional<Wanted> m_wanted;
    std::shared_ptr<RunControl> m_explainControl;
    bool m_explaining = false;
    int m_reading = 0;
    Engine* m_loaded = nullptr; ///< of the engine's thread; models() and resolve() may be called here
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/run_controller.h"

#include "app/engine/background_pool.h"
#include "app/engine/engine_thread.h"
#include "app/engine/jobs/run_data.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "app/gui/path_opener.h"
#include "core/base/text.h"
#include "core/dataset/protocol.h"
#include "widgets/common/names.h"
#include "widgets/itemmodels/library_model.h"

#include <QFileInfo>

#include <map>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// The words every figure of such a run must carry.
QString controlsOf(const RunConfig& config)
{
    QStringList words;
    if (config.control == "shuffled_labels") words << RunController::tr("control: shuffled labels");
    if (config.control == "first_frame") words << RunController::tr("control: first frame only");
    if (config.selectOn == "test") words << RunController::tr("epoch chosen on the test part");
    if (config.landmarks != "extract") words << RunController::tr("landmarks from %1").arg(toQString(config.landmarks));
    return words.join(u" · "_s);
}

RunRecord recordOf(const RunConfig& config, const QString& folder)
{
    RunRecord record;
    record.folder = folder;
    for (const std::string& data : jobs::dataFolders(config)) // those of the command line may be links
        record.datasets << pathToQString(rootOf(data));
    record.network = toQString(config.network);
    record.protocol = toQString(config.protocol);
    record.controls = controlsOf(config);
    if (const auto protocol = Protocol::parse(config.protocol, config.network)) {
        record.subjectsLeak = !protocol->isSubjectDisjoint();
        record.folds = protocol->folds;
    }
    return record;
}

/// The device a training with `wish` gets, and why, as far as the engine's environment tells.
std::pair<QString, QString> deviceOf(const Engine& engine, const std::string& wish)
{
    std::map<std::string, std::string> facts;
    for (const auto& [key, value] : engine.environment()) facts.emplace(key, value);
    const bool cuda = text::toInt(facts["cuda devices"]).value_or(0) > 0;
    if (wish != "auto") return {toQString(wish), RunController::tr("asked for")};
    if (cuda) return {u"cuda:0"_s, RunController::tr("CUDA device found")};
    return {u"cpu"_s, RunController::tr("LibTorch %1 finds no CUDA device").arg(toQString(facts["libtorch"]))};
}

} // namespace

RunController::RunController(EngineThread& engine, BackgroundPool& pool, JobCenter& jobs, RunsModel& runs,
                             QObject* parent)
    : QObject(parent), m_engine(engine), m_pool(pool), m_jobs(jobs), m_runs(runs),
      m_devices(Mailbox<DeviceWords>::make(
          this, [this](const auto& known) { emit deviceKnown(known.back().first, known.back().second); }))
{
    connect(&jobs, &JobCenter::pausedChanged, this, [this](int job, bool paused) {
        m_runs.change(m_training.key(job), [paused](RunRecord& run) {
            run.state = paused ? RunRecord::State::Paused : RunRecord::State::Training;
        });
    });
    connect(&jobs, &JobCenter::progressed, this, [this](int job, const Progress& progress) {
        m_runs.change(m_training.key(job), [&](RunRecord& run) {
            if (run.state != RunRecord::State::Waiting && run.state != RunRecord::State::Preparing) return;
            run.state = RunRecord::State::Preparing;
            run.progress = displayStage(progress.stage);
        });
    });
}

RunController::~RunController()
{
    if (m_explainControl) m_explainControl->requestCancel();
}

void RunController::requestModels()
{
    if (m_loaded) { // not in the queue behind a training
        emit modelsReady(m_loaded->models(), m_loaded);
        return;
    }
    struct Answer
    {
        Engine* engine;
        std::pair<QString, QString> device;
    };
    m_engine.run<Answer>(
        this,
        [](Engine& engine) -> Result<Answer> {
            return Answer{&engine, deviceOf(engine, "auto")};
        },
        [this](const Result<Answer>& answer) {
            if (!answer) {
                emit failed(toQString(answer.error().message()));
                return;
            }
            emit deviceKnown(answer->device.first, answer->device.second);
            m_loaded = answer->engine;
            emit modelsReady(m_loaded->models(), m_loaded);
        });
}

void RunController::train(const RunConfig& config, const QString& folder)
{
    RunRecord record = recordOf(config, folder);
    record.state = RunRecord::State::Waiting;
    const QStringList datasets = record.datasets;
    m_runs.put(std::move(record));
    for (const QString& dataset : datasets) emit datasetNeeded(dataset); // the one tested on may not be open
    const JobCenter::Job job =
        m_jobs.start(tr("Training %1").arg(QFileInfo(folder).fileName()), {.pause = true, .finishEarly = true});
    m_training.insert(folder, job.id);

    auto epochs = Mailbox<EpochMetrics>::make(
        this, [this, folder](const std::vector<EpochMetrics>& rows) { epoch(folder, rows); });
    jobs::TrainJob request{config, std::filesystem::path(folder.toStdString()), false};
    m_engine.run<jobs::TrainResult>(
        this,
        [request, control = job.control, epochs, devices = m_devices](Engine& engine) {
            devices->post(deviceOf(engine, request.config.device));
            TrainEvents events;
            events.epoch = [epochs](const EpochMetrics& row) { epochs->post(row); };
            events.said = [control](const std::string& line) {
                control->report(Diagnostic{Diagnostic::Severity::Note, {}, 0, line});
            };
            return jobs::train(request, engine, events, *control);
        },
        [this, folder, id = job.id](const Result<jobs::TrainResult>& result) { ended(folder, id, result); });
}

void RunController::epoch(const QString& folder, const std::vector<EpochMetrics>& rows)
{
    m_runs.change(folder, [&](RunRecord& run) {
        run.metrics.insert(run.metrics.end(), rows.begin(), rows.end());
        if (run.state != RunRecord::State::Paused) run.state = RunRecord::State::Training;
        const EpochMetrics& last = rows.back();
        run.progress = run.folds > 0 ? tr("fold %1 of %2, epoch %3").arg(last.fold).arg(run.folds).arg(last.epoch)
                                     : tr("fold %1, epoch %2").arg(last.fold).arg(last.epoch);
    });
}

void RunController::ended(const QString& folder, int job, const Result<jobs::TrainResult>& result)
{
    m_training.remove(folder);
    if (!result) {
        const bool cancelled = result.error().kind == ErrorKind::Cancelled;
        m_jobs.fail(job, result.error());
        m_runs.change(folder, [cancelled](RunRecord& run) {
            run.state = cancelled ? RunRecord::State::Cancelled : RunRecord::State::Failed;
        });
        if (!cancelled) emit failed(toQString(result.error().message()));
    } else {
        m_jobs.succeed(job, tr("%1, in %2").arg(RunsModel::scoreText(result->report), folder));
        emit deviceKnown(toQString(result->outcome.device), toQString(result->outcome.deviceReason));
        m_runs.change(folder, [&](RunRecord& run) {
            run.state = result->outcome.finishedEarly ? RunRecord::State::FinishedEarly : RunRecord::State::Done;
            run.report = result->report;
            run.classes = result->outputs;
            run.predictions = result->predictions;
        });
        emit runReady(folder);
    }
    emit trainingEnded(folder);
}

Result<RunController::Loaded> RunController::load(const QString& folder)
{
    const RunFolder run{std::filesystem::path(folder.toStdString())};
    const auto config = jobs::configOf(run.path());
    if (!config) return config.error();
    Loaded loaded;
    loaded.record = recordOf(*config, folder);
    loaded.datasets = jobs::dataFolders(*config);
    if (auto metrics = run.metrics()) loaded.record.metrics = std::move(*metrics);
    loaded.record.state = run.isFinished() ? RunRecord::State::Done : RunRecord::State::Cancelled;
    if (!run.isFinished()) return loaded;
    auto predictions = run.predictions();
    if (!predictions) return predictions.error();
    auto classes = run.classes();
    if (!classes) return classes.error();
    ReportOptions none; // the window shows no intervals
    none.intervals.resamples = 0;
    loaded.record.report = reportOf(taskOf(*predictions, *classes), *predictions, *classes, none);
    loaded.record.predictions = std::move(*predictions);
    loaded.record.classes = std::move(*classes);
    if (const auto summary = run.summary()) {
        const auto fact = [&](const std::string& key) {
            const auto it = summary->find(key);
            return it == summary->end() ? QString() : toQString(it->second);
        };
        if (fact("finished_early") == u"true"_s) loaded.record.state = RunRecord::State::FinishedEarly;
        loaded.device = fact("device");
        loaded.deviceReason = fact("device_reason");
    }
    return loaded;
}

void RunController::openFolder(const QString& folder)
{
    ++m_reading;
    m_pool.run(
        this, [folder] { return load(folder); },
        [this, folder](const Result<Loaded>& loaded) { taken(folder, loaded); });
}

void RunController::taken(const QString& folder, const Result<Loaded>& loaded)
{
    --m_reading;
    if (!loaded) {
        emit failed(toQString(loaded.error().message()));
    } else {
        m_runs.put(loaded->record);
        for (const auto& dataset : loaded->datasets) emit datasetNeeded(toQString(dataset));
        emit runReady(folder);
    }
    emit idle();
}

void RunController::setPaused(const QString& folder, bool paused)
{
    m_jobs.setPaused(m_training.value(folder), paused);
}

void RunController::finishEarly(const QString& folder)
{
    m_jobs.finishEarly(m_training.value(folder));
}

void RunController::cancel(const QString& folder)
{
    m_jobs.cancel(m_training.value(folder));
}

void RunController::explain(const QString& folder, const QString& sample)
{
    m_wanted = Wanted{folder, sample};
    explainNext();
}

void RunController::forgetExplanation()
{
    m_wanted.reset();
}

void RunController::explainNext()
{
    if (m_explaining || !m_wanted) return;
    m_explaining = true;
    const Wanted wanted = *std::exchange(m_wanted, std::nullopt);
    jobs::ExplainJob job;
    job.folder = wanted.folder.toStdString();
    job.clip = wanted.sample.toStdString();
    m_explainControl = std::make_shared<RunControl>();
    m_engine.run<jobs::Explanation>(
        this,
        [job, control = m_explainControl, devices = m_devices](Engine& engine) {
            const auto config = RunFolder(job.folder).config();
            devices->post(deviceOf(engine, config ? config->device : "auto"));
            return jobs::explain(job, engine, *control);
        },
        [this, wanted](Result<jobs::Explanation> result) {
            m_explaining = false;
            if (result)
                emit explained(wanted.folder, wanted.sample,
                               std::make_shared<const jobs::Explanation>(std::move(*result)));
            else
                emit explainFailed(wanted.folder, wanted.sample, toQString(result.error().message()));
            explainNext();
            emit idle();
        });
}

} // namespace mien

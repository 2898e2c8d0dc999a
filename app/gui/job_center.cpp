// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/job_center.h"

#include "app/gui/mailbox.h"
#include "widgets/common/names.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// How far a job is within the part whose end can be foreseen.
struct Course
{
    std::string name;
    double done = 0;
    double total = 0;     ///< 0 = not known
    bool counted = false; ///< the counts mean something to a person (clips, frames)
};

/// Folds are reported one by one; what a person waits for is the last.
Course courseOf(const Progress& progress)
{
    static const QRegularExpression pattern(u"^fold (\\d+) of (\\d+)$"_s);
    const auto done = static_cast<double>(progress.done);
    const auto total = static_cast<double>(progress.total);
    const auto fold = pattern.match(toQString(progress.stage));
    if (!fold.hasMatch()) return {progress.stage, done, total, progress.total > 0};
    return {"folds", (fold.captured(1).toDouble() - 1) * total + done, fold.captured(2).toDouble() * total, false};
}

} // namespace

JobCenter::JobCenter(QObject* parent) : QObject(parent)
{
    // A person reads a few figures a second; a training reports after every batch.
    m_flush.setSingleShot(true);
    m_flush.setInterval(100);
    connect(&m_flush, &QTimer::timeout, this, &JobCenter::flush);
}

JobCenter::~JobCenter()
{
    cancelAll();
}

JobCenter::Job JobCenter::start(const QString& title, Abilities abilities)
{
    JobRow row;
    row.title = title;
    row.canPause = abilities.pause;
    row.canFinish = abilities.finishEarly;
    const int id = m_model.add(row);

    auto progress = Mailbox<Progress>::make(this, [this, id](const std::vector<Progress>& reports) {
        m_reports.insert(id, reports.back());
        if (!m_flush.isActive()) m_flush.start();
    });
    auto diagnostics = Mailbox<Diagnostic>::make(this, [this, id](const std::vector<Diagnostic>& found) {
        m_model.change(id, [&](JobRow& job) {
            for (const Diagnostic& d : found) {
                QString text = toQString(d.message);
                if (!d.file.empty()) text = toQString(d.file) % u": "_s % text;
                if (!job.messages.contains(text)) job.messages << text;
            }
        });
    });
    auto live = std::make_shared<Live>();
    live->control = std::make_shared<RunControl>([progress](const Progress& p) { progress->post(p); },
                                                 [diagnostics](const Diagnostic& d) { diagnostics->post(d); });
    m_live.insert(id, live);
    return {id, live->control};
}

void JobCenter::markRunning(int id)
{
    const auto live = m_live.value(id);
    if (!live) return;
    live->clock.start();
    m_model.change(id, [](JobRow& job) { job.state = JobRow::State::Running; });
}

void JobCenter::flush()
{
    const auto reports = std::exchange(m_reports, {});
    for (auto it = reports.begin(); it != reports.end(); ++it) report(it.key(), it.value());
}

void JobCenter::report(int id, const Progress& progress)
{
    const auto live = m_live.value(id);
    if (!live) return;
    const Course course = courseOf(progress);
    if (live->stage != course.name || !live->clock.isValid()) {
        live->stage = course.name;
        live->firstDone = course.done;
        live->clock.start();
    }
    const double worked = course.done - live->firstDone;
    const double seconds = static_cast<double>(live->clock.elapsed()) / 1000;
    m_model.change(id, [&](JobRow& job) {
        if (job.state == JobRow::State::Waiting) job.state = JobRow::State::Running;
        job.stage = displayStage(progress.stage);
        if (course.counted) job.stage += u" "_s % tr("%1 of %2").arg(progress.done).arg(progress.total);
        job.fraction = course.total > 0 ? course.done / course.total : -1;
        // The first second says little about the rest.
        job.remaining = worked > 0 && course.total > 0 && seconds > 1
                            ? tr("%1 left").arg(displayDuration(seconds / worked * (course.total - course.done)))
                            : QString();
    });
    emit progressed(id, progress);
}

void JobCenter::setStage(int id, const QString& stage, double fraction)
{
    m_model.change(id, [&](JobRow& job) {
        job.stage = stage;
        job.fraction = fraction;
    });
}

void JobCenter::end(int id, JobRow::State state, const QString& message)
{
    m_live.remove(id);
    m_model.change(id, [&](JobRow& job) {
        job.state = state;
        if (state == JobRow::State::Done)
            job.result = message;
        else if (!message.isEmpty())
            job.messages << message;
    });
    emit ended(id);
}

void JobCenter::succeed(int id, const QString& message)
{
    end(id, JobRow::State::Done, message);
}

void JobCenter::fail(int id, const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        end(id, JobRow::State::Cancelled, {});
    else
        end(id, JobRow::State::Failed, toQString(error.message()));
}

void JobCenter::drop(int id)
{
    m_live.remove(id);
    m_model.remove(id);
    emit ended(id);
}

bool JobCenter::isPaused(int id) const
{
    const auto live = m_live.value(id);
    return live && live->control->isPaused();
}

void JobCenter::setPaused(int id, bool paused)
{
    const auto live = m_live.value(id);
    if (!live) return;
    live->control->setPaused(paused);
    m_model.change(id, [&](JobRow& job) {
        if (job.isLive()) job.state = paused ? JobRow::State::Paused : JobRow::State::Running;
        job.remaining.clear();
    });
    live->stage.clear(); // the time left is reckoned anew after the pause
    emit pausedChanged(id, paused);
}

void JobCenter::finishEarly(int id)
{
    const auto live = m_live.value(id);
    if (!live) return;
    live->control->requestFinish();
    live->control->setPaused(false);
    m_model.change(id, [](JobRow& job) { job.stage = tr("finishing early"); });
}

void JobCenter::cancel(int id)
{
    const auto live = m_live.value(id);
    if (!live) return;
    live->control->requestCancel();
    live->control->setPaused(false);
    m_model.change(id, [](JobRow& job) { job.stage = tr("cancelling"); });
}

void JobCenter::cancelAll()
{
    for (const int id : m_live.keys()) cancel(id);
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_tracker.h"

#include "app/engine/background_pool.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "core/base/parallel.h"
#include "core/face/measure_face.h"
#include "widgets/common/names.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

namespace mien {
namespace {

using Measures = std::vector<std::optional<FaceMeasures>>;

/// Thread: any.
Result<Measures> measureTrack(const FaceTrack& track, unsigned workers, const RunControl& control)
{
    const std::string stage = "measuring faces";
    const auto frames = static_cast<std::int64_t>(track.frames.size());
    FaceMeasurer measurer(Camera::assumed(track.width, track.height));
    const auto step = static_cast<std::size_t>(FaceMeasurer::learningStep(static_cast<int>(frames)));
    for (std::size_t i = 0; i < track.frames.size(); i += step) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        measurer.learn(track.frames[i]);
    }
    measurer.settle();
    Measures measures(track.frames.size());
    std::atomic<std::int64_t> done = 0;
    std::atomic<bool> cancelled = false;
    parallelFor(track.frames.size(), workers, [&](std::size_t i, unsigned) {
        constexpr std::int64_t reportEvery = 512;
        if (cancelled || control.checkpoint() == RunControl::Signal::Cancel) {
            cancelled = true;
            return;
        }
        measures[i] = measurer.measure(track.frames[i]);
        if (++done % reportEvery == 0) control.report(Progress{stage, done, frames});
    });
    if (cancelled) return Error::cancelled();
    return measures;
}

/// One core is left to the window and to playing the clip.
unsigned workerCount()
{
    return std::max(1u, usableCores() - 1);
}

} // namespace

ClipTracker::ClipTracker(BackgroundPool& pool, JobCenter& jobs, QObject* parent)
    : QObject(parent), m_pool(pool), m_jobs(jobs)
{
    m_updates.setSingleShot(true);
    m_updates.setInterval(150);
    connect(&m_updates, &QTimer::timeout, this, &ClipTracker::updated);
}

ClipTracker::~ClipTracker()
{
    stop();
}

Result<jobs::FaceTools> ClipTracker::toolsOf(Tools& shared)
{
    const std::lock_guard lock(shared.mutex);
    // A missing model is looked for again at the next clip: the user may have installed it meanwhile.
    if (!shared.tools || !*shared.tools) shared.tools = jobs::FaceTools::load();
    return *shared.tools;
}

void ClipTracker::start(const QString& title, const std::vector<std::filesystem::path>& files)
{
    stop();
    const JobCenter::Job job = m_jobs.start(tr("Landmarks of %1").arg(title), {});
    m_job = job.id;
    m_control = job.control;
    auto frames = Mailbox<FaceFrame>::make(
        this, [this, id = job.id](std::vector<FaceFrame> batch) { take(id, std::move(batch)); });
    m_pool.run(
        this,
        [files, control = job.control, tools = m_tools, frames]() -> Result<FaceTrack> {
            const auto loaded = toolsOf(*tools);
            if (!loaded) return loaded.error();
            const jobs::ExtractRequest request{files, workerCount()};
            return jobs::extract(request, *loaded, *control, [&](const FaceFrame& frame) { frames->post(frame); });
        },
        [this, id = job.id](Result<FaceTrack> track) { ended(id, std::move(track)); });
}

void ClipTracker::stop()
{
    if (m_job != 0) m_jobs.cancel(std::exchange(m_job, 0));
    m_control.reset();
    m_faces.clear();
    m_measures.clear();
    m_measured = false;
    m_updates.stop();
}

std::optional<FaceFrame> ClipTracker::face(int frame) const
{
    if (frame < 0 || frame >= static_cast<int>(m_faces.size())) return std::nullopt;
    return m_faces[static_cast<std::size_t>(frame)];
}

std::optional<FaceMeasures> ClipTracker::measures(int frame) const
{
    if (frame < 0 || frame >= static_cast<int>(m_measures.size())) return std::nullopt;
    return m_measures[static_cast<std::size_t>(frame)];
}

void ClipTracker::take(int job, std::vector<FaceFrame> frames)
{
    if (job != m_job) return; // of a clip that was closed
    for (FaceFrame& frame : frames) {
        const auto index = static_cast<std::size_t>(frame.frame);
        if (m_faces.size() <= index) m_faces.resize(index + 1);
        m_faces[index] = std::move(frame);
        emit faceKnown(static_cast<int>(index));
    }
    if (!m_updates.isActive()) m_updates.start();
}

void ClipTracker::ended(int job, Result<FaceTrack> track)
{
    if (!track) m_jobs.fail(job, track.error());
    if (job != m_job) {
        if (track) m_jobs.drop(job);
        return;
    }
    if (!track) {
        m_job = 0;
        if (track.error().kind != ErrorKind::Cancelled) emit failed(toQString(track.error().message()));
        emit updated();
        return;
    }
    m_faces.assign(track->frames.begin(), track->frames.end());
    m_updates.stop();
    emit updated();
    measure(job, std::make_shared<const FaceTrack>(std::move(*track)));
}

void ClipTracker::measure(int job, std::shared_ptr<const FaceTrack> track)
{
    m_pool.run(
        this,
        [track = std::move(track), control = m_control]() -> Result<Measures> {
            return measureTrack(*track, workerCount(), *control);
        },
        [this, job](Result<Measures> measures) { takeMeasures(job, std::move(measures)); });
}

void ClipTracker::takeMeasures(int job, Result<Measures> measures)
{
    if (!measures)
        m_jobs.fail(job, measures.error());
    else
        m_jobs.drop(job); // what it found is on the screen
    if (job != m_job) return;
    m_job = 0;
    if (measures) {
        m_measures = std::move(*measures);
        m_measured = true;
        emit measured();
    } else if (measures.error().kind != ErrorKind::Cancelled) {
        emit failed(toQString(measures.error().message()));
    }
    emit updated();
}

} // namespace mien

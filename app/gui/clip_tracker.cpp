// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_tracker.h"

#include "app/engine/background_pool.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "core/base/parallel.h"
#include "widgets/common/names.h"

#include <algorithm>
#include <utility>

namespace mien {

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
    auto frames = Mailbox<FaceFrame>::make(
        this, [this, id = job.id](std::vector<FaceFrame> batch) { take(id, std::move(batch)); });
    m_pool.run(
        this,
        [files, control = job.control, tools = m_tools, frames]() -> Result<FaceTrack> {
            const auto loaded = toolsOf(*tools);
            if (!loaded) return loaded.error();
            // One core is left to the window and to playing the clip.
            const jobs::ExtractRequest request{files, std::max(1u, usableCores() - 1)};
            return jobs::extract(request, *loaded, *control, [&](const FaceFrame& frame) { frames->post(frame); });
        },
        [this, id = job.id](const Result<FaceTrack>& track) { ended(id, track); });
}

void ClipTracker::stop()
{
    if (m_job != 0) m_jobs.cancel(std::exchange(m_job, 0));
    m_faces.clear();
    m_updates.stop();
}

std::optional<FaceFrame> ClipTracker::face(int frame) const
{
    if (frame < 0 || frame >= static_cast<int>(m_faces.size())) return std::nullopt;
    return m_faces[static_cast<std::size_t>(frame)];
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

void ClipTracker::ended(int job, const Result<FaceTrack>& track)
{
    if (!track)
        m_jobs.fail(job, track.error());
    else
        m_jobs.drop(job); // what it found is on the screen
    if (job != m_job) return;
    m_job = 0;
    if (!track) {
        if (track.error().kind != ErrorKind::Cancelled) emit failed(toQString(track.error().message()));
        emit updated();
        return;
    }
    m_faces.assign(track->frames.begin(), track->frames.end());
    m_updates.stop();
    emit updated();
    emit finished(track->foundCount(), static_cast<int>(track->frames.size()));
}

} // namespace mien

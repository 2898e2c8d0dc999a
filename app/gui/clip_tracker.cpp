// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_tracker.h"

#include "app/engine/background_pool.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "core/base/free_memory.h"
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

/// Of one person. Thread: any.
Result<Measures> measureFaces(const ClipFaces& faces, std::optional<int> person, const Camera& camera,
                              const NeutralChoice& neutral, unsigned workers, const RunControl& control)
{
    const std::string stage = "measuring faces";
    const int frames = faces.frameCount();
    FaceMeasurer measurer(camera, frames, neutral);
    for (int i = 0; i < frames; ++i) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        if (const FaceFrame* face = faces.face(i, person)) measurer.learn(*face);
    }
    measurer.settle();
    Measures measures(static_cast<std::size_t>(frames));
    std::atomic<std::int64_t> done = 0;
    std::atomic<bool> cancelled = false;
    parallelFor(measures.size(), workers, [&](std::size_t i, unsigned) {
        constexpr std::int64_t reportEvery = 512;
        if (cancelled || control.checkpoint() == RunControl::Signal::Cancel) {
            cancelled = true;
            return;
        }
        if (const FaceFrame* face = faces.face(static_cast<int>(i), person)) measures[i] = measurer.measure(*face);
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

Result<ClipTracker::Extracted> ClipTracker::extract(const Clip& clip, Tools& tools, const RunControl& control,
                                                    const std::function<void(const FaceFrame&)>& onFrame)
{
    const auto loaded = toolsOf(tools);
    if (!loaded) return loaded.error();
    jobs::ExtractRequest request = clip.source;
    request.workers = workerCount();
    const auto pack = [](FaceTrack&& track, People people) {
        return Extracted{track.width, track.height, std::make_shared<const ClipFaces>(std::move(track.frames)),
                         std::move(people)};
    };
    if (clip.followed == FollowedFaces::All) {
        auto everyone = jobs::extractPeople(request, clip.people, *loaded, control, onFrame);
        if (!everyone) return everyone.error();
        return pack(std::move(everyone->track), std::move(everyone->people));
    }
    auto track = jobs::extract(request, *loaded, control, onFrame);
    if (!track) return track.error();
    return pack(std::move(*track), {});
}

void ClipTracker::start(Clip clip)
{
    stop();
    m_clip = std::move(clip);
    m_growing = std::make_shared<ClipFaces>();
    m_faces = m_growing;
    work(true);
}

void ClipTracker::work(bool fromStart)
{
    startJob(tr("Landmarks of %1").arg(m_clip.title));
    m_extracting = true;
    m_peopleChanged = false;
    std::function<void(const FaceFrame&)> onFrame;
    if (fromStart) {
        auto frames = Mailbox<FaceFrame>::make(
            this, [this, id = m_job](std::vector<FaceFrame> batch) { take(id, std::move(batch)); });
        onFrame = [frames](const FaceFrame& frame) { frames->post(frame); };
    }
    m_pool.run(
        this,
        [clip = m_clip, control = m_control, tools = m_tools, onFrame]() -> Result<Extracted> {
            auto extracted = extract(clip, *tools, *control, onFrame);
            returnFreeMemory(); // of decoders and detectors
            return extracted;
        },
        [this, id = m_job](Result<Extracted> extracted) { ended(id, std::move(extracted)); });
}

void ClipTracker::startJob(const QString& title)
{
    if (m_job != 0) m_jobs.cancel(m_job);
    const JobCenter::Job job = m_jobs.start(title, {});
    m_job = job.id;
    m_control = job.control;
    m_extracting = false;
    m_measures.clear();
    m_measured = false;
}

void ClipTracker::stop()
{
    if (m_job != 0) m_jobs.cancel(std::exchange(m_job, 0));
    m_control.reset();
    m_extracting = false;
    m_clip = {};
    m_growing.reset();
    m_faces = std::make_shared<ClipFaces>();
    m_whole = false;
    m_width = 0;
    m_height = 0;
    takePeople({});
    m_person.reset();
    m_measures.clear();
    m_measured = false;
    m_updates.stop();
}

std::optional<FaceMeasures> ClipTracker::measures(int frame) const
{
    if (frame < 0 || frame >= static_cast<int>(m_measures.size())) return std::nullopt;
    return m_measures[static_cast<std::size_t>(frame)];
}

void ClipTracker::setPeople(const People& people)
{
    m_clip.people = people;
    if (m_clip.followed != FollowedFaces::All) return;
    if (m_extracting) {
        m_peopleChanged = true;
        return;
    }
    if (!m_whole) return;
    const bool onlyNames = people.hasFacesOf(m_people);
    takePeople(people);
    if (!onlyNames) work(false);
    emit peopleKnown();
}

void ClipTracker::takePeople(const People& people)
{
    m_people = people;
    const int first = firstFrame();
    m_shownPeople = m_clip.source.part ? people.within({first, first + m_faces->frameCount() - 1}) : people;
}

void ClipTracker::setPerson(std::optional<int> person)
{
    if (person == m_person) return;
    m_person = person;
    if (m_whole && !m_extracting) measure();
    emit updated();
}

void ClipTracker::setNeutral(const NeutralChoice& neutral)
{
    if (neutral == m_clip.neutral) return;
    m_clip.neutral = neutral;
    if (m_whole && !m_extracting) measure();
    emit updated();
}

void ClipTracker::take(int job, std::vector<FaceFrame> frames)
{
    if (job != m_job || !m_growing) return; // of a clip that was closed
    for (FaceFrame& frame : frames) {
        const int index = frame.frame;
        m_growing->add(std::move(frame));
        emit faceKnown(index);
    }
    // Views draw everything that is known anew: the more there is, the more seldom.
    constexpr int soonest = 150, framesPerMillisecond = 50;
    if (!m_updates.isActive()) m_updates.start(std::max(soonest, m_growing->frameCount() / framesPerMillisecond));
}

void ClipTracker::ended(int job, Result<Extracted> extracted)
{
    if (!extracted) m_jobs.fail(job, extracted.error());
    if (job != m_job) {
        if (extracted) m_jobs.drop(job);
        return;
    }
    m_extracting = false;
    if (!extracted) {
        m_job = 0;
        if (extracted.error().kind != ErrorKind::Cancelled) emit failed(toQString(extracted.error().message()));
        emit updated();
        return;
    }
    m_faces = extracted->faces;
    m_growing.reset();
    m_whole = true;
    m_width = extracted->width;
    m_height = extracted->height;
    takePeople(extracted->people);
    m_updates.stop();
    m_jobs.drop(job);
    m_job = 0;
    if (m_peopleChanged) return work(false);
    emit peopleKnown();
    if (m_job == 0) measure(); // else whoever heard of it chose a person, who is being measured
    emit updated();
}

void ClipTracker::measure()
{
    startJob(tr("Measures of %1").arg(m_clip.title));
    m_pool.run(
        this,
        [faces = m_faces, person = m_person, camera = Camera::assumed(m_width, m_height), neutral = m_clip.neutral,
         control = m_control] { return measureFaces(*faces, person, camera, neutral, workerCount(), *control); },
        [this, id = m_job](Result<Measures> measures) { takeMeasures(id, std::move(measures)); });
}

void ClipTracker::takeMeasures(int job, Result<Measures> measures)
{
    if (measures || job != m_job)
        m_jobs.drop(job); // what it found is on the screen, or of a person no longer looked at
    else
        m_jobs.fail(job, measures.error());
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

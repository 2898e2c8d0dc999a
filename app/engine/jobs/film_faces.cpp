// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/film_faces.h"

#include "core/base/parallel.h"
#include "core/face/cascade_finder.h"
#include "core/face/identities.h"
#include "core/face/people_smoother.h"

#include <atomic>
#include <mutex>
#include <utility>

namespace mien::jobs {

namespace {

constexpr std::size_t partFrames = 256;

using OnFrame = std::function<void(const FaceFrame&)>;

/// Works on the segments of a film, each into the cache.
class SegmentWork
{
public:
    SegmentWork(const FaceTools& tools, const std::string& key, int total, const RunControl& control,
                const OnFrame& onFrame)
        : m_tools(tools), m_key(key), m_total(total), m_control(control), m_onFrame(onFrame)
    {
    }

    /// True if the segment was gone through to its end.
    Result<bool> run(FrameSource& source, int number, const Segment& segment)
    {
        std::vector<FaceFrame> part;
        int parts = 0;
        std::optional<Error> failure;
        RunControl own(&m_control);
        const auto store = [&](bool last) {
            auto stored = m_tools.cache->store(m_key, number, parts++, part, last);
            part.clear();
            if (stored) return;
            failure = stored.error();
            own.requestCancel();
        };
        const auto whole = followFace(source, segment, *m_tools.model, m_tools.options, own, [&](const FaceFrame& f) {
            // All faces of a frame lie in one part.
            if (part.size() >= partFrames && part.back().frame != f.frame) store(false);
            if (part.empty() || part.back().frame != f.frame) ++m_done;
            part.push_back(f);
            tell(f);
        });
        if (whole) store(*whole);
        if (failure) return *failure;
        return whole;
    }

    void skip(int frames) { m_done += frames; }
    int done() const { return m_done; }

private:
    void tell(const FaceFrame& frame)
    {
        m_control.report(Progress{"finding faces", m_done, m_total});
        if (!m_onFrame) return;
        const std::lock_guard lock(m_mutex);
        m_onFrame(frame);
    }

    const FaceTools& m_tools;
    const std::string& m_key;
    const int m_total;
    const RunControl& m_control;
    const OnFrame& m_onFrame;
    std::mutex m_mutex; ///< one call of onFrame at a time
    std::atomic<int> m_done = 0;
};

/// Reports each frame once.
class FrameReport
{
public:
    FrameReport(const RunControl& control, std::string stage, int total)
        : m_control(control), m_progress{std::move(stage), 0, total}
    {
    }
    void seen(int frame)
    {
        if (m_progress.done == frame + 1) return;
        m_progress.done = frame + 1;
        m_control.report(m_progress);
    }

private:
    const RunControl& m_control;
    Progress m_progress;
};

Result<std::string> keyOf(const ExtractRequest& request, const FaceTools& tools, const RunControl& control)
{
    static std::atomic<int> serial = 0;
    if (!tools.remember) return "once " + std::to_string(serial++);
    auto files = request.files;
    if (const auto cascade = cascadeOf(tools.options.detector)) files.push_back(CascadeDetector::defaultPath(*cascade));
    return LandmarkCache::key(files, tools.options.key() + '\n' + tools.model->sha256(), control);
}

} // namespace

Result<FilmFaces> FilmFaces::find(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                                  const std::optional<People>& people, const OnFrame& onFrame)
{
    auto key = keyOf(request, tools, control);
    if (!key) return key.error();
    FilmFaces faces(tools, std::move(*key));
    if (const auto known = tools.cache->find(faces.m_key))
        faces.m_film = *known;
    else if (const auto worked = faces.work(request, control, onFrame); !worked)
        return worked.error();
    if (people)
        faces.m_people = *people;
    else if (tools.options.faces == FollowedFaces::All)
        if (const auto told = faces.tellPeopleApart(control); !told) return told.error();
    return faces;
}

FilmFaces::FilmFaces(FilmFaces&& other) noexcept
    : m_tools(std::exchange(other.m_tools, nullptr)), m_key(std::move(other.m_key)), m_film(other.m_film),
      m_people(std::move(other.m_people)), m_whole(other.m_whole)
{
}

FilmFaces::~FilmFaces()
{
    if (m_tools && !m_tools->remember) (void)m_tools->cache->forget(m_key); // goes with its file at the latest
}

Result<void> FilmFaces::work(const ExtractRequest& request, const RunControl& control, const OnFrame& onFrame)
{
    auto first = openFiles(request.files);
    if (!first) return first.error();
    const SourceInfo info = (*first)->info();
    const std::vector<Segment> segments = planSegments(**first);
    const unsigned workers =
        std::min<unsigned>(request.workers ? request.workers : usableCores(), static_cast<unsigned>(segments.size()));
    std::vector<std::unique_ptr<FrameSource>> sources(workers);
    sources.front() = std::move(*first);
    SegmentWork work(*m_tools, m_key, info.frameCount.value_or(0), control, onFrame);
    std::mutex mutex;
    std::optional<Error> failure;
    parallelFor(segments.size(), workers, [&](std::size_t i, unsigned worker) {
        const auto failed = [&](const Error& error) {
            const std::lock_guard lock(mutex);
            if (!failure) failure = error;
        };
        {
            const std::lock_guard lock(mutex);
            if (failure || !m_whole) return;
        }
        const Segment& segment = segments[i];
        const auto end = segment.end ? segment.end : info.frameCount;
        if (segments.size() > 1 && m_tools->cache->hasSegment(m_key, static_cast<int>(i)))
            return work.skip(*end - segment.first);
        auto& source = sources[worker];
        if (!source) {
            auto opened = openFiles(request.files);
            if (!opened) return failed(opened.error());
            source = std::move(*opened);
        }
        const auto whole = work.run(*source, static_cast<int>(i), segment);
        if (!whole) return failed(whole.error());
        if (*whole) return;
        const std::lock_guard lock(mutex);
        m_whole = false;
    });
    if (failure) return *failure;
    m_film = {info.width, info.height, info.timeAssumed, static_cast<int>(segments.size()), work.done()};
    if (!m_whole) return {};
    if (m_film.frames == 0) return Error::input("holds no picture that can be decoded", info.name);
    return m_tools->cache->finish(m_key, m_film);
}

Result<void> FilmFaces::tellPeopleApart(const RunControl& control)
{
    auto told = m_whole ? m_tools->cache->findPeople(m_key, peopleAlgorithmVersion) : std::nullopt;
    if (!told) {
        auto anew = toldApart(control);
        if (!anew) return anew.error();
        told = std::move(*anew);
    }
    std::vector<Tracklet> tracklets;
    std::vector<int> people;
    for (const StoredTracklet& t : *told) {
        tracklets.push_back({t.segment, t.number, t.firstFrame, t.lastFrame, {}, {}, {}});
        people.push_back(t.person);
    }
    m_people = People(tracklets, people);
    return {};
}

Result<std::vector<StoredTracklet>> FilmFaces::toldApart(const RunControl& control) const
{
    TrackletGatherer gatherer;
    FrameReport report(control, "gathering faces", m_film.frames);
    const auto count = m_tools->cache->visit(m_key, control, [&](int segment, const FaceFrame& face) {
        gatherer.add(segment, face);
        report.seen(face.frame);
    });
    if (!count) return count.error();
    const std::vector<Tracklet> tracklets = gatherer.take();
    const auto people = peopleOf(tracklets, control);
    if (!people) return people.error();
    std::vector<StoredTracklet> told;
    for (std::size_t i = 0; i < tracklets.size(); ++i) {
        const Tracklet& t = tracklets[i];
        told.push_back({t.segment, t.number, t.firstFrame, t.lastFrame, (*people)[i]});
    }
    if (m_whole && m_tools->remember && *count == m_film.frames)
        if (const auto stored = m_tools->cache->storePeople(m_key, peopleAlgorithmVersion, told); !stored)
            return stored.error();
    return told;
}

Result<void> FilmFaces::visit(const RunControl& control, const std::string& stage, const OnFrame& onFrame) const
{
    PeopleSmoother smoother(m_tools->options.steady, onFrame);
    FrameReport report(control, stage, m_film.frames);
    // A frame whose faces are all of excluded people keeps its entry.
    FaceFrame empty;
    empty.frame = -1;
    bool shown = true;
    const auto close = [&] {
        if (!shown) smoother.push(empty);
    };
    const auto count = m_tools->cache->visit(m_key, control, [&](int segment, FaceFrame face) {
        report.seen(face.frame);
        if (face.frame != empty.frame) {
            close();
            empty.frame = face.frame;
            empty.seconds = face.seconds;
            shown = false;
        }
        if (face.found && !m_people.all().empty()) {
            face.person = m_people.personOf(segment, face.tracklet, face.frame);
            const Person* person = m_people.find(face.person);
            if (!person || person->excluded) return;
        }
        shown = true;
        smoother.push(face);
    });
    if (!count) return count.error();
    close();
    smoother.finish();
    if (!m_whole || *count == m_film.frames) return {};
    (void)m_tools->cache->forget(m_key);
    return Error::failed("the landmark cache holds " + std::to_string(*count) + " of " + std::to_string(m_film.frames) +
                             " frames",
                         m_tools->cache->file().string(), "it has let go of them; the next try works them out anew");
}

} // namespace mien::jobs

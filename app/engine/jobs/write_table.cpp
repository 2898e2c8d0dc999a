// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/film_faces.h"
#include "app/engine/jobs/film_part.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/face/measure_face.h"
#include "core/io/landmark_files.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace mien::jobs {

namespace {

/// Measures frames and writes their rows, a batch at a time.
class TableWriter
{
public:
    TableWriter(files::AtomicFile& out, const std::map<int, FaceMeasurer>& people, const TableColumns& columns,
                unsigned workers, const RunControl& control)
        : m_out(out), m_people(people), m_columns(columns), m_workers(workers), m_control(control)
    {
    }

    void add(const FaceFrame& frame)
    {
        m_batch.push_back(frame);
        if (m_batch.size() == batch) flush();
    }

    Result<void> finish()
    {
        flush();
        return m_written;
    }

private:
    void flush()
    {
        if (m_written && m_control.checkpoint() == RunControl::Signal::Cancel) m_written = Error::cancelled();
        if (!m_written) return m_batch.clear();
        m_rows.resize(m_batch.size());
        parallelFor(m_batch.size(), m_workers, [&](std::size_t i, unsigned) { m_rows[i] = rowOf(m_batch[i]); });
        for (const std::string& row : m_rows)
            if (m_written) m_written = m_out.write(row);
        m_batch.clear();
    }

    std::string rowOf(const FaceFrame& face) const
    {
        return openFaceRow(face, m_people.at(face.person).measure(face), m_columns);
    }

    static constexpr std::size_t batch = 256;

    files::AtomicFile& m_out;
    const std::map<int, FaceMeasurer>& m_people;
    const TableColumns m_columns;
    const unsigned m_workers;
    const RunControl& m_control;
    std::vector<FaceFrame> m_batch;
    std::vector<std::string> m_rows;
    Result<void> m_written;
};

/// Whose faces a table is of, and how to go through them.
struct TableFaces
{
    StoredFilm film;
    People people;
    std::function<Result<void>(const std::string& stage, const std::function<void(const FaceFrame&)>&)> visit;
};

Result<TableFacts> write(const TableJob& job, const TableFaces& faces, TableFacts facts, const TableColumns& columns,
                         const RunControl& control)
{
    const StoredFilm& film = faces.film;
    if (job.neutral.kind == NeutralChoice::Kind::Frames && job.neutral.last >= film.frames)
        return Error::usage("the neutral cannot be frame " + std::to_string(job.neutral.last + 1) + ": there are " +
                                std::to_string(film.frames),
                            job.input.string(), "choose frames from 1 to " + std::to_string(film.frames));
    facts.input = job.input;
    if (job.request.part) facts.firstFrame = job.request.part->first;
    facts.width = film.width;
    facts.height = film.height;
    facts.timeAssumed = film.timeAssumed;
    const Camera camera = job.camera.value_or(Camera::assumed(film.width, film.height));
    facts.camera = camera;
    facts.measured = true;
    std::map<int, FaceMeasurer> people;
    people.try_emplace(0, camera, film.frames, job.neutral); // whoever is followed alone, and the frames without a face
    for (const Person& person : faces.people.all()) people.try_emplace(person.id, camera, film.frames, job.neutral);
    std::map<int, int> seen; // frames of each person
    auto visited = faces.visit("learning neutral faces", [&](const FaceFrame& frame) {
        facts.count(frame);
        seen[frame.person] += frame.found;
        people.at(frame.person).learn(frame);
    });
    if (!visited) return visited.error();
    for (auto& [id, person] : people) {
        person.settle();
        if (job.request.part && !faces.people.all().empty() && seen[id] == 0) continue; // elsewhere in the film
        const Person* known = faces.people.find(id);
        if (known || (faces.people.all().empty() && facts.faces > 0))
            facts.people.push_back({id, known ? known->name : "", known && known->excluded, person.neutral(), seen[id],
                                    person.hasNeutral()});
    }
    auto out = files::AtomicFile::create(job.csv);
    if (!out) return out.error();
    if (auto written = out->write(openFaceHeader(columns)); !written) return written.error();
    TableWriter writer(*out, people, columns, job.request.workers, control);
    visited = faces.visit("measuring faces", [&](const FaceFrame& frame) { writer.add(frame); });
    if (!visited) return visited.error();
    if (auto written = writer.finish(); !written) return written.error();
    if (auto written = out->commit(); !written) return written.error();
    auto details = job.csv;
    details.replace_filename(job.csv.stem().string() + "_of_details.txt");
    if (auto written = files::writeAtomically(details, openFaceDetails(facts)); !written) return written.error();
    return facts;
}

/// The part that was asked for, as a film of its own.
Result<TableFaces> cut(TableFaces faces, const std::optional<FilmPart>& part)
{
    if (!part) return faces;
    const int there = faces.film.frames - part->first;
    if (there <= 0)
        return Error::failed("the clip begins with frame " + std::to_string(part->first + 1) +
                             ", but the video has only " + std::to_string(faces.film.frames));
    faces.film.frames = std::min(there, part->count.value_or(there));
    faces.visit = [visit = std::move(faces.visit), part = *part](const std::string& stage, const auto& onFrame) {
        std::optional<double> start;
        return visit(stage, [&](const FaceFrame& frame) {
            if (!contains(part, frame.frame)) return;
            if (!start) start = frame.seconds;
            onFrame(ofPart(frame, part, *start));
        });
    };
    return faces;
}

/// The table of landmarks that somebody else found.
Result<TableFacts> writeFromLandmarks(const TableJob& job, const RunControl& control)
{
    const std::filesystem::path& file = job.request.files.front();
    std::error_code code;
    if (std::filesystem::equivalent(file, job.csv, code))
        return Error::usage("would be replaced by its own table", file.string(), "choose another folder for tables");
    const auto track = readLandmarks(file);
    if (!track) return track.error();
    TableFaces faces;
    faces.film = {track->width, track->height, track->timeAssumed, 1, static_cast<int>(track->frames.size())};
    faces.visit = [&](const std::string& stage, const std::function<void(const FaceFrame&)>& onFrame) -> Result<void> {
        const auto all = static_cast<std::int64_t>(track->frames.size());
        for (const FaceFrame& frame : track->frames) {
            if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            onFrame(frame);
            control.report(Progress{stage, frame.frame + 1, all});
        }
        return {};
    };
    TableFacts facts;
    facts.fromLandmarks = true;
    facts.peopleLeftOut = track->peopleLeftOut;
    const auto wanted = cut(std::move(faces), job.request.part);
    if (!wanted) return wanted.error();
    return write(job, *wanted, std::move(facts), {}, control);
}

} // namespace

Result<TableFacts> writeTable(const TableJob& job, const FaceTools& tools, const RunControl& control)
{
    if (job.request.files.size() == 1 && looksLikeLandmarks(job.request.files.front()))
        return writeFromLandmarks(job, control);
    const auto film = FilmFaces::find(job.request, tools, control, job.people);
    if (!film) return film.error();
    TableFaces whole{film->film(), film->people(),
                     [&](const std::string& stage, const std::function<void(const FaceFrame&)>& onFrame) {
                         return film->visit(control, stage, onFrame);
                     }};
    const auto faces = cut(std::move(whole), job.request.part);
    if (!faces) return faces.error();
    TableFacts facts;
    facts.detector = tools.options.detector;
    facts.steadied = tools.options.steady;
    return write(job, *faces, std::move(facts), {.raw = tools.options.steady}, control);
}

} // namespace mien::jobs

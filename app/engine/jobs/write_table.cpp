// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/film_faces.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/face/measure_face.h"

#include <map>

namespace mien::jobs {

namespace {

/// Measures frames and writes their rows, a batch at a time.
class TableWriter
{
public:
    TableWriter(files::AtomicFile& out, const std::map<int, FaceMeasurer>& people, unsigned workers,
                const RunControl& control)
        : m_out(out), m_people(people), m_workers(workers), m_control(control)
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

    std::string rowOf(const FaceFrame& face) const { return openFaceRow(face, m_people.at(face.person).measure(face)); }

    static constexpr std::size_t batch = 256;

    files::AtomicFile& m_out;
    const std::map<int, FaceMeasurer>& m_people;
    const unsigned m_workers;
    const RunControl& m_control;
    std::vector<FaceFrame> m_batch;
    std::vector<std::string> m_rows;
    Result<void> m_written;
};

} // namespace

Result<TableFacts> writeTable(const TableJob& job, const FaceTools& tools, const RunControl& control)
{
    const auto faces = FilmFaces::find(job.request, tools, control, job.people);
    if (!faces) return faces.error();
    const StoredFilm& film = faces->film();
    TableFacts facts;
    facts.input = job.input;
    facts.width = film.width;
    facts.height = film.height;
    facts.timeAssumed = film.timeAssumed;
    const Camera camera = job.camera.value_or(Camera::assumed(film.width, film.height));
    facts.camera = camera;
    facts.steadied = tools.options.steady;
    facts.measured = true;
    std::map<int, FaceMeasurer> people;
    people.try_emplace(0, camera); // whoever is followed alone, and the frames without a face
    for (const Person& person : faces->people().all()) people.try_emplace(person.id, camera);
    const int step = FaceMeasurer::learningStep(film.frames);
    auto visited = faces->visit(control, "learning neutral faces", [&](const FaceFrame& frame) {
        facts.count(frame);
        if (frame.frame % step == 0) people.at(frame.person).learn(frame);
    });
    if (!visited) return visited.error();
    for (auto& [id, person] : people) {
        person.settle();
        const Person* known = faces->people().find(id);
        if (known || (faces->people().all().empty() && facts.faces > 0))
            facts.people.push_back({id, known ? known->name : "", known && known->excluded, person.neutral()});
    }
    auto out = files::AtomicFile::create(job.csv);
    if (!out) return out.error();
    if (auto written = out->write(openFaceHeader()); !written) return written.error();
    TableWriter writer(*out, people, job.request.workers, control);
    visited = faces->visit(control, "measuring faces", [&](const FaceFrame& frame) { writer.add(frame); });
    if (!visited) return visited.error();
    if (auto written = writer.finish(); !written) return written.error();
    if (auto written = out->commit(); !written) return written.error();
    auto details = job.csv;
    details.replace_filename(job.csv.stem().string() + "_of_details.txt");
    if (auto written = files::writeAtomically(details, openFaceDetails(facts)); !written) return written.error();
    return facts;
}

} // namespace mien::jobs

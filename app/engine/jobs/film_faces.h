// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/face/people.h"

#include <utility>

namespace mien::jobs {

/// The faces of a film in the landmark cache: found there, or worked out into it segment by segment on several
/// threads, going on where an earlier try stopped.
class FilmFaces
{
public:
    /// `onFrame` gets frames as they are measured: one call at a time, from any thread, in any order, and none of what
    /// the cache already had.
    static Result<FilmFaces> find(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                                  const std::function<void(const FaceFrame&)>& onFrame = {});
    ~FilmFaces();
    FilmFaces(FilmFaces&& other) noexcept;
    FilmFaces& operator=(FilmFaces&&) = delete;

    const StoredFilm& film() const { return m_film; }

    /// Who is in the film, told apart by their looks; nobody in particular where one face is followed at a time.
    const People& people() const { return m_people; }
    /// As a user says; only for a film of which all faces were followed.
    void setPeople(People people) { m_people = std::move(people); }

    /// The faces of every frame in order, by person, steadied as the options ask; an entry without a face for a frame
    /// that has none. Excluded people count as not seen. An early finish leaves the frames up to the first that is
    /// missing.
    Result<void> visit(const std::function<void(const FaceFrame&)>& onFrame) const;

private:
    FilmFaces(const FaceTools& tools, std::string key) : m_tools(&tools), m_key(std::move(key)) {}
    Result<void> work(const ExtractRequest& request, const RunControl& control,
                      const std::function<void(const FaceFrame&)>& onFrame);

    const FaceTools* m_tools; ///< null = moved from
    std::string m_key;
    Result<void> tellPeopleApart(const RunControl& control);

    StoredFilm m_film;
    People m_people; ///< empty where one is followed
    bool m_whole = true;
};

} // namespace mien::jobs

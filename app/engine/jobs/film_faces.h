// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"

#include <map>
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

    /// People seen in the film; of those who are followed one at a time always 1.
    int people() const { return m_peopleCount; }

    /// The faces of every frame in order, by person, steadied as the options ask; an entry without a face for a frame
    /// that has none. An early finish leaves the frames up to the first that is
    /// missing.
    Result<void> visit(const std::function<void(const FaceFrame&)>& onFrame) const;

private:
    FilmFaces(const FaceTools& tools, std::string key) : m_tools(&tools), m_key(std::move(key)) {}
    Result<void> work(const ExtractRequest& request, const RunControl& control,
                      const std::function<void(const FaceFrame&)>& onFrame);

    const FaceTools* m_tools; ///< null = moved from
    std::string m_key;
    void tellPeopleApart();

    StoredFilm m_film;
    std::map<std::pair<int, int>, int> m_people; ///< by segment and tracklet; empty where one is followed
    int m_peopleCount = 1;
    bool m_whole = true;
};

} // namespace mien::jobs

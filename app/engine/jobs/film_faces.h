// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/face/people.h"

#include <optional>
#include <string>
#include <vector>

namespace mien::jobs {

/// The faces of a film in the landmark cache: found there, or worked out into it segment by segment on several
/// threads, going on where an earlier try stopped.
class FilmFaces
{
public:
    /// `onFrame` gets frames as they are measured: one call at a time, from any thread, in any order, and none of what
    /// the cache already had. `people` is what a user made of those told apart in this film; nothing = as their looks
    /// tell them apart. Only for a film of which all faces are followed.
    static Result<FilmFaces> find(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                                  const std::optional<People>& people = {},
                                  const std::function<void(const FaceFrame&)>& onFrame = {});
    ~FilmFaces();
    FilmFaces(FilmFaces&& other) noexcept;
    FilmFaces& operator=(FilmFaces&&) = delete;

    const StoredFilm& film() const { return m_film; }

    /// Who is in the film; nobody in particular where one face is followed at a time.
    const People& people() const { return m_people; }

    /// The faces of every frame in order, by person, steadied as the options ask; an entry without a face for a frame
    /// that has none. Excluded people count as not seen. An early finish leaves the frames up to the first that is
    /// missing; one that is asked for now changes nothing, what is there is shown. `stage` is what progress calls it.
    Result<void> visit(const RunControl& control, const std::string& stage,
                       const std::function<void(const FaceFrame&)>& onFrame) const;

private:
    FilmFaces(const FaceTools& tools, std::string key) : m_tools(&tools), m_key(std::move(key)) {}
    Result<void> work(const ExtractRequest& request, const RunControl& control,
                      const std::function<void(const FaceFrame&)>& onFrame);
    Result<void> tellPeopleApart(const RunControl& control);
    Result<std::vector<StoredTracklet>> toldApart(const RunControl& control) const;

    const FaceTools* m_tools; ///< null = moved from
    std::string m_key;
    StoredFilm m_film;
    People m_people; ///< empty where one is followed
    bool m_whole = true;
};

} // namespace mien::jobs

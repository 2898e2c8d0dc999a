// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// A film whose faces are known from the first frame to the last.
struct StoredFilm
{
    int width = 0; ///< of the frames, pixels
    int height = 0;
    bool timeAssumed = false;
    int segments = 0;
    int frames = 0;
};

/// A tracklet of a film (core/face/identities.h) and the person it was told to be.
struct StoredTracklet
{
    int segment = 0;
    int number = 0;
    int firstFrame = 0;
    int lastFrame = 0;
    int person = 0;
};

/// Faces by content and parameters, in one SQLite file that may be deleted at any time. A damaged file is set aside and
/// started anew.
///
/// A film is stored part by part while it is worked on, so that memory does not grow with its length and a film that
/// was interrupted goes on where it stopped: parts belong to segments (core/face/segments.h), and a segment whose last
/// part is there need not be worked on again. Whoever stores the same part twice stores the same frames.
/// Thread: any number of threads may share one object.
class LandmarkCache
{
public:
    /// landmarks.sqlite in cacheFolder().
    static std::filesystem::path defaultPath();

    static Result<std::shared_ptr<LandmarkCache>> open(const std::filesystem::path& file = defaultPath());
    /// One that is gone with its last owner.
    static Result<std::shared_ptr<LandmarkCache>> openTemporary();
    ~LandmarkCache();

    const std::filesystem::path& file() const;

    /// Frames of one segment: `part` counts from 0, `last` marks its last part.
    Result<void> store(const std::string& key, int segment, int part, const std::vector<FaceFrame>& frames, bool last);
    bool hasSegment(const std::string& key, int segment) const;
    /// All segments are stored.
    Result<void> finish(const std::string& key, const StoredFilm& film);
    Result<void> forget(const std::string& key);

    /// A film that was finished.
    std::optional<StoredFilm> find(const std::string& key) const;
    /// The faces of every stored frame in order, as measured, from the first frame up to the first that is missing;
    /// returns how many frames there were. A cancel is seen before each part.
    Result<int> visit(const std::string& key, const RunControl& control,
                      const std::function<void(int segment, const FaceFrame&)>& onFace) const;

    /// Who is who in a film that was finished, as a version of the rules tells it: goes with the film.
    Result<void> storePeople(const std::string& key, int version, const std::vector<StoredTracklet>& tracklets);
    std::optional<std::vector<StoredTracklet>> findPeople(const std::string& key, int version) const;

    /// Key of one or several files (a sequence) under the given parameters: SHA-256 over the files' bytes (not their
    /// names: a moved dataset keeps its cache) and `parameters`. Every byte is read: long films take a while, and a
    /// cancel is seen in it.
    static Result<std::string> key(const std::vector<std::filesystem::path>& files, const std::string& parameters,
                                   const RunControl& control);

private:
    struct Impl;
    explicit LandmarkCache(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

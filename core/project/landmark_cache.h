// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Face tracks by content and parameters, in one SQLite file that may be deleted at any time. A damaged file is set
/// aside and started anew.
/// Thread: any number of threads may share one object.
class LandmarkCache
{
public:
    /// landmarks.sqlite in cacheFolder().
    static std::filesystem::path defaultPath();

    static Result<std::shared_ptr<LandmarkCache>> open(const std::filesystem::path& file = defaultPath());
    ~LandmarkCache();

    std::optional<FaceTrack> find(const std::string& key) const;
    Result<void> store(const std::string& key, const FaceTrack& track);

    /// Key of one or several files (a sequence) under the given parameters: SHA-256 over the files' bytes (not their
    /// names: a moved dataset keeps its cache) and `parameters`.
    static Result<std::string> key(const std::vector<std::filesystem::path>& files, const std::string& parameters);

private:
    struct Impl;
    explicit LandmarkCache(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien

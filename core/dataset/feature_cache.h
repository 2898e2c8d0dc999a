// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace mien {

/// What a network makes of each frame of a clip (valence/arousal spec, section 3). Copies share the values.
struct FrameFeatures
{
    int frames = 0;
    int values = 0;                    ///< of a frame
    std::shared_ptr<const float> data; ///< frames × values; NaN = the frame has none: no face was found in it

    /// Of one frame; null where it has none.
    const float* of(int frame) const;
};

/// Features on disk, one file per clip and network, named by the pictures and weights that they were made of. As in
/// CropCache every file may be deleted at any time, and tables are mapped, not read.
/// Thread: any.
class FeatureCache
{
public:
    /// `folder` need not exist.
    explicit FeatureCache(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// "features" in cacheFolder().
    static std::filesystem::path defaultFolder();

    /// Nothing where it is not there or not of this shape.
    std::optional<FrameFeatures> find(const std::string& key, int frames, int values) const;

    std::filesystem::path fileOf(const std::string& key) const;

private:
    std::filesystem::path m_folder;
};

/// A table that is written frame by frame, so that memory does not grow with the clip. Without finish() nothing is
/// left.
class FeatureWriter
{
public:
    /// Failed error where the cache's folder cannot be written.
    static Result<FeatureWriter> begin(const FeatureCache& cache, const std::string& key, int frames, int values);

    /// Of the next frame; an empty row = it has none. Throws std::invalid_argument on a row of another length.
    Result<void> append(std::span<const float> row);

    /// The table as it lies on the disk. Throws std::logic_error where frames are missing.
    Result<FrameFeatures> finish();

private:
    FeatureWriter(files::AtomicFile file, FeatureCache cache, std::string key, int frames, int values);

    files::AtomicFile m_file;
    FeatureCache m_cache;
    std::string m_key;
    int m_frames, m_values;
    int m_written = 0;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs/run_data.h"
#include "core/dataset/crop_cache.h"

namespace mien::jobs {

/// The pictures that a network of single frames sees of every frame of a clip, a block of frames at a time.
class FramePictures
{
public:
    static constexpr int blockFrames = 2048;

    /// Reads every byte of the clip's files for the key, unless the source has it. `source` outlives this. `input`:
    /// pictures that need no landmarks.
    static Result<FramePictures> of(const RunData::Source& source, const ClipSpec& input, const RunControl& control);

    int frames() const { return m_frames; }
    int blocks() const { return (m_frames + blockFrames - 1) / blockFrames; }
    const std::string& key() const { return m_key; } ///< names content and cut of all pictures

    /// From the cache, or cut and put there. Frames without a face are not found in the film.
    Result<CropFilm> block(int number, const RunControl& control) const;

private:
    FramePictures(const RunData::Source& source, const ClipSpec& input, std::string key);

    const RunData::Source* m_source;
    CropKind m_kind;
    CropCache m_cache;
    std::string m_key;
    int m_frames;
};

} // namespace mien::jobs

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/video_writer.h"

#include <filesystem>
#include <optional>

namespace mien::synth {

/// The video of one recording. Its size is that of the first picture.
class VideoClip
{
public:
    /// `place`: path below `root` without an ending, which the codec gives.
    VideoClip(const std::filesystem::path& root, const std::filesystem::path& place, int framesPerSecond,
              VideoCodec codec);

    Result<void> add(const Frame& frame);
    Result<std::filesystem::path> finish(); ///< the video's path below the root

private:
    std::filesystem::path m_root, m_place;
    VideoFormat m_format;
    std::optional<VideoWriter> m_writer;
};

} // namespace mien::synth

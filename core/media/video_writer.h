// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"

#include <filesystem>
#include <memory>

namespace mien {

enum class VideoCodec {
    H264, ///< in MP4
    Mjpeg ///< in AVI
};

/// H.264 where this FFmpeg has a software encoder for it, whose bytes do not depend on a graphics card; else MJPEG.
VideoCodec preferredVideoCodec();
const char* endingOf(VideoCodec codec); ///< ".mp4", ".avi"

struct VideoFormat
{
    VideoCodec codec = VideoCodec::H264;
    int width = 0; ///< pixels; even
    int height = 0;
    int rate = 25; ///< frames in `rateScale` seconds: 30000/1001 for NTSC
    int rateScale = 1;
};

/// Writes frames as a video: frame k is shown at k · rateScale / rate seconds exactly. The same frames give the same
/// bytes on one machine: one thread, fixed settings, neither times nor versions in the file. Nothing is at the file's
/// place before finish(), and nothing is left without it. Thread: one at a time.
class VideoWriter
{
public:
    /// Usage error for a format that cannot be (odd sides, a rate that is not positive); failed error where the encoder
    /// is missing or the file cannot be written. The parent folder must exist.
    static Result<VideoWriter> create(const std::filesystem::path& file, const VideoFormat& format);
    ~VideoWriter();
    VideoWriter(VideoWriter&& other) noexcept;
    VideoWriter& operator=(VideoWriter&&) = delete;

    /// BGR or grey, of the format's size (usage error otherwise). Its own number and time are not looked at.
    Result<void> write(const Frame& frame);
    Result<void> finish(); ///< failed error where no frame was written

private:
    struct Parts;
    explicit VideoWriter(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What is known of a source without decoding it.
struct SourceInfo
{
    std::string name; ///< shown to people: file or folder name
    int width = 0;    ///< of the first frame, pixels
    int height = 0;
    std::optional<int> frameCount; ///< exact, from the index of packets; empty until it is known
    double framesPerSecond = 0;    ///< nominal; frames carry their own time
    bool timeAssumed = false;      ///< no time stamps in the file: times follow from framesPerSecond, which is assumed
    std::string format;            ///< "mov,mp4,m4a,3gp,3g2,mj2", "image sequence", "image"
    std::string codec;             ///< "h264", "png"
};

/// Pictures in order of presentation, each once. Frame k is the same picture by every route.
/// Thread: one thread at a time.
class FrameSource
{
public:
    virtual ~FrameSource() = default;

    virtual const SourceInfo& info() const = 0;

    /// The next frame in order, or nothing at the end. The first call gives frame 0. An undecodable stretch is an
    /// Error; the following call goes on behind it where that is possible, else says end.
    virtual Result<std::optional<Frame>> next() = 0;

    /// next(), but grey: what faces are found in. Videos give the luma they store, spread to the full range, without a
    /// way over colours; that takes a tenth of the time.
    virtual Result<std::optional<Frame>> nextGrey();

    /// Frame `index`, decoded from the key frame before it, or taken from the cache. Moves the position of next().
    virtual Result<Frame> frame(int index) = 0;

    /// next() and nextGrey() go on with frame `index`; the number of frames itself stands for the end.
    virtual Result<void> seek(int index) = 0;

    /// The first frame at or behind `index` that can be decoded without those before it; nothing where none is known.
    virtual std::optional<int> startAtOrAfter(int index) const = 0;

    /// Presentation time of every frame, seconds since the first. Reads packets, decodes no picture (raw streams
    /// without time stamps excepted).
    virtual Result<std::vector<double>> times() = 0;
};

/// Opens a video file, an image, or a folder of images (natural order). Input error with words for anything else:
/// missing, 0 bytes, not a video, no picture stream, pictures too large (core/media/picture_size.h).
Result<std::unique_ptr<FrameSource>> openSource(const std::filesystem::path& path);

/// A sequence of image files in the given order, at `framesPerSecond` (assumed: image files carry no time).
Result<std::unique_ptr<FrameSource>> openImageSequence(std::vector<std::filesystem::path> files,
                                                       double framesPerSecond = 30.0);

/// The images of a folder in natural order. Input error when it holds none or cannot be listed.
Result<std::vector<std::filesystem::path>> imageFilesIn(const std::filesystem::path& folder);

/// True if the file name ends like a video or image that openSource() would try.
bool looksLikeVideo(const std::filesystem::path& file);
bool looksLikeImage(const std::filesystem::path& file);

} // namespace mien

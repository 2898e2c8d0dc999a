// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/libav.h"

#include <cstdint>
#include <string>

namespace mien {

/// The decoder of a file's picture stream: compressed packets in, pictures in order of presentation out.
/// One thread each; decodes on the calling thread only, so that pictures and failures come in a fixed order.
class VideoDecoder
{
public:
    static Result<VideoDecoder> open(const std::filesystem::path& file);

    enum class Outcome { Picture, Failure, End };

    /// Decodes up to the next picture, see picture(). Failure: a piece of the stream could not be decoded, see
    /// failure(); the next call goes on behind it.
    Outcome next();

    AVFrame& picture() { return *m_picture; }
    const std::string& failure() const { return m_failure; }

    /// Goes on from the last key packet at or before `stamp` (stream time base) as far as the container can tell.
    bool seek(std::int64_t stamp);

    const AVStream& stream() const { return *m_input.stream; }
    const AVFormatContext& format() const { return *m_input.format; }
    const AVCodecContext& codec() const { return *m_codec; }
    double framesPerSecond() const; ///< nominal; 25 where the container has none

private:
    VideoDecoder(libav::Input input, libav::Codec codec);
    /// Gives the codec its next packet, or the end; false if the codec refused it.
    bool feed();

    libav::Input m_input;
    libav::Codec m_codec;
    libav::Packet m_packet;
    libav::Picture m_picture;
    std::string m_failure;
    bool m_drained = false; ///< the codec was told that no more packets come
};

} // namespace mien

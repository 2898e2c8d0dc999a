// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string>

/// Ownership and errors of FFmpeg's C objects. Private to core/media.
namespace mien::libav {

struct CloseFormat
{
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct FreeCodec
{
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct FreePacket
{
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeFrame
{
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreeScaler
{
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using Format = std::unique_ptr<AVFormatContext, CloseFormat>;
using Codec = std::unique_ptr<AVCodecContext, FreeCodec>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;
using Picture = std::unique_ptr<AVFrame, FreeFrame>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

Packet newPacket(); ///< throws std::bad_alloc
Picture newPicture();

/// FFmpeg's words for one of its error codes.
std::string reason(int code);

/// A container opened for reading, and its main picture stream (cover art of music does not count).
struct Input
{
    Format format;
    AVStream* stream = nullptr; ///< owned by `format`
};

/// Opens a local regular file; nothing is read over a network, whatever the file says. Other streams are skipped.
/// Input error in words: not a video, or no picture stream. Silences FFmpeg's own messages on stderr.
Result<Input> openInput(const std::filesystem::path& file);

} // namespace mien::libav

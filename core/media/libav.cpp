// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/libav.h"

#include "core/media/picture_size.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <string_view>
#include <vector>

namespace mien::libav {

namespace {

/// FFmpeg would report every damaged macroblock on stderr; what matters reaches people through Error.
void silence()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_level(AV_LOG_QUIET); });
}

/// FFmpeg draws plain text and old BBS pictures as video; to a person these are not videos.
bool isDrawnText(AVCodecID codec)
{
    return codec == AV_CODEC_ID_ANSI || codec == AV_CODEC_ID_XBIN || codec == AV_CODEC_ID_BINTEXT ||
           codec == AV_CODEC_ID_IDF;
}

/// Lists of other files and addresses. FFmpeg would go and fetch them, and wait for live ones to grow.
bool isPlaylist(const AVInputFormat& format)
{
    constexpr std::array<std::string_view, 6> names = {"hls", "dash", "concat", "sdp", "imf", "webm_dash_manifest"};
    return std::find(names.begin(), names.end(), format.name) != names.end();
}

/// What the content of the file looks like; a negative code if like nothing that can be read.
int probe(AVIOContext* io, const std::string& url, const AVInputFormat*& format)
{
    const int code = av_probe_input_buffer2(io, &format, url.c_str(), nullptr, 0, 0);
    if (code >= 0 && isPlaylist(*format)) return AVERROR_INVALIDDATA;
    return code;
}

/// What the container leaves open is asked of the codecs, which decode a few pictures for it: none beyond our limit.
int findStreams(AVFormatContext& format)
{
    std::vector<AVDictionary*> options(format.nb_streams, nullptr);
    for (AVDictionary*& each : options) av_dict_set_int(&each, "max_pixels", mostPixels, 0);
    const int code = avformat_find_stream_info(&format, options.data());
    for (AVDictionary*& each : options) av_dict_free(&each);
    return code;
}

} // namespace

Packet newPacket()
{
    Packet packet(av_packet_alloc());
    if (!packet) throw std::bad_alloc();
    return packet;
}

Picture newPicture()
{
    Picture picture(av_frame_alloc());
    if (!picture) throw std::bad_alloc();
    return picture;
}

std::string reason(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

Result<Input> openInput(const std::filesystem::path& file)
{
    silence();
    const char* remedy = "give a video file that FFmpeg can read, an image, or a folder of images";
    // The prefix keeps a colon in the path from being read as a protocol.
    const std::string url = "file:" + file.string();
    const AVInputFormat* kind = nullptr;
    AVIOContext* io = nullptr;
    int code = avio_open(&io, url.c_str(), AVIO_FLAG_READ);
    if (code < 0)
        return Error::input("cannot be read (" + reason(code) + ")", file.string(), "check the path and its rights");
    code = probe(io, url, kind);
    avio_closep(&io);
    AVFormatContext* opened = nullptr;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    if (code >= 0) code = avformat_open_input(&opened, url.c_str(), kind, &options);
    av_dict_free(&options);
    if (code < 0) return Error::input("is not a video that can be read (" + reason(code) + ")", file.string(), remedy);
    Input input{Format(opened), nullptr};
    if (const int found = findStreams(*opened); found < 0)
        return Error::input("its streams cannot be read (" + reason(found) + ")", file.string(), remedy);
    const int index = av_find_best_stream(opened, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const bool usable = index >= 0 && !(opened->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) &&
                        !isDrawnText(opened->streams[index]->codecpar->codec_id);
    if (!usable) return Error::input("has no picture stream", file.string(), remedy);
    input.stream = opened->streams[index];
    const AVCodecParameters& parameters = *input.stream->codecpar;
    if (const auto fits = checkPictureSize({parameters.width, parameters.height}, file.string()); !fits)
        return fits.error();
    for (unsigned i = 0; i < opened->nb_streams; ++i)
        if (static_cast<int>(i) != index) opened->streams[i]->discard = AVDISCARD_ALL;
    return input;
}

} // namespace mien::libav

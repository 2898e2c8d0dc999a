// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_source.h"

#include <algorithm>
#include <cstdlib>

namespace mien {

namespace {

/// Nominal rate of streams that name none; only raw streams ever use it for times.
constexpr double assumedRate = 25.0;

} // namespace

Error VideoSource::failure(const std::string& what) const
{
    return Error::input(what, m_info.name);
}

Result<std::unique_ptr<FrameSource>> VideoSource::open(const std::filesystem::path& file)
{
    std::unique_ptr<VideoSource> source(new VideoSource);
    source->m_info.name = file.filename().string();
    if (auto opened = source->openStream(file); !opened) return opened.error();
    if (auto opened = source->openCodec(file); !opened) return opened.error();
    source->m_index = PacketIndex::read(*source->m_format, source->m_stream);
    // Raw streams cannot be rewound by time; opening anew always can.
    if (!source->m_index.usable()) {
        if (auto opened = source->openStream(file); !opened) return opened.error();
    }
    source->describe(file);
    return std::unique_ptr<FrameSource>(std::move(source));
}

Result<void> VideoSource::openStream(const std::filesystem::path& file)
{
    static const int quiet = (av_log_set_level(AV_LOG_FATAL), 0);
    (void)quiet;
    AVFormatContext* raw = nullptr;
    // "file:" keeps names with a colon from being taken for a protocol.
    const std::string url = "file:" + file.string();
    if (const int code = avformat_open_input(&raw, url.c_str(), nullptr, nullptr); code < 0)
        return Error::input("is no video that can be read: " + libav::reason(code), file.string(),
                            "open it in a player, or convert it");
    m_format.reset(raw);
    if (const int code = avformat_find_stream_info(raw, nullptr); code < 0)
        return Error::input("is no video that can be read: " + libav::reason(code), file.string());
    m_stream = av_find_best_stream(raw, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const AVCodecParameters* parameters = m_stream < 0 ? nullptr : raw->streams[m_stream]->codecpar;
    // FFmpeg takes text for an ANSI-art video ("tty"); no researcher means that.
    if (!parameters || parameters->codec_id == AV_CODEC_ID_ANSI || parameters->width <= 0)
        return Error::input("holds no pictures", file.string(), "name a video, an image or a folder of images");
    for (unsigned i = 0; i < raw->nb_streams; ++i)
        if (static_cast<int>(i) != m_stream) raw->streams[i]->discard = AVDISCARD_ALL;
    return {};
}

Result<void> VideoSource::openCodec(const std::filesystem::path& file)
{
    const AVStream& stream = *m_format->streams[m_stream];
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (!codec)
        return Error::input("is coded in a way this FFmpeg cannot decode (" +
                                std::string(avcodec_get_name(stream.codecpar->codec_id)) + ")",
                            file.string());
    m_codec.reset(avcodec_alloc_context3(codec));
    avcodec_parameters_to_context(m_codec.get(), stream.codecpar);
    m_codec->pkt_timebase = stream.time_base;
    m_codec->thread_count = 1;
    if (const int code = avcodec_open2(m_codec.get(), codec, nullptr); code < 0)
        return Error::input("cannot be decoded: " + libav::reason(code), file.string());
    m_packet.reset(av_packet_alloc());
    m_picture.reset(av_frame_alloc());
    return {};
}

void VideoSource::describe(const std::filesystem::path& file)
{
    AVStream* stream = m_format->streams[m_stream];
    const AVRational rate = av_guess_frame_rate(m_format.get(), stream, nullptr);
    m_info.name = file.filename().string();
    m_info.width = stream->codecpar->width;
    m_info.height = stream->codecpar->height;
    m_info.framesPerSecond = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : assumedRate;
    m_info.timeAssumed = !m_index.usable();
    m_info.format = m_format->iformat->name;
    m_info.codec = avcodec_get_name(stream->codecpar->codec_id);
    if (m_index.usable()) m_info.frameCount = m_index.size();
}

int VideoSource::indexOf(const AVFrame& picture) const
{
    const auto known = m_index.usable() ? m_index.frameAt(picture.best_effort_timestamp) : std::nullopt;
    return known && *known > m_last ? *known : m_last + 1;
}

double VideoSource::secondsOf(const AVFrame& picture, int index) const
{
    if (!m_index.usable() || picture.best_effort_timestamp == AV_NOPTS_VALUE) return index / m_info.framesPerSecond;
    const auto ticks = picture.best_effort_timestamp - m_index[0].pts;
    return static_cast<double>(ticks) * av_q2d(m_format->streams[m_stream]->time_base);
}

Result<Frame> VideoSource::convert(const AVFrame& picture)
{
    const auto format = static_cast<AVPixelFormat>(picture.format);
    // Accurate rounding: the result must not depend on which SIMD path swscale picks.
    m_scaler.reset(sws_getCachedContext(
        m_scaler.release(), picture.width, picture.height, format, picture.width, picture.height, AV_PIX_FMT_BGR24,
        SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, nullptr, nullptr, nullptr));
    if (!m_scaler) return failure("has a pixel format that cannot be converted");
    Frame frame;
    frame.width = picture.width;
    frame.height = picture.height;
    frame.stride = (static_cast<std::ptrdiff_t>(picture.width) * 3 + 63) / 64 * 64;
    // swscale writes whole vectors: a row's worth of slack behind the last one.
    const auto bytes = static_cast<std::size_t>(frame.stride) * static_cast<std::size_t>(frame.height + 1);
    std::shared_ptr<std::uint8_t> pixels(static_cast<std::uint8_t*>(std::aligned_alloc(64, bytes)), std::free);
    if (!pixels) return failure("has frames too large for the memory");
    std::uint8_t* planes[4] = {pixels.get(), nullptr, nullptr, nullptr};
    const int strides[4] = {static_cast<int>(frame.stride), 0, 0, 0};
    sws_scale(m_scaler.get(), picture.data, picture.linesize, 0, picture.height, planes, strides);
    frame.pixels = std::move(pixels);
    frame.index = indexOf(picture);
    frame.seconds = secondsOf(picture, frame.index);
    frame.timeAssumed = m_info.timeAssumed;
    m_last = frame.index;
    return frame;
}

Result<std::optional<Frame>> VideoSource::decode()
{
    while (!m_ended) {
        const int received = avcodec_receive_frame(m_codec.get(), m_picture.get());
        if (received == 0) {
            auto frame = convert(*m_picture);
            av_frame_unref(m_picture.get());
            if (!frame) return frame.error();
            return std::optional<Frame>(std::move(frame).value());
        }
        if (received == AVERROR_EOF || m_draining) {
            m_ended = true;
            break;
        }
        const int read = av_read_frame(m_format.get(), m_packet.get());
        if (read < 0) {
            m_draining = true;
            avcodec_send_packet(m_codec.get(), nullptr);
            if (read != AVERROR_EOF) return failure("cannot be read to its end: " + libav::reason(read));
            continue;
        }
        const bool ours = m_packet->stream_index == m_stream;
        const int sent = ours ? avcodec_send_packet(m_codec.get(), m_packet.get()) : 0;
        av_packet_unref(m_packet.get());
        if (sent < 0 && sent != AVERROR(EAGAIN))
            return failure("cannot be decoded after frame " + std::to_string(m_last + 1) + ": " + libav::reason(sent));
    }
    return std::optional<Frame>();
}

Result<std::optional<Frame>> VideoSource::next()
{
    auto frame = decode();
    if (frame && frame->has_value()) m_cache.insert(**frame);
    return frame;
}

Result<void> VideoSource::rewindTo(int index)
{
    // Without time stamps there is only one place to start from.
    const int key = m_index.usable() ? m_index.keyFrameBefore(index) : 0;
    const bool ahead = !m_ended && m_last < index && m_last >= key - 1;
    if (ahead) return {};
    int code = 0;
    if (key == 0 && !m_index.usable())
        code = av_seek_frame(m_format.get(), m_stream, 0, AVSEEK_FLAG_BYTE | AVSEEK_FLAG_BACKWARD);
    else
        code = av_seek_frame(m_format.get(), m_stream, m_index[key].dts, AVSEEK_FLAG_BACKWARD);
    if (code < 0) return failure("cannot be rewound: " + libav::reason(code));
    avcodec_flush_buffers(m_codec.get());
    m_last = -1;
    m_draining = false;
    m_ended = false;
    return {};
}

Result<Frame> VideoSource::frame(int index)
{
    if (index < 0 || (m_index.usable() && index >= m_index.size()))
        return failure("has no frame " + std::to_string(index + 1));
    if (auto cached = m_cache.find(index)) return std::move(*cached);
    if (auto ready = rewindTo(index); !ready) return ready.error();
    while (true) {
        auto decoded = decode();
        if (!decoded) continue; // a damaged stretch before the wanted frame does not matter
        if (!decoded->has_value()) return failure("ends before frame " + std::to_string(index + 1));
        Frame& frame = **decoded;
        m_cache.insert(frame);
        if (frame.index == index) return std::move(frame);
        if (frame.index > index) return failure("frame " + std::to_string(index + 1) + " cannot be decoded");
    }
}

Result<std::vector<double>> VideoSource::times()
{
    std::vector<double> seconds;
    if (m_index.usable()) {
        const double base = av_q2d(m_format->streams[m_stream]->time_base);
        for (int i = 0; i < m_index.size(); ++i)
            seconds.push_back(static_cast<double>(m_index[i].pts - m_index[0].pts) * base);
        return seconds;
    }
    if (auto ready = rewindTo(0); !ready) return ready.error();
    for (;;) {
        const auto decoded = decode();
        if (!decoded) continue;
        if (!decoded->has_value()) break;
        seconds.push_back((*decoded)->seconds);
    }
    m_info.frameCount = static_cast<int>(seconds.size());
    if (auto ready = rewindTo(0); !ready) return ready.error();
    return seconds;
}

} // namespace mien

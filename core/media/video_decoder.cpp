// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_decoder.h"

#include "core/media/picture_size.h"

namespace mien {

Result<VideoDecoder> VideoDecoder::open(const std::filesystem::path& file)
{
    auto input = libav::openInput(file);
    if (!input) return input.error();
    const AVCodecParameters& parameters = *input->stream->codecpar;
    const AVCodec* decoder = avcodec_find_decoder(parameters.codec_id);
    if (!decoder)
        return Error::input(std::string("is coded as ") + avcodec_get_name(parameters.codec_id) +
                                ", which this FFmpeg cannot decode",
                            file.string(), "convert it, for example to H.264");
    libav::Codec codec(avcodec_alloc_context3(decoder));
    if (!codec) throw std::bad_alloc();
    int code = avcodec_parameters_to_context(codec.get(), &parameters);
    codec->pkt_timebase = input->stream->time_base;
    codec->thread_count = 1;
    codec->max_pixels = mostPixels; // a broken header may ask for any size
    if (code >= 0) code = avcodec_open2(codec.get(), decoder, nullptr);
    if (code < 0)
        return Error::input("its decoder does not start (" + libav::reason(code) + ")", file.string(),
                            "the file may be damaged; copy it again");
    return VideoDecoder(std::move(*input), std::move(codec));
}

VideoDecoder::VideoDecoder(libav::Input input, libav::Codec codec)
    : m_input(std::move(input)), m_codec(std::move(codec)), m_packet(libav::newPacket()), m_picture(libav::newPicture())
{
}

VideoDecoder::Outcome VideoDecoder::next()
{
    for (;;) {
        const int code = avcodec_receive_frame(m_codec.get(), m_picture.get());
        if (code >= 0) return Outcome::Picture;
        if (code == AVERROR_EOF) return Outcome::End;
        if (code != AVERROR(EAGAIN)) {
            m_failure = libav::reason(code);
            // A codec that keeps failing must be fed, or the loop of the caller would not end.
            if (m_drained) return Outcome::End;
            feed();
            return Outcome::Failure;
        }
        if (!feed()) return Outcome::Failure;
    }
}

bool VideoDecoder::feed()
{
    // A read error is treated as the end: what lies behind it has no known place in time.
    while (!m_drained && av_read_frame(m_input.format.get(), m_packet.get()) >= 0) {
        const bool ours = m_packet->stream_index == m_input.stream->index;
        const int code = ours ? avcodec_send_packet(m_codec.get(), m_packet.get()) : 0;
        av_packet_unref(m_packet.get());
        if (code < 0) m_failure = libav::reason(code);
        if (ours) return code >= 0;
    }
    m_drained = true;
    avcodec_send_packet(m_codec.get(), nullptr);
    return true;
}

bool VideoDecoder::seek(std::int64_t stamp)
{
    const int code = av_seek_frame(m_input.format.get(), m_input.stream->index, stamp, AVSEEK_FLAG_BACKWARD);
    avcodec_flush_buffers(m_codec.get());
    m_drained = false;
    return code >= 0;
}

double VideoDecoder::framesPerSecond() const
{
    for (const AVRational& rate : {m_input.stream->avg_frame_rate, m_input.stream->r_frame_rate})
        if (rate.num > 0 && rate.den > 0) return av_q2d(rate);
    return 25;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_writer.h"

#include "core/media/libav.h"

extern "C" {
#include <libavcodec/bsf.h>
#include <libavutil/opt.h>
}

#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr int mostSide = 16384;       // of H.264 and of JPEG
constexpr int keyFrameEvery = 12;     // frames: jumps stay cheap
constexpr int jpegQuality = 2;        // of 1 … 31, 1 = best
constexpr const char* h264Crf = "16"; // small against the noise of a camera

struct FreeFilter
{
    void operator()(AVBSFContext* context) const { av_bsf_free(&context); }
};
struct FreeOutput
{
    void operator()(AVFormatContext* context) const
    {
        if (context->pb) avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

/// Encoders of graphics cards are passed by: they are not the same from machine to machine, nor always there.
const AVCodec* encoderOf(VideoCodec codec)
{
    if (codec == VideoCodec::Mjpeg) return avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    return avcodec_find_encoder_by_name("libx264");
}

Error failure(const std::string& what, int code, const fs::path& file)
{
    return Error::failed(what + " (" + libav::reason(code) + ")", file.string(),
                         "check the folder's rights and free space");
}

} // namespace

struct VideoWriter::Parts
{
    fs::path file, temporary;
    VideoFormat format;
    std::unique_ptr<AVFormatContext, FreeOutput> output;
    libav::Codec codec;
    libav::Scaler scaler;
    std::unique_ptr<AVBSFContext, FreeFilter> filter; ///< takes the encoder's signature out
    libav::Picture picture = libav::newPicture();
    libav::Packet packet = libav::newPacket();
    int scaledFrom = -1; ///< pixel format
    std::int64_t frames = 0;

    ~Parts()
    {
        output.reset();
        std::error_code ignored;
        if (!temporary.empty()) fs::remove(temporary, ignored);
    }

    Result<void> open();
    int openCodec();
    int openFilter();
    int openFile();
    int convert(const Frame& frame);
    int drain();
    int store();
};

int VideoWriter::Parts::openCodec()
{
    const bool isJpeg = format.codec == VideoCodec::Mjpeg;
    const AVCodec* encoder = encoderOf(format.codec);
    codec.reset(avcodec_alloc_context3(encoder));
    if (!codec) return AVERROR(ENOMEM);
    codec->width = format.width;
    codec->height = format.height;
    codec->time_base = {format.rateScale, format.rate};
    codec->framerate = {format.rate, format.rateScale};
    codec->pix_fmt = isJpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
    codec->color_range = isJpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    codec->colorspace = AVCOL_SPC_SMPTE170M;
    codec->thread_count = 1;
    codec->gop_size = keyFrameEvery;
    codec->max_b_frames = 0; // presentation in order of decoding: times need no edit list
    codec->flags |= AV_CODEC_FLAG_BITEXACT;
    if (output->oformat->flags & AVFMT_GLOBALHEADER) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (isJpeg) {
        codec->flags |= AV_CODEC_FLAG_QSCALE;
        codec->global_quality = jpegQuality * FF_QP2LAMBDA;
    } else {
        av_opt_set(codec->priv_data, "preset", "veryfast", 0);
        av_opt_set(codec->priv_data, "crf", h264Crf, 0);
    }
    return avcodec_open2(codec.get(), encoder, nullptr);
}

/// x264 signs its streams with version and settings, in an SEI unit that nothing needs.
int VideoWriter::Parts::openFilter()
{
    const bool signs = format.codec == VideoCodec::H264;
    const AVBitStreamFilter* kind = av_bsf_get_by_name(signs ? "filter_units" : "null");
    if (!kind) return AVERROR_BSF_NOT_FOUND;
    AVBSFContext* made = nullptr;
    if (const int code = av_bsf_alloc(kind, &made); code < 0) return code;
    filter.reset(made);
    if (signs) av_opt_set(made->priv_data, "remove_types", "6", 0);
    if (const int code = avcodec_parameters_from_context(made->par_in, codec.get()); code < 0) return code;
    made->time_base_in = codec->time_base;
    return av_bsf_init(made);
}

int VideoWriter::Parts::openFile()
{
    AVStream* stream = avformat_new_stream(output.get(), nullptr);
    if (!stream) return AVERROR(ENOMEM);
    if (const int code = avcodec_parameters_copy(stream->codecpar, filter->par_out); code < 0) return code;
    stream->codecpar->codec_tag = 0;
    stream->time_base = codec->time_base;
    stream->avg_frame_rate = stream->r_frame_rate = codec->framerate;
    output->flags |= AVFMT_FLAG_BITEXACT;
    // The prefix keeps a colon in the path from being read as a protocol.
    const std::string url = "file:" + temporary.string();
    if (const int code = avio_open(&output->pb, url.c_str(), AVIO_FLAG_WRITE); code < 0) return code;
    return avformat_write_header(output.get(), nullptr);
}

Result<void> VideoWriter::Parts::open()
{
    AVFormatContext* made = nullptr;
    const char* container = format.codec == VideoCodec::H264 ? "mp4" : "avi";
    int code = avformat_alloc_output_context2(&made, nullptr, container, nullptr);
    output.reset(made);
    if (code < 0) return failure("this FFmpeg cannot write " + std::string(container) + " files", code, file);
    if ((code = openCodec()) < 0) return failure("the encoder does not start", code, file);
    if ((code = openFilter()) < 0) return failure("the encoder's output cannot be filtered", code, file);
    temporary = file.string() + ".part";
    if ((code = openFile()) < 0) return failure("cannot write", code, file);
    picture->format = codec->pix_fmt;
    picture->width = format.width;
    picture->height = format.height;
    picture->color_range = codec->color_range;
    picture->colorspace = codec->colorspace;
    if ((code = av_frame_get_buffer(picture.get(), 0)) < 0) return failure("there is no memory", code, file);
    return {};
}

int VideoWriter::Parts::convert(const Frame& frame)
{
    const AVPixelFormat from = frame.channels == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_BGR24;
    if (scaledFrom != from) {
        const int exact = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INP;
        const bool isFull = codec->color_range == AVCOL_RANGE_JPEG;
        scaler.reset(sws_getContext(format.width, format.height, from, format.width, format.height, codec->pix_fmt,
                                    exact, nullptr, nullptr, nullptr));
        if (!scaler) return AVERROR(EINVAL);
        const int* matrix = sws_getCoefficients(SWS_CS_ITU601);
        sws_setColorspaceDetails(scaler.get(), matrix, 1, matrix, isFull, 0, 1 << 16, 1 << 16);
        scaledFrom = from;
    }
    if (const int code = av_frame_make_writable(picture.get()); code < 0) return code;
    const std::uint8_t* planes[4] = {frame.pixels.get(), nullptr, nullptr, nullptr};
    const int strides[4] = {static_cast<int>(frame.stride), 0, 0, 0};
    return sws_scale(scaler.get(), planes, strides, 0, format.height, picture->data, picture->linesize);
}

int VideoWriter::Parts::store()
{
    for (;;) {
        const int code = av_bsf_receive_packet(filter.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return 0;
        if (code < 0) return code;
        packet->stream_index = 0;
        packet->duration = 1;
        av_packet_rescale_ts(packet.get(), codec->time_base, output->streams[0]->time_base);
        if (const int written = av_interleaved_write_frame(output.get(), packet.get()); written < 0) return written;
    }
}

/// Hands on what the encoder has ready.
int VideoWriter::Parts::drain()
{
    for (;;) {
        const int code = avcodec_receive_packet(codec.get(), packet.get());
        if (code == AVERROR(EAGAIN)) return 0;
        if (code < 0 && code != AVERROR_EOF) return code;
        const bool atEnd = code == AVERROR_EOF;
        if (const int sent = av_bsf_send_packet(filter.get(), atEnd ? nullptr : packet.get()); sent < 0) return sent;
        if (const int stored = store(); stored < 0) return stored;
        if (atEnd) return 0;
    }
}

VideoCodec preferredVideoCodec()
{
    return encoderOf(VideoCodec::H264) && av_bsf_get_by_name("filter_units") ? VideoCodec::H264 : VideoCodec::Mjpeg;
}

const char* endingOf(VideoCodec codec)
{
    return codec == VideoCodec::H264 ? ".mp4" : ".avi";
}

VideoWriter::VideoWriter(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
VideoWriter::VideoWriter(VideoWriter&& other) noexcept = default;
VideoWriter::~VideoWriter() = default;

Result<VideoWriter> VideoWriter::create(const fs::path& file, const VideoFormat& format)
{
    const auto fits = [](int side) { return side > 0 && side <= mostSide && side % 2 == 0; };
    if (!fits(format.width) || !fits(format.height))
        return Error::usage("a video cannot have " + std::to_string(format.width) + " x " +
                                std::to_string(format.height) + " pixels",
                            file.string(), "give an even width and height");
    if (format.rate <= 0 || format.rateScale <= 0)
        return Error::usage("the frame rate is not positive", file.string(), "give 25 / 1, or 30000 / 1001");
    if (!encoderOf(format.codec))
        return Error::failed("this FFmpeg has no encoder for it", file.string(), "write MJPEG in AVI");
    av_log_set_level(AV_LOG_QUIET); // x264's statistics are nobody's concern; what fails is told in words
    auto parts = std::make_unique<Parts>();
    parts->file = file;
    parts->format = format;
    if (const auto opened = parts->open(); !opened) return opened.error();
    return VideoWriter(std::move(parts));
}

Result<void> VideoWriter::write(const Frame& frame)
{
    Parts& parts = *m_parts;
    if (frame.empty() || frame.width != parts.format.width || frame.height != parts.format.height)
        return Error::usage("frame " + std::to_string(parts.frames) + " is not of the video's size",
                            parts.file.string(), "give frames of one size");
    int code = parts.convert(frame);
    parts.picture->pts = parts.frames++;
    if (code >= 0) code = avcodec_send_frame(parts.codec.get(), parts.picture.get());
    if (code >= 0) code = parts.drain();
    if (code < 0) return failure("frame " + std::to_string(parts.frames - 1) + " cannot be written", code, parts.file);
    return {};
}

Result<void> VideoWriter::finish()
{
    Parts& parts = *m_parts;
    if (parts.frames == 0)
        return Error::failed("a video without a frame cannot be", parts.file.string(), "write a frame first");
    int code = avcodec_send_frame(parts.codec.get(), nullptr);
    if (code >= 0) code = parts.drain();
    if (code >= 0) code = av_write_trailer(parts.output.get());
    if (code >= 0) code = avio_closep(&parts.output->pb);
    if (code < 0) return failure("the video cannot be finished", code, parts.file);
    std::error_code moved;
    fs::rename(parts.temporary, parts.file, moved);
    if (moved)
        return Error::failed("cannot be put in its place: " + moved.message(), parts.file.string(),
                             "check the folder's rights");
    parts.temporary.clear();
    return {};
}

} // namespace mien

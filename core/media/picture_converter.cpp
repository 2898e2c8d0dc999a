// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_converter.h"

#include "core/media/frame_mat.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace mien {

namespace {

int clockwiseQuarterTurns(const AVStream& stream)
{
    const auto* matrix =
        reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
    if (!matrix) return 0;
    const double degrees = av_display_rotation_get(matrix); // counter-clockwise; NaN for a singular matrix
    if (!std::isfinite(degrees)) return 0;
    return static_cast<int>((std::lround(-degrees / 90) % 4 + 4) % 4);
}

/// The deprecated full-range formats as plain ones: libswscale takes the range apart from the format.
AVPixelFormat plainFormat(int format)
{
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
        return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P:
        return AV_PIX_FMT_YUV411P;
    default:
        return static_cast<AVPixelFormat>(format);
    }
}

/// libswscale writes whole vectors: rows start at multiples of 64 bytes, and one row of slack lies behind the last.
cv::Mat paddedPicture(int width, int height)
{
    constexpr int alignment = 64; // pixels: three times as many bytes
    const int stride = (width + alignment - 1) / alignment * alignment;
    return cv::Mat(height + 1, stride, CV_8UC3)(cv::Rect(0, 0, width, height));
}

/// Formats of grey alone, with or without alpha.
bool isGrey(int format)
{
    const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return d && d->nb_components - ((d->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 1 : 0) == 1;
}

bool isFullRange(const AVFrame& picture)
{
    return picture.color_range == AVCOL_RANGE_JPEG || plainFormat(picture.format) != picture.format ||
           (picture.color_range == AVCOL_RANGE_UNSPECIFIED && isGrey(picture.format));
}

/// Whether the first plane is the luma, one byte a pixel, in rows that cv::Mat can express: those stored from the last
/// to the first have a negative step.
bool hasLumaPlane(const AVFrame& picture)
{
    if (picture.linesize[0] < picture.width) return false;
    const AVPixelFormat format = plainFormat(picture.format);
    const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(format);
    constexpr auto other = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                           AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
    return d && (d->flags & other) == 0 && d->comp[0].depth == 8 && d->comp[0].plane == 0 && d->comp[0].step == 1;
}

/// 16…235 to 0…255.
const cv::Mat& fullRange()
{
    static const cv::Mat table = [] {
        cv::Mat values(1, 256, CV_8UC1);
        for (int v = 0; v < 256; ++v)
            values.at<std::uint8_t>(v) = cv::saturate_cast<std::uint8_t>((v - 16) * 255.0 / 219.0);
        return values;
    }();
    return table;
}

/// Of a picture that has a luma plane, spread to 0…255.
cv::Mat lumaOf(const AVFrame& picture)
{
    const cv::Mat luma(picture.height, picture.width, CV_8UC1, picture.data[0],
                       static_cast<std::size_t>(picture.linesize[0]));
    cv::Mat grey;
    if (isFullRange(picture))
        luma.copyTo(grey);
    else
        cv::LUT(luma, fullRange(), grey);
    return grey;
}

} // namespace

PictureConverter::PictureConverter(const AVStream& stream) : m_quarterTurns(clockwiseQuarterTurns(stream)) {}

Result<SwsContext*> PictureConverter::scalerFor(const AVFrame& picture)
{
    const Kind kind{picture.width, picture.height, picture.format,
                    picture.colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : picture.colorspace,
                    isFullRange(picture)};
    if (m_scaler && kind == m_kind) return m_scaler.get();
    const AVPixelFormat format = plainFormat(picture.format);
    // Nothing is scaled, so this takes libswscale's direct converters; exact across processors.
    const int flags = SWS_BILINEAR | SWS_BITEXACT;
    m_scaler.reset(sws_getContext(picture.width, picture.height, format, picture.width, picture.height,
                                  AV_PIX_FMT_BGR24, flags, nullptr, nullptr, nullptr));
    if (!m_scaler) return Error::failed("its pixel format cannot be converted to BGR");
    sws_setColorspaceDetails(m_scaler.get(), sws_getCoefficients(kind.matrix), kind.fullRange,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    m_kind = kind;
    return m_scaler.get();
}

Result<Frame> PictureConverter::convert(const AVFrame& picture)
{
    if (isGrey(picture.format) && hasLumaPlane(picture)) { // libswscale 6 overlooks the range of such pictures
        cv::Mat bgr;
        cv::cvtColor(lumaOf(picture), bgr, cv::COLOR_GRAY2BGR);
        return toFrame(upright(bgr));
    }
    const auto scaler = scalerFor(picture);
    if (!scaler) return scaler.error();
    cv::Mat bgr = paddedPicture(picture.width, picture.height);
    std::uint8_t* planes[] = {bgr.data, nullptr, nullptr, nullptr};
    const int strides[] = {static_cast<int>(bgr.step), 0, 0, 0};
    if (sws_scale(*scaler, picture.data, picture.linesize, 0, picture.height, planes, strides) != picture.height)
        return Error::failed("its pixels cannot be converted to BGR");
    return toFrame(upright(bgr));
}

cv::Mat PictureConverter::upright(cv::Mat picture) const
{
    if (m_quarterTurns == 0) return picture;
    cv::Mat turned;
    cv::rotate(picture, turned, m_quarterTurns - 1); // cv::ROTATE_90_CLOCKWISE, _180, _90_COUNTERCLOCKWISE
    return turned;
}

Result<Frame> PictureConverter::convertToGrey(const AVFrame& picture)
{
    if (hasLumaPlane(picture)) return toFrame(upright(lumaOf(picture)));
    auto frame = convert(picture);
    return frame ? Result<Frame>(toGrey(*frame)) : frame;
}

} // namespace mien

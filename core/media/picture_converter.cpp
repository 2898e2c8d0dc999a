// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_converter.h"

#include "core/media/frame_mat.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <cmath>
#include <opencv2/core.hpp>

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

bool isFullRange(const AVFrame& picture)
{
    return picture.color_range == AVCOL_RANGE_JPEG || plainFormat(picture.format) != picture.format;
}

/// 8-bit formats whose first plane is the luma, one byte a pixel.
bool hasLumaPlane(AVPixelFormat format)
{
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

} // namespace

PictureConverter::PictureConverter(const AVStream& stream) : m_quarterTurns(clockwiseQuarterTurns(stream)) {}

Result<SwsContext*> PictureConverter::scalerFor(const AVFrame& picture)
{
    if (m_scaler && picture.width == m_width && picture.height == m_height && picture.format == m_format)
        return m_scaler.get();
    const AVPixelFormat format = plainFormat(picture.format);
    // Nothing is scaled, so this takes libswscale's direct converters; exact across processors.
    const int flags = SWS_BILINEAR | SWS_BITEXACT;
    m_scaler.reset(sws_getContext(picture.width, picture.height, format, picture.width, picture.height,
                                  AV_PIX_FMT_BGR24, flags, nullptr, nullptr, nullptr));
    if (!m_scaler) return Error::failed("its pixel format cannot be converted to BGR");
    const int matrix = picture.colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : picture.colorspace;
    sws_setColorspaceDetails(m_scaler.get(), sws_getCoefficients(matrix), isFullRange(picture),
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    m_width = picture.width;
    m_height = picture.height;
    m_format = picture.format;
    return m_scaler.get();
}

Result<Frame> PictureConverter::convert(const AVFrame& picture)
{
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
    const AVPixelFormat format = plainFormat(picture.format);
    // Rows stored from the last to the first have a negative step, which cv::Mat cannot express.
    if (!hasLumaPlane(format) || picture.linesize[0] < picture.width) {
        auto frame = convert(picture);
        return frame ? Result<Frame>(toGrey(*frame)) : frame;
    }
    const cv::Mat luma(picture.height, picture.width, CV_8UC1, picture.data[0],
                       static_cast<std::size_t>(picture.linesize[0]));
    cv::Mat grey;
    if (isFullRange(picture))
        luma.copyTo(grey);
    else
        cv::LUT(luma, fullRange(), grey);
    return toFrame(upright(grey));
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/libav.h"
#include "core/types/frame.h"

#include <opencv2/core.hpp>

namespace mien {

/// Makes upright 8-bit BGR frames of decoded pictures: the matrix and range each is tagged with (without a tag BT.601,
/// 16…235, and 0…255 for formats of grey alone, as FFmpeg takes them), quarter turns by the stream's display matrix.
/// Pixels are taken as square.
class PictureConverter
{
public:
    /// Reads the rotation of the stream.
    explicit PictureConverter(const AVStream& stream);

    /// The pixels only: number and time are the caller's. Failed error for pictures that cannot be converted.
    Result<Frame> convert(const AVFrame& picture);

    /// The same picture in grey: its luma, spread to 0…255 where the stream uses 16…235. Formats that store no 8-bit
    /// luma plane go over BGR.
    Result<Frame> convertToGrey(const AVFrame& picture);

private:
    cv::Mat upright(cv::Mat picture) const;
    Result<SwsContext*> scalerFor(const AVFrame& picture);

    /// What a scaler is made for; tags may change in the middle of a stream.
    struct Kind
    {
        int width = 0, height = 0, format = -1, matrix = 0;
        bool fullRange = false;
        bool operator==(const Kind&) const = default;
    };

    int m_quarterTurns = 0; ///< clockwise, 0…3
    libav::Scaler m_scaler;
    Kind m_kind; ///< of m_scaler
};

} // namespace mien

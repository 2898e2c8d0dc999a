// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/picture_file.h"

#include "core/media/frame_mat.h"

#include <opencv2/imgcodecs.hpp>

#include <cstdint>
#include <vector>

namespace mien::synth {

std::string encoded(const Frame& picture, Camera::File kind)
{
    // Noise does not compress: searching for repeats costs time and saves nothing.
    static const std::vector<int> pngOptions = {cv::IMWRITE_PNG_COMPRESSION, 1, cv::IMWRITE_PNG_STRATEGY,
                                                cv::IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY};
    std::vector<std::uint8_t> file;
    switch (kind) {
    case Camera::File::Png:
        cv::imencode(".png", asMat(picture), file, pngOptions);
        break;
    case Camera::File::Jpeg:
        cv::imencode(".jpg", asMat(picture), file, {cv::IMWRITE_JPEG_QUALITY, 92});
        break;
    case Camera::File::Tiff:
        cv::imencode(".tiff", asMat(picture), file, {cv::IMWRITE_TIFF_COMPRESSION, 1});
        break;
    }
    return {file.begin(), file.end()};
}

} // namespace mien::synth

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/image_file.h"

#include "core/base/files.h"
#include "core/media/frame_mat.h"

#include <opencv2/imgcodecs.hpp>

namespace mien {

Result<std::string> encodePng(const Frame& picture)
{
    if (picture.empty()) return Error::failed("there is no picture to write");
    std::vector<std::uint8_t> bytes;
    try {
        if (!cv::imencode(".png", asMat(picture), bytes)) return Error::failed("the picture cannot be coded as PNG");
    } catch (const cv::Exception& exception) {
        return Error::failed("the picture cannot be coded as PNG (" + exception.err + ")");
    }
    return std::string(bytes.begin(), bytes.end());
}

Result<void> writePng(const std::filesystem::path& file, const Frame& picture)
{
    const auto bytes = encodePng(picture);
    if (!bytes) return bytes.error();
    return files::writeAtomically(file, *bytes);
}

} // namespace mien

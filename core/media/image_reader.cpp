// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_reader.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/media/frame_mat.h"
#include "core/media/picture_size.h"

#include <mutex>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string_view>

namespace mien {

namespace fs = std::filesystem;

namespace {

/// False for the common files that certainly have no alpha channel, so that they are decoded once only.
bool mayHaveAlpha(std::string_view bytes)
{
    const std::string_view png("\x89PNG\r\n\x1a\n", 8);
    const std::string_view jpeg("\xff\xd8\xff", 3);
    if (bytes.substr(0, jpeg.size()) == jpeg) return false;
    // PNG, second edition, section 11.2.2: byte 25 is the colour type; 0 grey and 2 RGB.
    if (bytes.substr(0, png.size()) == png && bytes.size() > 25) return bytes[25] != 0 && bytes[25] != 2;
    return true;
}

/// libjpeg fills what is missing with grey and says nothing. ITU-T T.81, B.2.1: a scan (SOS) is followed by an EOI;
/// data behind that are allowed.
bool isCutJpeg(std::string_view bytes)
{
    if (!text::startsWith(bytes, "\xff\xd8\xff")) return false;
    const auto scan = bytes.find("\xff\xda");
    return scan != std::string_view::npos && bytes.find("\xff\xd9", scan) == std::string_view::npos;
}

cv::Mat onWhite(const cv::Mat& bgra)
{
    cv::Mat out(bgra.size(), CV_8UC3);
    for (int y = 0; y < bgra.rows; ++y) {
        const auto* from = bgra.ptr<cv::Vec4b>(y);
        auto* to = out.ptr<cv::Vec3b>(y);
        for (int x = 0; x < bgra.cols; ++x) {
            const int alpha = from[x][3];
            for (int c = 0; c < 3; ++c)
                to[x][c] = static_cast<std::uint8_t>((from[x][c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
    return out;
}

/// What matters of a damaged file reaches people through Error.
void silenceOpenCv()
{
    static std::once_flag once;
    std::call_once(once, [] { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); });
}

cv::Mat decode(const std::string& bytes)
{
    const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
    const cv::Mat colour = cv::imdecode(raw, cv::IMREAD_COLOR);
    if (colour.empty() || !mayHaveAlpha(bytes)) return colour;
    cv::Mat full = cv::imdecode(raw, cv::IMREAD_UNCHANGED);
    if (full.type() == CV_16UC4) full.convertTo(full, CV_8U, 1.0 / 257);
    // Another size means that EXIF turned the one and not the other: then transparency gives way to uprightness.
    if (full.type() != CV_8UC4 || full.size() != colour.size()) return colour;
    return onWhite(full);
}

} // namespace

Result<Frame> readImage(const std::filesystem::path& file)
{
    constexpr std::uintmax_t largestFile = std::uintmax_t(1) << 30;
    const char* what = "is not an image that can be read";
    const char* remedy = "the file may be damaged; give a PNG, JPEG, TIFF, BMP or WebP image";
    std::error_code code;
    // A pipe would be waited for.
    if (fs::exists(file, code) && !fs::is_directory(file, code) && !fs::is_regular_file(file, code))
        return Error::input("is neither a file nor a folder", file.string(), "give an image file");
    if (const auto size = fs::file_size(file, code); !code && size > largestFile)
        return Error::input("is larger than 1 GB, too large for an image", file.string(), "make a smaller copy");
    const auto bytes = files::read(file);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return Error::input("the file is empty (0 bytes)", file.string(), "copy it again");
    if (const auto declared = declaredSize(*bytes))
        if (const auto fits = checkPictureSize(*declared, file.string()); !fits) return fits.error();
    if (isCutJpeg(*bytes))
        return Error::input("the image is cut off: its end is missing", file.string(), "copy it again");
    silenceOpenCv();
    try {
        const cv::Mat image = decode(*bytes);
        if (image.empty()) return Error::input(what, file.string(), remedy);
        // Formats whose head declaredSize() cannot read.
        if (const auto fits = checkPictureSize({image.cols, image.rows}, file.string()); !fits) return fits.error();
        return toFrame(image);
    } catch (const cv::Exception& exception) { // sizes beyond OpenCV's limits
        return Error::input(what + (" (" + exception.err + ")"), file.string(), remedy);
    }
}

} // namespace mien

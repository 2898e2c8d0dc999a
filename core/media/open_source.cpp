// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/path_status.h"
#include "core/base/text.h"
#include "core/media/frame_mat.h"
#include "core/media/image_source.h"
#include "core/media/video_source.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr double imagesPerSecond = 30.0;

constexpr std::array<std::string_view, 21> videoEndings = {
    ".mp4", ".m4v",  ".mov",  ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv", ".flv",  ".y4m",
    ".264", ".h264", ".h265", ".265", ".hevc", ".ts",  ".mts", ".m2ts", ".3gp", ".mjpeg"};

constexpr std::array<std::string_view, 15> imageEndings = {".png", ".jpg", ".jpeg", ".jpe",  ".jp2",
                                                           ".bmp", ".tif", ".tiff", ".webp", ".pgm",
                                                           ".ppm", ".pbm", ".pnm",  ".dib",  ".ras"};

template <std::size_t N> bool endsWithOneOf(const fs::path& file, const std::array<std::string_view, N>& endings)
{
    const std::string ending = text::lower(file.extension().string());
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

} // namespace

Result<std::optional<Frame>> FrameSource::nextGrey()
{
    auto frame = next();
    if (frame && *frame) return std::optional(toGrey(**frame));
    return frame;
}

bool looksLikeVideo(const fs::path& file)
{
    return endsWithOneOf(file, videoEndings);
}

bool looksLikeImage(const fs::path& file)
{
    return endsWithOneOf(file, imageEndings);
}

Result<std::unique_ptr<FrameSource>> openImageSequence(std::vector<fs::path> files, double framesPerSecond)
{
    std::string name = files.empty() ? "image sequence" : files.front().parent_path().filename().string();
    return ImageSource::open(std::move(files), framesPerSecond, std::move(name));
}

Result<std::vector<fs::path>> imageFilesIn(const fs::path& folder)
{
    std::error_code code;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const bool hidden = text::startsWith(entry->path().filename().string(), ".");
        std::error_code ignored;
        if (!hidden && looksLikeImage(entry->path()) && entry->is_regular_file(ignored)) files.push_back(entry->path());
    }
    if (code) return Error::input("the folder cannot be read: " + code.message(), folder.string());
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return text::naturalLess(a.filename().string(), b.filename().string());
    });
    if (files.empty())
        return Error::input("the folder holds no image", folder.string(),
                            "choose a folder with images, or a video file");
    return files;
}

namespace {

Result<std::unique_ptr<FrameSource>> openFolder(const fs::path& folder)
{
    auto files = imageFilesIn(folder);
    if (!files) return files.error();
    fs::path named = folder.lexically_normal();
    if (named.filename().empty()) named = named.parent_path();
    return ImageSource::open(std::move(*files), imagesPerSecond, named.filename().string());
}

} // namespace

Result<std::unique_ptr<FrameSource>> openSource(const fs::path& path)
{
    std::error_code code;
    const auto status = files::statusOf(path);
    if (!status) return status.error();
    if (fs::is_directory(*status)) return openFolder(path);
    if (!fs::is_regular_file(*status))
        return Error::input("is neither a file nor a folder", path.string(), "give a video or image file");
    const auto size = fs::file_size(path, code);
    if (!code && size == 0) return Error::input("the file is empty (0 bytes)", path.string(), "copy it again");
    if (looksLikeImage(path)) return ImageSource::open({path}, imagesPerSecond, path.filename().string());
    return VideoSource::open(path);
}

} // namespace mien

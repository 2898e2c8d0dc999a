// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/media/image_source.h"
#include "core/media/video_source.h"

#include <algorithm>
#include <array>

namespace mien {

namespace fs = std::filesystem;

namespace {

template <std::size_t N> bool hasExtension(const fs::path& file, const std::array<std::string_view, N>& extensions)
{
    const std::string extension = text::lower(file.extension().string());
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

Result<std::vector<fs::path>> imagesIn(const fs::path& folder)
{
    std::vector<fs::path> images;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code))
        if (entry.is_regular_file(code) && looksLikeImage(entry.path())) images.push_back(entry.path());
    if (code) return Error::input("cannot list the folder: " + code.message(), folder.string());
    if (images.empty())
        return Error::input("the folder holds no images", folder.string(),
                            "name a video, an image or a folder of images");
    std::sort(images.begin(), images.end(), [](const fs::path& a, const fs::path& b) {
        return text::naturalLess(a.filename().string(), b.filename().string());
    });
    return images;
}

} // namespace

bool looksLikeVideo(const fs::path& file)
{
    static constexpr std::array<std::string_view, 16> extensions = {".mp4", ".mkv",  ".avi",  ".mov", ".webm", ".m4v",
                                                                    ".mpg", ".mpeg", ".wmv",  ".flv", ".ts",   ".y4m",
                                                                    ".264", ".h264", ".hevc", ".mts"};
    return hasExtension(file, extensions);
}

bool looksLikeImage(const fs::path& file)
{
    static constexpr std::array<std::string_view, 10> extensions = {".png",  ".jpg",  ".jpeg", ".bmp", ".tif",
                                                                    ".tiff", ".webp", ".pgm",  ".ppm", ".jp2"};
    return hasExtension(file, extensions);
}

Result<std::unique_ptr<FrameSource>> openSource(const fs::path& path)
{
    std::error_code code;
    if (!fs::exists(path, code))
        return Error::input("there is no such file or folder", path.string(), "check the path");
    if (fs::is_directory(path, code)) {
        auto images = imagesIn(path);
        if (!images) return images.error();
        return openImageSequence(std::move(images).value());
    }
    if (fs::is_regular_file(path, code) && fs::file_size(path, code) == 0)
        return Error::input("the file has 0 bytes", path.string());
    if (looksLikeImage(path)) return openImageSequence({path});
    return VideoSource::open(path);
}

Result<std::unique_ptr<FrameSource>> openImageSequence(std::vector<fs::path> files, double framesPerSecond)
{
    return ImageSource::open(std::move(files), framesPerSecond);
}

} // namespace mien

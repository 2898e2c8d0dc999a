// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_source.h"

#include "core/base/text.h"
#include "core/media/image_reader.h"

#include <algorithm>

namespace mien {

namespace {

constexpr std::size_t cacheBytes = std::size_t(128) << 20;

std::string sizeText(int width, int height)
{
    return std::to_string(width) + "×" + std::to_string(height);
}

} // namespace

Result<std::unique_ptr<FrameSource>> ImageSource::open(std::vector<std::filesystem::path> files, double framesPerSecond,
                                                       std::string name)
{
    if (files.empty()) return Error::input("holds no image", name, "choose a folder with images");
    if (!(framesPerSecond > 0)) return Error::usage("the frame rate must be above 0", name);
    std::unique_ptr<ImageSource> source(new ImageSource(std::move(files), framesPerSecond, std::move(name)));
    std::optional<Error> problem;
    for (const auto& file : source->m_files) {
        const auto image = readImage(file);
        if (!image) {
            if (!problem) problem = image.error();
            continue;
        }
        source->m_info.width = image->width;
        source->m_info.height = image->height;
        return std::unique_ptr<FrameSource>(std::move(source));
    }
    return *problem;
}

ImageSource::ImageSource(std::vector<std::filesystem::path> files, double framesPerSecond, std::string name)
    : m_files(std::move(files)), m_cache(cacheBytes)
{
    m_info.name = std::move(name);
    m_info.frameCount = static_cast<int>(m_files.size());
    m_info.framesPerSecond = framesPerSecond;
    m_info.timeAssumed = true;
    m_info.format = m_files.size() == 1 ? "image" : "image sequence";
    m_info.codec = text::lower(m_files.front().extension().string());
    if (text::startsWith(m_info.codec, ".")) m_info.codec.erase(0, 1);
}

Result<Frame> ImageSource::read(int index) const
{
    const auto& file = m_files[static_cast<std::size_t>(index)];
    auto image = readImage(file);
    if (!image) return image.error();
    if (image->width != m_info.width || image->height != m_info.height)
        return Error::failed(std::string(otherSize) + ": " + sizeText(image->width, image->height) +
                                 " in the place of " + sizeText(m_info.width, m_info.height),
                             file.string());
    image->index = index;
    image->seconds = seconds(index);
    image->timeAssumed = true;
    return image;
}

Result<std::optional<Frame>> ImageSource::next()
{
    if (m_position >= *m_info.frameCount) return std::optional<Frame>();
    const int index = m_position++;
    if (m_caching)
        if (auto cached = m_cache.find(index)) return cached;
    auto image = read(index);
    if (!image) return image.error();
    if (m_caching) m_cache.insert(*image);
    return std::optional<Frame>(std::move(*image));
}

Result<Frame> ImageSource::frame(int index)
{
    if (index < 0 || index >= *m_info.frameCount)
        return Error::failed("there is no frame " + std::to_string(index + 1), m_info.name);
    m_caching = true;
    m_position = index + 1;
    if (auto cached = m_cache.find(index)) return *cached;
    auto image = read(index);
    if (image) m_cache.insert(*image);
    return image;
}

Result<void> ImageSource::seek(int index)
{
    if (index < 0 || index > *m_info.frameCount)
        return Error::failed("there is no frame " + std::to_string(index + 1), m_info.name);
    m_position = index;
    return {};
}

std::optional<int> ImageSource::startAtOrAfter(int index) const
{
    return index < *m_info.frameCount ? std::optional(std::max(0, index)) : std::nullopt;
}

Result<std::vector<double>> ImageSource::times()
{
    std::vector<double> out;
    for (int i = 0; i < *m_info.frameCount; ++i) out.push_back(seconds(i));
    return out;
}

} // namespace mien

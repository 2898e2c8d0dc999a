// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/frame_pictures.h"

#include "core/face/cascade_detector.h"

#include <algorithm>
#include <numeric>

namespace mien::jobs {

namespace {

/// Bump when cutting the same frames gives other pictures.
constexpr int cutVersion = 1;

} // namespace

FramePictures::FramePictures(const RunData::Source& source, const ClipSpec& input, std::string key)
    : m_source(&source), m_kind(input), m_cache(CropCache::defaultFolder()), m_key(std::move(key)),
      m_frames(static_cast<int>(source.material.track.frames.size()))
{
}

Result<FramePictures> FramePictures::of(const RunData::Source& source, const ClipSpec& input, const RunControl& control)
{
    const CropKind kind(input);
    if (kind.needsLandmarks()) throw std::invalid_argument("pictures of every frame are cut without landmarks");
    auto files = source.files;
    if (const auto cascade = kind.cascade()) files.push_back(CascadeDetector::defaultPath(*cascade));
    const auto& frames = source.material.track.frames;
    std::string parameters = "every frame " + std::to_string(cutVersion) + '\n' + kind.name() + '\n';
    parameters += std::to_string(frames.front().frame) + '+' + std::to_string(frames.size());
    if (!source.picturesKey.empty()) return FramePictures(source, input, source.picturesKey);
    auto key = LandmarkCache::key(files, parameters, control);
    if (!key) return key.error();
    return FramePictures(source, input, std::move(*key));
}

Result<CropFilm> FramePictures::block(int number, const RunControl& control) const
{
    const std::string key = m_key + " block " + std::to_string(number);
    if (auto known = m_cache.find(key)) return std::move(*known);
    std::vector<int> frames(static_cast<std::size_t>(std::min(blockFrames, m_frames - number * blockFrames)));
    std::iota(frames.begin(), frames.end(), number * blockFrames);
    const auto opened = openFiles(m_source->files);
    if (!opened) return opened.error();
    auto films = cutCrops(**opened, m_source->material.track.frames.front().frame, frames, {}, {m_kind}, control);
    if (!films) return films.error();
    return m_cache.store(key, films->front());
}

} // namespace mien::jobs

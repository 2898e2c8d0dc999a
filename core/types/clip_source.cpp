// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/clip_source.h"

#include "core/base/random.h"

#include <string_view>

namespace mien {

namespace {

template <typename T> std::uint64_t hashOf(const std::vector<T>& values, std::uint64_t start)
{
    return hash64({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)}, start);
}

} // namespace

std::uint64_t MemoryClipSource::fingerprint() const
{
    std::uint64_t hash = hash64("clips");
    for (const Clip& clip : m_clips) {
        const Sample& sample = clip.sample;
        hash = hash64(sample.id + "=" + std::to_string(sample.label) + ";", hash);
        hash = hashOf(sample.targets, hashOf(sample.frames, hash));
        for (const Array& input : clip.inputs) hash = hashOf(input.data, hashOf(input.shape, hash));
    }
    return hash;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/batch.h"

#include <algorithm>
#include <utility>

namespace mien {

BatchLoader::BatchLoader(const ClipSource& clips, const ClipTransform& transform, std::vector<ClipSpec> specs,
                         torch::Device device)
    : m_clips(&clips), m_transform(&transform), m_specs(std::move(specs)), m_device(device)
{
}

Result<void> BatchLoader::check(const Clip& clip) const
{
    if (clip.inputs.size() != m_specs.size())
        return Error::failed("has " + std::to_string(clip.inputs.size()) + " inputs where the network takes " +
                                 std::to_string(m_specs.size()),
                             clip.sample.id);
    for (std::size_t i = 0; i < m_specs.size(); ++i) {
        const Array& array = clip.inputs[i];
        if (array.shape != m_specs[i].shape() || array.elements() != static_cast<std::int64_t>(array.data.size()))
            return Error::failed("input " + std::to_string(i + 1) + " does not have the shape that the network takes",
                                 clip.sample.id, "build it with the network's clip specification");
    }
    return {};
}

Batch BatchLoader::stack(std::vector<Clip> clips) const
{
    Batch batch;
    for (std::size_t i = 0; i < m_specs.size() && !clips.empty(); ++i) {
        std::vector<std::int64_t> shape = m_specs[i].shape();
        shape.insert(shape.begin(), static_cast<std::int64_t>(clips.size()));
        torch::Tensor input = torch::empty(shape, torch::kFloat32);
        float* out = input.data_ptr<float>();
        for (const Clip& clip : clips) out = std::copy(clip.inputs[i].data.begin(), clip.inputs[i].data.end(), out);
        batch.inputs.push_back(input.to(m_device));
    }
    for (Clip& clip : clips) batch.samples.push_back(std::move(clip.sample));
    return batch;
}

Batch BatchLoader::load(const std::vector<std::size_t>& indices, std::size_t begin, std::size_t end,
                        const Random* augmentation) const
{
    std::vector<Clip> clips;
    std::vector<std::string> problems;
    for (std::size_t i = begin; i < end; ++i) {
        Result<Clip> clip = m_clips->load(indices[i]);
        if (!clip) {
            problems.push_back(clip.error().message());
            continue;
        }
        if (const Result<void> fits = check(*clip); !fits) {
            problems.push_back(fits.error().message());
            continue;
        }
        if (augmentation) {
            Random random = augmentation->fork(clip->sample.id);
            m_transform->apply(*clip, &random);
        } else {
            m_transform->apply(*clip, nullptr);
        }
        clips.push_back(std::move(*clip));
    }
    Batch batch = stack(std::move(clips));
    batch.problems = std::move(problems);
    return batch;
}

Result<Batch> BatchLoader::load(std::vector<Clip> clips) const
{
    for (Clip& clip : clips) {
        if (const Result<void> fits = check(clip); !fits) return fits.error();
        m_transform->apply(clip, nullptr);
    }
    return stack(std::move(clips));
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/types/clip.h"
#include "core/types/clip_source.h"
#include "models/data/clip_transform.h"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace mien {

/// Some samples as tensors.
struct Batch
{
    std::vector<torch::Tensor> inputs; ///< one per input of the network, N × ClipSpec::shape()
    std::vector<Sample> samples;       ///< N
    std::vector<std::string> problems; ///< of the samples left out because they could not be read, in words
    bool empty() const { return samples.empty(); }
};

/// Reads samples and turns them into tensors. References outlive the loader.
class BatchLoader
{
public:
    BatchLoader(const ClipSource& clips, const ClipTransform& transform, std::vector<ClipSpec> specs,
                torch::Device device);

    /// The samples `indices[begin, end)`; those that cannot be read are left out. With `augmentation`, every sample
    /// draws from a fork of it named by its id, so that no sample depends on its neighbours in the batch.
    Batch load(const std::vector<std::size_t>& indices, std::size_t begin, std::size_t end,
               const Random* augmentation) const;

    /// Clips that lie in memory. Failed error on a wrong shape.
    Result<Batch> load(std::vector<Clip> clips) const;

private:
    Result<void> check(const Clip& clip) const;
    Batch stack(std::vector<Clip> clips) const;

    const ClipSource* m_clips;
    const ClipTransform* m_transform;
    std::vector<ClipSpec> m_specs;
    torch::Device m_device;
};

} // namespace mien

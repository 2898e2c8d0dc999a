// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <array>
#include <cstdint>

namespace mien::blocks {

/// Strides along time, height and width, each 1 or 2.
using Stride3d = std::array<std::int64_t, 3>;

/// Depthwise convolution 3 × 3 × 3 with padding 1 and without bias, equal to torch::conv3d with as many groups as
/// channels, and its gradients. `x`: N × C × T × H × W, float32 or bfloat16 (sums are float32), best with channels
/// last in memory (torch::MemoryFormat::ChannelsLast3d), as the result has them; `weight`: C × 1 × 3 × 3 × 3. On other
/// devices and types torch's own convolution is called. Results do not depend on the number of threads, to the bit.
/// Throws c10::Error on wrong shapes. Not twice differentiable on the CPU.
torch::Tensor depthwise3d(const torch::Tensor& x, const torch::Tensor& weight, const Stride3d& stride);

/// The same as a layer, with torch's names and initialisation of a grouped Conv3d.
class Depthwise3dImpl : public torch::nn::Module
{
public:
    explicit Depthwise3dImpl(std::int64_t channels, Stride3d stride = {1, 1, 1});

    torch::Tensor forward(const torch::Tensor& x) { return depthwise3d(x, weight, m_stride); }

    torch::Tensor weight; ///< C × 1 × 3 × 3 × 3

private:
    Stride3d m_stride;
};
TORCH_MODULE(Depthwise3d);

} // namespace mien::blocks

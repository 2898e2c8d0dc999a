// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/kernels.h"

#include <ATen/TracerMode.h>
#include <torch/torch.h>

/// What the torch side of the hand-written blocks shares.
namespace mien::blocks {

/// Whether a graph of this thread's operations is being traced, to be exported: it can only hold torch's own.
inline bool isTracing()
{
    return at::tracer::impl::is_dispatch_enabled();
}

/// A type the kernels know, on the CPU.
inline bool kernelsSupport(const torch::Tensor& x)
{
    return !isTracing() && x.is_cpu() && (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kBFloat16);
}

/// The memory format that puts the channels of N × C × H × W or N × C × T × H × W last.
inline torch::MemoryFormat channelsLastOf(const torch::Tensor& x)
{
    return x.dim() == 5 ? torch::MemoryFormat::ChannelsLast3d : torch::MemoryFormat::ChannelsLast;
}

/// `x` with its channels last in memory, dense.
inline torch::Tensor channelsLast(const torch::Tensor& x)
{
    return x.contiguous(channelsLastOf(x));
}

/// The state before the first step, N × units zeros, for the N of `x`, N × T × values. Made of `x`, not of its size, so
/// that a traced graph takes any N.
inline torch::Tensor zeroState(const torch::Tensor& x, std::int64_t units)
{
    return torch::zeros_like(x.select(1, 0).narrow(1, 0, 1)).expand({-1, units}).contiguous();
}

template <typename T> T* dataOf(const torch::Tensor& x)
{
    return static_cast<T*>(x.data_ptr());
}

/// Calls `body.template operator()<T>()` with the kernels' type of `x`'s numbers.
template <typename Body> void withType(const torch::Tensor& x, const Body& body)
{
    if (x.scalar_type() == torch::kBFloat16)
        body.template operator()<simd::BFloat16>();
    else
        body.template operator()<float>();
}

} // namespace mien::blocks

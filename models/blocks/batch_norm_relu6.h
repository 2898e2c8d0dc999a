// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/kernels.h"

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

using simd::Activation;

/// Batch norm and the activation behind or before it in one pass over the memory, equal to torch::nn::BatchNorm2d or 3d
/// followed by nothing, relu or relu6, or preceded by relu, with the same names in the state: weight, bias,
/// running_mean, running_var, num_batches_tracked. Input N × C × H × W or N × C × T × H × W, float32 or bfloat16, best
/// with channels last in memory, as the result has them; statistics and parameters are float32. While training it uses
/// the batch's statistics and moves the running ones by `momentum` (the variance without bias), else the running ones.
/// On other devices and types torch's own operations are called. Results do not depend on the number of threads, to the
/// bit. Throws c10::Error on wrong shapes and where training meets one value per channel. Not twice differentiable on
/// the CPU. One thread at a time.
class BatchNormActImpl : public torch::nn::Module
{
public:
    explicit BatchNormActImpl(std::int64_t channels, Activation activation = Activation::None, double momentum = 0.1,
                              double eps = 1e-5);

    torch::Tensor forward(const torch::Tensor& x);

    double momentum() const { return m_momentum; }
    double eps() const { return m_eps; }

    torch::Tensor weight, bias;              ///< C
    torch::Tensor running_mean, running_var; ///< C
    torch::Tensor num_batches_tracked;

private:
    torch::Tensor stock(const torch::Tensor& x);

    Activation m_activation;
    double m_momentum;
    double m_eps;
};
TORCH_MODULE(BatchNormAct);

} // namespace mien::blocks

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// Keras's ConvLSTM2D of 3 × 3 kernels (MicroX spec, section 5.1): the input convolution is unpadded, the recurrent one
/// padded; gates i f c o; hard sigmoid clip(0.2 x + 0.5, 0, 1); no peepholes; state begins at 0. Born with Glorot
/// uniform, orthogonal and zero weights, biases of f at 1. Parameters: weight (4 filters × channels × 3 × 3),
/// recurrent_weight (4 filters × filters × 3 × 3), bias (4 filters).
class ConvLstm2dImpl : public torch::nn::Module
{
public:
    ConvLstm2dImpl(std::int64_t channels, std::int64_t filters, std::int64_t kernel);

    /// N × T × channels × H × W to the last state, N × filters × H−2 × W−2.
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor weight, recurrent_weight, bias;
};
TORCH_MODULE(ConvLstm2d);

} // namespace mien::blocks

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// The steps of a ConvLSTM once the input is convolved (Keras's ConvLSTM2D: hard sigmoid, no peepholes; Shi et al.
/// 2015). `input`: what the input's convolution gave for all frames, T · N × 4 F × H × W, time first; gates in the
/// order i f c o. `recurrentWeight`: 4 F × F × k × k, k odd, 'same' padding. Returns the last state, N × F × H × W; the
/// first state and cell are zero. float32 or bfloat16 (the cell stays float32) on the CPU with channels last, else
/// torch's own operations. Results do not depend on the number of threads as far as torch's convolutions do not. Throws
/// c10::Error on wrong shapes. Not twice differentiable on the CPU.
torch::Tensor convLstmSteps(const torch::Tensor& input, const torch::Tensor& recurrentWeight, std::int64_t frames);

/// Keras's ConvLSTM2D with its initialisation: 'valid' convolution of the input with bias, 'same' recurrent convolution
/// without; joint kernel Glorot uniform, recurrent kernel orthogonal, bias 0 but 1 for the forget gate. Weights are
/// drawn from torch's default generator.
class ConvLstm2dImpl : public torch::nn::Module
{
public:
    ConvLstm2dImpl(std::int64_t channels, std::int64_t filters, std::int64_t kernel);

    /// N × T × C × H × W to the last state, N × filters × (H − kernel + 1) × (W − kernel + 1).
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor weight;           ///< 4 filters × C × k × k, gates in the order i f c o
    torch::Tensor recurrent_weight; ///< 4 filters × filters × k × k
    torch::Tensor bias;             ///< 4 filters
};
TORCH_MODULE(ConvLstm2d);

} // namespace mien::blocks

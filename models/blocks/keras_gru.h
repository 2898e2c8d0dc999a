// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// The GRU of Keras 2 (temporal fusion spec, section 6.6), which is not torch's: hard sigmoid gates z and r, one bias,
/// and the reset before the recurrent product; h ← z h + (1 − z) c, h₀ = 0. Born with Glorot uniform, orthogonal and
/// zero weights. Parameters, gates in the order z r h: kernel (inputs × 3 units), recurrent_kernel (units × 3 units),
/// bias (3 units).
class KerasGruImpl : public torch::nn::Module
{
public:
    KerasGruImpl(std::int64_t inputs, std::int64_t units);

    /// N × T × inputs to the last state, N × units.
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor kernel, recurrent_kernel, bias;

private:
    std::int64_t m_units;
};
TORCH_MODULE(KerasGru);

} // namespace mien::blocks

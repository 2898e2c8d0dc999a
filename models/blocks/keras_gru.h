// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// The GRU of Keras 2: one bias, the reset gate before the recurrent product, hard sigmoid gates
/// σ(x) = clip(0.2 x + 0.5, 0, 1):
///   z = σ(W_z x + U_z h + b_z), r = σ(W_r x + U_r h + b_r), c = tanh(W_h x + U_h (r ⊙ h) + b_h), h ← z ⊙ h + (1 − z) ⊙
///   c,
/// from h = 0. 3 · units · (inputs + units + 1) parameters: W Glorot uniform, U orthogonal, b zero, drawn from torch's
/// default generator. Any device and type.
class KerasGruImpl : public torch::nn::Module
{
public:
    KerasGruImpl(std::int64_t inputs, std::int64_t units);

    /// N × T × inputs to the last state, N × units. Throws c10::Error on a wrong shape or no step.
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor kernel;           ///< inputs × 3 units, in the order z r h, as Keras stores it
    torch::Tensor recurrent_kernel; ///< units × 3 units
    torch::Tensor bias;             ///< 3 units
};
TORCH_MODULE(KerasGru);

} // namespace mien::blocks

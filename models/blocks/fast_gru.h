// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// One layer of a GRU with two biases (reset after the recurrent product), the equations of torch::nn::GRU, started at
/// zero. `x`: N × T × inputs; returns all states, N × T × units, float32 on the CPU. Weights as torch has them: rows
/// r, z, n; `inputWeight` 3 units × inputs, `recurrentWeight` 3 units × units, biases 3 units. On other devices and
/// types, and without a BLAS, torch::gru is called. With BLAS held at one thread (blas::setThreads) the results do not
/// depend on the number of threads, to the bit. Throws c10::Error on wrong shapes. Not twice differentiable on the CPU.
torch::Tensor gru(const torch::Tensor& x, const torch::Tensor& inputWeight, const torch::Tensor& recurrentWeight,
                  const torch::Tensor& inputBias, const torch::Tensor& recurrentBias);

/// The same as a layer, with the names and the initialisation of a torch::nn::GRU of one layer, batch first.
class FastGruImpl : public torch::nn::Module
{
public:
    FastGruImpl(std::int64_t inputs, std::int64_t units);

    /// All states; the last is `.select(1, T − 1)`.
    torch::Tensor forward(const torch::Tensor& x) { return gru(x, weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0); }

    torch::Tensor weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0;
};
TORCH_MODULE(FastGru);

} // namespace mien::blocks

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace mien::blocks {

/// Seeds what the dropout of this thread draws from on the CPU.
void seedDropout(std::uint64_t seed);

/// torch::nn::Dropout, but that it draws from a generator of its thread, not from the one of the process: networks that
/// are trained side by side do not disturb each other's numbers.
class DropoutImpl : public torch::nn::Module
{
public:
    /// `share` of the values that training sets to 0, 0…1 exclusive; the others are divided by 1 − share.
    explicit DropoutImpl(double share) : m_share(share) {}

    torch::Tensor forward(const torch::Tensor& x);

private:
    double m_share;
};
TORCH_MODULE(Dropout);

} // namespace mien::blocks

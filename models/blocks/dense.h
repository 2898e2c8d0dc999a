// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace mien::blocks {

/// What `layer` makes of `x` (N × inputs), by products that are shared out among the threads torch was given: BLAS's
/// own threads are off in training, because they fight torch's. float32 also within autocast: for the few samples of a
/// batch, converting the weights would take longer than multiplying by them. Results do not depend on the number of
/// threads, to the bit. Small layers, other types and devices go torch's way. Not twice differentiable on the CPU.
torch::Tensor dense(const torch::nn::Linear& layer, const torch::Tensor& x);

} // namespace mien::blocks

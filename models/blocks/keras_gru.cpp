// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/keras_gru.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/keras.h"

namespace mien::blocks {

KerasGruImpl::KerasGruImpl(std::int64_t inputs, std::int64_t units)
    : kernel(register_parameter("kernel", torch::empty({inputs, 3 * units}))),
      recurrent_kernel(register_parameter("recurrent_kernel", torch::empty({units, 3 * units}))),
      bias(register_parameter("bias", torch::zeros({3 * units})))
{
    keras::glorotUniform(kernel);
    keras::orthogonal(recurrent_kernel);
}

torch::Tensor KerasGruImpl::forward(const torch::Tensor& x)
{
    const std::int64_t units = recurrent_kernel.size(0);
    TORCH_CHECK(x.dim() == 3 && x.size(1) > 0 && x.size(2) == kernel.size(0), "Keras GRU: an input of ", x.sizes(),
                " for ", kernel.size(0), " inputs");
    const auto gate = [](const torch::Tensor& v) { return (0.2 * v + 0.5).clamp(0, 1); };
    // The input's products of all steps at once; unbind, because selecting would fill a gradient per step with zeros.
    const torch::Tensor products = torch::matmul(x, kernel) + bias;
    const auto projected = products.unbind(1);
    const torch::Tensor ofGates = recurrent_kernel.narrow(1, 0, 2 * units);
    const torch::Tensor ofCandidate = recurrent_kernel.narrow(1, 2 * units, units);
    torch::Tensor h = zeroState(products, units);
    for (const torch::Tensor& step : projected) {
        const auto gates = gate(step.narrow(1, 0, 2 * units) + torch::matmul(h, ofGates)).chunk(2, 1);
        const torch::Tensor &z = gates[0], &r = gates[1];
        const torch::Tensor c = torch::tanh(step.narrow(1, 2 * units, units) + torch::matmul(r * h, ofCandidate));
        h = c + z * (h - c);
    }
    return h;
}

} // namespace mien::blocks

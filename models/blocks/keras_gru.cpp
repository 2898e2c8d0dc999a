// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/keras_gru.h"

#include "models/blocks/keras.h"

namespace mien::blocks {

KerasGruImpl::KerasGruImpl(std::int64_t inputs, std::int64_t units) : m_units(units)
{
    kernel = register_parameter("kernel", torch::empty({inputs, 3 * units}));
    recurrent_kernel = register_parameter("recurrent_kernel", torch::empty({units, 3 * units}));
    bias = register_parameter("bias", torch::zeros({3 * units}));
    const torch::NoGradGuard noGrad;
    torch::nn::init::xavier_uniform_(kernel);
    torch::nn::init::orthogonal_(recurrent_kernel);
}

torch::Tensor KerasGruImpl::forward(const torch::Tensor& x)
{
    const torch::Tensor driven = torch::linear(x, kernel.t(), bias);
    const torch::Tensor gateWeights = recurrent_kernel.t().slice(0, 0, 2 * m_units);
    const torch::Tensor stateWeights = recurrent_kernel.t().slice(0, 2 * m_units);
    torch::Tensor h = torch::zeros({x.size(0), m_units}, driven.options());
    for (std::int64_t t = 0; t < x.size(1); ++t) {
        const torch::Tensor step = driven.select(1, t);
        const auto gates =
            keras::hardSigmoid(step.slice(1, 0, 2 * m_units) + torch::linear(h, gateWeights)).chunk(2, 1);
        const torch::Tensor candidate =
            torch::tanh(step.slice(1, 2 * m_units) + torch::linear(gates[1] * h, stateWeights));
        h = gates[0] * h + (1 - gates[0]) * candidate;
    }
    return h;
}

} // namespace mien::blocks

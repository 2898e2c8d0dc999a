// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/conv_lstm.h"

#include "models/blocks/keras.h"

namespace mien::blocks {

ConvLstm2dImpl::ConvLstm2dImpl(std::int64_t channels, std::int64_t filters, std::int64_t kernel)
{
    weight = register_parameter("weight", torch::empty({4 * filters, channels, kernel, kernel}));
    recurrent_weight = register_parameter("recurrent_weight", torch::empty({4 * filters, filters, kernel, kernel}));
    bias = register_parameter("bias", torch::zeros({4 * filters}));
    const torch::NoGradGuard noGrad;
    torch::nn::init::xavier_uniform_(weight);
    torch::nn::init::orthogonal_(recurrent_weight);
    bias.slice(0, filters, 2 * filters).fill_(1);
}

torch::Tensor ConvLstm2dImpl::forward(const torch::Tensor& x)
{
    const std::int64_t samples = x.size(0);
    const std::int64_t steps = x.size(1);
    const auto format = torch::MemoryFormat::ChannelsLast;
    // The input's part of all steps at once.
    const torch::Tensor driven = torch::conv2d(x.flatten(0, 1).contiguous(format), weight, bias)
                                     .unflatten(0, std::vector<std::int64_t>{samples, steps});
    torch::Tensor h, c;
    for (std::int64_t t = 0; t < steps; ++t) {
        torch::Tensor gates = driven.select(1, t);
        if (t > 0)
            gates = gates + torch::conv2d(h.contiguous(format), recurrent_weight, {}, 1, recurrent_weight.size(2) / 2);
        const auto part = gates.chunk(4, 1);
        const torch::Tensor in = keras::hardSigmoid(part[0]) * torch::tanh(part[2]);
        c = t > 0 ? keras::hardSigmoid(part[1]) * c + in : in;
        h = keras::hardSigmoid(part[3]) * torch::tanh(c);
    }
    return h;
}

} // namespace mien::blocks

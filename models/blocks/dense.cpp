// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dense.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/parallel.h"
#include "models/train/blas.h"

#include <ATen/record_function.h>

#include <algorithm>
#include <array>

namespace mien::blocks {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Outputs or inputs that one product has; depends on nothing, lest the results depend on the number of threads.
constexpr std::int64_t chunkSize = 256;

/// Weights below which sharing out costs more than it saves.
constexpr std::int64_t smallest = 1 << 16;

/// `body(first, count)` for chunks of 0 … size.
template <typename Body> void inChunks(std::int64_t size, const Body& body)
{
    shareOut((size + chunkSize - 1) / chunkSize, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = begin; k < end; ++k) body(k * chunkSize, std::min(chunkSize, size - k * chunkSize));
    });
}

/// For whoever counts work (models/train/step_work.h): one matrix product of as many multiplications as x · weightᵀ.
struct RecordedProduct
{
    RecordedProduct(const torch::Tensor& x, const torch::Tensor& weight) : factors{c10::IValue(x), c10::IValue(weight)}
    {
        if (record.isActive())
            record.before("mien::product", c10::ArrayRef<const c10::IValue>(factors.data(), factors.size()));
    }

    const std::array<c10::IValue, 2> factors; // the record only points to them
    at::RecordFunction record{at::RecordScope::FUNCTION};
};

struct DenseFunction : torch::autograd::Function<DenseFunction>
{
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                                 const torch::Tensor& bias)
    {
        const std::int64_t n = x.size(0), inputs = x.size(1), outputs = weight.size(0);
        const torch::Tensor y =
            torch::empty({n, outputs}).copy_(bias); // of its own: one expanded row would be the bias
        const RecordedProduct recorded(x, weight);
        inChunks(outputs, [&](std::int64_t first, std::int64_t count) {
            blas::multiply(n, count, inputs, {x.data_ptr<float>(), inputs},
                           {weight.data_ptr<float>() + first * inputs, inputs, true}, 1, y.data_ptr<float>() + first,
                           outputs);
        });
        context->save_for_backward({x, weight});
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list outGradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &weight = saved[1];
        const torch::Tensor outGradient = outGradients[0].contiguous();
        const float* gradient = outGradient.data_ptr<float>();
        const std::int64_t n = x.size(0), inputs = x.size(1), outputs = weight.size(0);
        variable_list gradients(3);
        if (context->needs_input_grad(0)) {
            gradients[0] = torch::empty({n, inputs});
            const RecordedProduct recorded(x, weight);
            inChunks(inputs, [&](std::int64_t first, std::int64_t count) {
                blas::multiply(n, count, outputs, {gradient, outputs}, {weight.data_ptr<float>() + first, inputs}, 0,
                               gradients[0].data_ptr<float>() + first, inputs);
            });
        }
        if (context->needs_input_grad(1)) {
            gradients[1] = torch::empty({outputs, inputs});
            const RecordedProduct recorded(x, weight);
            inChunks(outputs, [&](std::int64_t first, std::int64_t count) {
                blas::multiply(count, inputs, n, {gradient + first, outputs, true}, {x.data_ptr<float>(), inputs}, 0,
                               gradients[1].data_ptr<float>() + first * inputs, inputs);
            });
        }
        if (context->needs_input_grad(2)) gradients[2] = outGradient.sum(0);
        return gradients;
    }
};

} // namespace

torch::Tensor dense(const torch::nn::Linear& layer, const torch::Tensor& x)
{
    const auto fits = [](const torch::Tensor& t) { return t.is_cpu() && t.scalar_type() == torch::kFloat32; };
    const torch::Tensor input = x.is_cpu() && x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;
    if (isTracing() || layer->weight.numel() < smallest || !fits(input) || !fits(layer->weight) ||
        !layer->bias.defined() || input.dim() != 2 || input.size(0) == 0 || input.size(1) != layer->weight.size(1) ||
        !blas::canMultiply())
        return torch::linear(x, layer->weight, layer->bias);
    return DenseFunction::apply(input.contiguous(), layer->weight.contiguous(), layer->bias);
}

} // namespace mien::blocks

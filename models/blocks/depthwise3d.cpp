// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/depthwise3d.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/parallel.h"

#include <cmath>

namespace mien::blocks {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

simd::DepthwiseShape shapeOf(const torch::Tensor& x, const Stride3d& stride)
{
    simd::DepthwiseShape shape;
    shape.n = x.size(0);
    shape.channels = x.size(1);
    shape.t = x.size(2);
    shape.h = x.size(3);
    shape.w = x.size(4);
    shape.strideT = stride[0];
    shape.strideH = stride[1];
    shape.strideW = stride[2];
    return shape;
}

/// 27 × C, as the kernels take them.
torch::Tensor tapsOf(const torch::Tensor& weight)
{
    return weight.to(torch::kFloat32).reshape({weight.size(0), 27}).t().contiguous();
}

torch::Tensor inputGradient(const simd::DepthwiseShape& shape, const torch::Tensor& x, const torch::Tensor& taps,
                            const torch::Tensor& outGradient)
{
    torch::Tensor gradient = torch::empty_like(x, x.options(), channelsLastOf(x));
    withType(x, [&]<typename T>() {
        shareOut(shape.n * shape.h, [&](std::int64_t begin, std::int64_t end) {
            simd::kernels().depthwiseOf<T>().inputGradient(shape, dataOf<T>(outGradient), dataOf<float>(taps),
                                                           dataOf<T>(gradient), begin, end);
        });
    });
    return gradient;
}

/// C × 1 × 3 × 3 × 3, float32.
torch::Tensor weightGradient(const simd::DepthwiseShape& shape, const torch::Tensor& x,
                             const torch::Tensor& outGradient)
{
    const std::int64_t parts = shape.parts();
    const torch::Tensor partial = torch::empty({parts, 27, shape.channels}, torch::kFloat32);
    withType(x, [&]<typename T>() {
        shareOut(parts * shape.channelGroups(), [&](std::int64_t begin, std::int64_t end) {
            simd::kernels().depthwiseOf<T>().weightGradient(shape, dataOf<T>(x), dataOf<T>(outGradient),
                                                            dataOf<float>(partial), begin, end);
        });
    });
    const torch::Tensor sums = torch::empty({27, shape.channels}, torch::kFloat32);
    const float* from = dataOf<float>(partial);
    float* to = dataOf<float>(sums);
    const std::int64_t size = 27 * shape.channels;
    shareOut(27, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin * shape.channels; i < end * shape.channels; ++i) {
            double sum = 0;
            for (std::int64_t part = 0; part < parts; ++part) sum += from[part * size + i];
            to[i] = static_cast<float>(sum);
        }
    });
    return sums.t().reshape({shape.channels, 1, 3, 3, 3});
}

struct DepthwiseFunction : torch::autograd::Function<DepthwiseFunction>
{
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& input, const torch::Tensor& weight,
                                 std::vector<std::int64_t> stride)
    {
        const torch::Tensor x = channelsLast(input);
        const torch::Tensor taps = tapsOf(weight);
        const simd::DepthwiseShape shape = shapeOf(x, {stride[0], stride[1], stride[2]});
        torch::Tensor y = torch::empty({shape.n, shape.channels, shape.outT(), shape.outH(), shape.outW()},
                                       x.options().memory_format(channelsLastOf(x)));
        withType(x, [&]<typename T>() {
            shareOut(shape.n * shape.outH(), [&](std::int64_t begin, std::int64_t end) {
                simd::kernels().depthwiseOf<T>().forward(shape, dataOf<T>(x), dataOf<float>(taps), dataOf<T>(y), begin,
                                                         end);
            });
        });
        context->save_for_backward({x, weight});
        context->saved_data["stride"] = std::move(stride);
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list outGradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &weight = saved[1];
        const auto stride = context->saved_data["stride"].toIntVector();
        const simd::DepthwiseShape shape = shapeOf(x, {stride[0], stride[1], stride[2]});
        const torch::Tensor outGradient = channelsLast(outGradients[0].to(x.scalar_type()));
        variable_list gradients(3);
        if (context->needs_input_grad(0)) gradients[0] = inputGradient(shape, x, tapsOf(weight), outGradient);
        if (context->needs_input_grad(1)) gradients[1] = weightGradient(shape, x, outGradient).to(weight.scalar_type());
        return gradients;
    }
};

} // namespace

torch::Tensor depthwise3d(const torch::Tensor& x, const torch::Tensor& weight, const Stride3d& stride)
{
    TORCH_CHECK(x.dim() == 5, "depthwise3d: the input has ", x.dim(), " dimensions, not 5");
    TORCH_CHECK(weight.dim() == 5 && weight.sizes() == torch::IntArrayRef({x.size(1), 1, 3, 3, 3}),
                "depthwise3d: weights ", weight.sizes(), " for an input of ", x.size(1), " channels");
    for (const std::int64_t step : stride)
        TORCH_CHECK(step == 1 || step == 2, "depthwise3d: a stride is 1 or 2, not ", step);
    if (!kernelsSupport(x) || !kernelsSupport(weight) || x.numel() == 0)
        return torch::conv3d(x, weight, {}, stride, torch::IntArrayRef({1, 1, 1}), torch::IntArrayRef({1, 1, 1}),
                             x.size(1));
    return DepthwiseFunction::apply(x, weight, std::vector<std::int64_t>(stride.begin(), stride.end()));
}

Depthwise3dImpl::Depthwise3dImpl(std::int64_t channels, Stride3d stride)
    : weight(register_parameter("weight", torch::empty({channels, 1, 3, 3, 3}))), m_stride(stride)
{
    torch::nn::init::kaiming_uniform_(weight, std::sqrt(5.0));
}

} // namespace mien::blocks

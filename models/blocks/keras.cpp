// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/keras.h"

#include "models/blocks/fast_gru.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mien::keras {

namespace {

struct Padding
{
    std::int64_t before;
    std::int64_t after;
};

Padding sameAmount(std::int64_t size, std::int64_t kernel, std::int64_t stride)
{
    const std::int64_t outputs = (size + stride - 1) / stride;
    const std::int64_t total = std::max<std::int64_t>(0, (outputs - 1) * stride + kernel - size);
    return {total / 2, total - total / 2};
}

template <typename Layer> void initialiseDense(Layer& layer)
{
    torch::nn::init::xavier_uniform_(layer.weight);
    if (layer.bias.defined()) torch::nn::init::zeros_(layer.bias);
}

void initialiseRecurrent(torch::nn::Module& layer)
{
    for (auto& item : layer.named_parameters(/*recurse=*/false)) {
        if (item.key().starts_with("weight_ih")) torch::nn::init::xavier_uniform_(item.value());
        if (item.key().starts_with("weight_hh")) torch::nn::init::orthogonal_(item.value());
        if (item.key().starts_with("bias")) torch::nn::init::zeros_(item.value());
    }
}

} // namespace

torch::nn::Conv2d conv2d(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride));
}

blocks::BatchNormAct batchNorm(std::int64_t channels, double momentum, blocks::Activation activation)
{
    return blocks::BatchNormAct(channels, activation, momentum, 1e-3);
}

torch::Tensor samePadding(const torch::Tensor& x, std::int64_t kernel, std::int64_t stride, double value)
{
    const Padding rows = sameAmount(x.size(2), kernel, stride);
    const Padding columns = sameAmount(x.size(3), kernel, stride);
    if (rows.before + rows.after + columns.before + columns.after == 0) return x;
    return torch::constant_pad_nd(x, {columns.before, columns.after, rows.before, rows.after}, value);
}

torch::Tensor hardSigmoid(const torch::Tensor& x)
{
    return (0.2 * x + 0.5).clamp(0, 1);
}

torch::Tensor maxPool2d(const torch::Tensor& x, std::int64_t kernel, std::int64_t stride, bool same)
{
    const torch::Tensor padded = same ? samePadding(x, kernel, stride, -std::numeric_limits<double>::infinity()) : x;
    return torch::max_pool2d(padded, kernel, stride);
}

void initialise(torch::nn::Module& module)
{
    const torch::NoGradGuard noGrad;
    for (const auto& child : module.modules(/*include_self=*/false)) {
        if (auto* conv2d = child->as<torch::nn::Conv2d>()) initialiseDense(*conv2d);
        if (auto* conv3d = child->as<torch::nn::Conv3d>()) initialiseDense(*conv3d);
        if (auto* dense = child->as<torch::nn::Linear>()) initialiseDense(*dense);
        if (child->as<torch::nn::RNN>() || child->as<torch::nn::GRU>() || child->as<blocks::FastGru>())
            initialiseRecurrent(*child);
    }
}

void glorotUniform(torch::Tensor& weight)
{
    const std::int64_t area = weight.numel() / (weight.size(0) * weight.size(1));
    const double limit = std::sqrt(6.0 / static_cast<double>((weight.size(0) + weight.size(1)) * area));
    torch::nn::init::uniform_(weight, -limit, limit);
}

void orthogonal(torch::Tensor& weight)
{
    const torch::NoGradGuard noGrad;
    const bool wide = weight.size(0) < weight.size(1);
    const torch::Tensor normal = torch::randn(
        {std::max(weight.size(0), weight.size(1)), std::min(weight.size(0), weight.size(1))}, weight.options());
    const auto [q, r] = torch::linalg_qr(normal, "reduced");
    const torch::Tensor unique = q * torch::where(r.diagonal() < 0, -1.0, 1.0).to(weight.scalar_type());
    weight.copy_(wide ? unique.t() : unique);
}

void orthogonalKernel(torch::Tensor& weight)
{
    const torch::NoGradGuard noGrad;
    const auto shape = weight.sizes();
    torch::Tensor matrix = torch::empty({shape[1] * shape[2] * shape[3], shape[0]}, weight.options());
    orthogonal(matrix);
    // Keras's kernels are k × k × in × out.
    weight.copy_(matrix.view({shape[2], shape[3], shape[1], shape[0]}).permute({3, 2, 0, 1}));
}

} // namespace mien::keras

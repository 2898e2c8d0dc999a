// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/mobilenet3d.h"

#include "models/blocks/batch_norm_relu6.h"
#include "models/blocks/depthwise3d.h"
#include "models/blocks/frames_convolution.h"

#include <array>
#include <cmath>
#include <functional>
#include <string>

namespace mien {

namespace {

using torch::nn::Conv3d;
using torch::nn::Conv3dOptions;

/// Multiples of 8, as in the reference.
std::int64_t scaled(std::int64_t channels, double width)
{
    return std::max<std::int64_t>(8, 8 * std::llround(static_cast<double>(channels) * width / 8));
}

Conv3d pointwise(std::int64_t in, std::int64_t out)
{
    return Conv3d(Conv3dOptions(in, out, 1).bias(false));
}

/// A 1 × 1 × 1 convolution: to it, frames one below the other are one tall picture.
torch::Tensor convolvePoints(const Conv3d& conv, const torch::Tensor& x)
{
    const torch::Tensor tall =
        x.contiguous(torch::MemoryFormat::ChannelsLast3d).permute({0, 2, 3, 4, 1}).flatten(1, 2).permute({0, 3, 1, 2});
    const torch::Tensor y = torch::conv2d(tall, conv->weight.squeeze(2));
    return y.permute({0, 2, 3, 1})
        .unflatten(1, std::vector<std::int64_t>{x.size(2), x.size(3)})
        .permute({0, 4, 1, 2, 3});
}

/// Convolution, batch norm, ReLU6. Parameters: 0 (weight), 1 (batch norm).
class ConvNormImpl : public torch::nn::Module
{
public:
    using Convolution = std::function<torch::Tensor(const torch::Tensor&)>;

    /// `layer` is what `convolve` convolves with.
    template <typename Layer>
    ConvNormImpl(const Layer& layer, Convolution convolve, std::int64_t channels, double bnMomentum)
        : m_convolve(std::move(convolve)),
          m_norm(register_module("1", blocks::BatchNormAct(channels, blocks::Activation::Relu6, bnMomentum)))
    {
        register_module("0", layer);
    }

    torch::Tensor forward(const torch::Tensor& x) { return m_norm->forward(m_convolve(x)); }

private:
    Convolution m_convolve;
    blocks::BatchNormAct m_norm;
};
TORCH_MODULE(ConvNorm);

ConvNorm stem(std::int64_t out, std::int64_t kernelTime, double bnMomentum)
{
    const Conv3d conv(Conv3dOptions(3, out, {kernelTime, 3, 3}).bias(false));
    const auto convolve = [conv, kernelTime](const torch::Tensor& x) {
        return framesApart(framesConvolution(x, conv->weight, {}, 2, 1, kernelTime / 2), x.size(0));
    };
    return ConvNorm(conv, convolve, out, bnMomentum);
}

ConvNorm points(std::int64_t in, std::int64_t out, double bnMomentum)
{
    const Conv3d conv = pointwise(in, out);
    return ConvNorm(
        conv, [conv](const torch::Tensor& x) { return convolvePoints(conv, x); }, out, bnMomentum);
}

ConvNorm depthwise(std::int64_t channels, const blocks::Stride3d& stride, std::int64_t kernelTime, double bnMomentum)
{
    if (kernelTime == 3) {
        blocks::Depthwise3d conv(channels, stride);
        return ConvNorm(
            conv, [conv](const torch::Tensor& x) mutable { return conv->forward(x); }, channels, bnMomentum);
    }
    Conv3d conv(Conv3dOptions(channels, channels, {1, 3, 3})
                    .stride({stride[0], stride[1], stride[2]})
                    .padding({0, 1, 1})
                    .groups(channels)
                    .bias(false));
    return ConvNorm(
        conv, [conv](const torch::Tensor& x) mutable { return conv->forward(x); }, channels, bnMomentum);
}

/// Widths and strides of one inverted residual.
struct Residual
{
    std::int64_t in, out;
    std::int64_t expansion;
    std::array<std::int64_t, 3> stride; ///< T, H, W
    std::int64_t kernelTime;            ///< 3, or 1 over pictures
    double bnMomentum;
};

/// Expand, depthwise, project; the input is added where shapes agree. Parameters: conv.0 … as in torchvision.
class InvertedResidualImpl : public torch::nn::Module
{
public:
    explicit InvertedResidualImpl(const Residual& r)
        : m_adds(r.in == r.out && r.stride == std::array<std::int64_t, 3>{1, 1, 1})
    {
        const std::int64_t hidden = r.in * r.expansion;
        if (r.expansion != 1) m_widening.push_back(points(r.in, hidden, r.bnMomentum));
        m_widening.push_back(depthwise(hidden, r.stride, r.kernelTime, r.bnMomentum));
        m_project = pointwise(hidden, r.out);
        m_norm = blocks::BatchNormAct(r.out, blocks::Activation::None, r.bnMomentum);
        torch::nn::Sequential conv;
        for (const ConvNorm& part : m_widening) conv->push_back(part);
        conv->push_back(m_project);
        conv->push_back(m_norm);
        register_module("conv", conv);
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        torch::Tensor y = x;
        for (ConvNorm& part : m_widening) y = part->forward(y);
        y = m_norm->forward(convolvePoints(m_project, y));
        return m_adds ? x + y : y;
    }

private:
    bool m_adds;
    std::vector<ConvNorm> m_widening; ///< expansion, if there is one, and depthwise convolution
    Conv3d m_project{nullptr};
    blocks::BatchNormAct m_norm{nullptr};
};
TORCH_MODULE(InvertedResidual);

struct Stage
{
    std::int64_t expansion, channels, blocks, stride;
};
constexpr std::array<Stage, 7> stages = {
    {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};

/// He normal by fan out for convolutions, N(0, 0.01) and 0 for the dense layer; batch norm is born with 1 and 0.
void initialise(torch::nn::Module& module)
{
    for (const auto& child : module.modules(/*include_self=*/false)) {
        if (auto* conv = child->as<Conv3d>())
            torch::nn::init::kaiming_normal_(conv->weight, 0, torch::kFanOut, torch::kReLU);
        if (auto* conv = child->as<blocks::Depthwise3d>())
            torch::nn::init::kaiming_normal_(conv->weight, 0, torch::kFanOut, torch::kReLU);
        if (auto* dense = child->as<torch::nn::Linear>()) {
            torch::nn::init::normal_(dense->weight, 0, 0.01);
            torch::nn::init::zeros_(dense->bias);
        }
    }
}

} // namespace

MobileNet3d::MobileNet3d(const Layout& layout)
{
    const std::int64_t kernelTime = layout.overTime ? 3 : 1;
    std::int64_t channels = scaled(32, layout.width);
    torch::nn::Sequential features;
    const auto add = [&](const auto& module) {
        features->push_back(module);
        m_features.emplace_back(module);
    };
    add(stem(channels, kernelTime, layout.bnMomentum));
    for (const Stage& stage : stages) {
        const std::int64_t out = scaled(stage.channels, layout.width);
        for (std::int64_t block = 0; block < stage.blocks; ++block) {
            const std::int64_t stride = block == 0 ? stage.stride : 1;
            add(InvertedResidual(Residual{channels,
                                          out,
                                          stage.expansion,
                                          {layout.overTime ? stride : 1, stride, stride},
                                          kernelTime,
                                          layout.bnMomentum}));
            channels = out;
        }
    }
    const std::int64_t last = scaled(1280, layout.width);
    add(points(channels, last, layout.bnMomentum));
    register_module("features", features);
    m_dropout = blocks::Dropout(layout.dropout);
    m_fc = torch::nn::Linear(last, layout.outputs);
    register_module("classifier", torch::nn::Sequential(m_dropout, m_fc));
    initialise(*this);
}

torch::Tensor MobileNet3d::layer(std::size_t i, const torch::Tensor& x)
{
    return m_features.at(i).forward<torch::Tensor>(x);
}

Activations MobileNet3d::features(const std::vector<torch::Tensor>& inputs)
{
    torch::Tensor x = inputs.at(0);
    for (std::size_t i = 0; i < m_features.size(); ++i) x = layer(i, x);
    return {{"last", x.size(2) == 1 ? x.squeeze(2) : x}};
}

torch::Tensor MobileNet3d::head(const Activations& activations)
{
    const torch::Tensor& last = activations.at("last");
    return m_fc->forward(m_dropout->forward(last.flatten(2).mean(2)));
}

} // namespace mien

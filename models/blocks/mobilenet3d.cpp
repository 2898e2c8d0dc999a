// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/mobilenet3d.h"

#include "models/blocks/frames_convolution.h"

#include <array>
#include <cmath>
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
    enum class Kind { Stem, Points, Depthwise };

    ConvNormImpl(Kind kind, const Conv3d& conv, std::int64_t channels, double bnMomentum)
        : m_kind(kind), m_conv(register_module("0", conv)),
          m_norm(register_module("1",
                                 torch::nn::BatchNorm3d(torch::nn::BatchNorm3dOptions(channels).momentum(bnMomentum))))
    {
    }

    torch::Tensor forward(const torch::Tensor& x) { return torch::relu6(m_norm->forward(convolve(x))); }

private:
    torch::Tensor convolve(const torch::Tensor& x)
    {
        if (m_kind == Kind::Points) return convolvePoints(m_conv, x);
        if (m_kind == Kind::Depthwise) return m_conv->forward(x);
        const std::int64_t timePadding = m_conv->weight.size(2) / 2;
        return framesApart(framesConvolution(x, m_conv->weight, {}, 2, 1, timePadding), x.size(0));
    }

    Kind m_kind;
    Conv3d m_conv;
    torch::nn::BatchNorm3d m_norm;
};
TORCH_MODULE(ConvNorm);

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
        using Kind = ConvNormImpl::Kind;
        const std::int64_t hidden = r.in * r.expansion;
        const Conv3d depthwise(Conv3dOptions(hidden, hidden, {r.kernelTime, 3, 3})
                                   .stride({r.stride[0], r.stride[1], r.stride[2]})
                                   .padding({r.kernelTime / 2, 1, 1})
                                   .groups(hidden)
                                   .bias(false));
        if (r.expansion != 1)
            m_widening.push_back(ConvNorm(Kind::Points, pointwise(r.in, hidden), hidden, r.bnMomentum));
        m_widening.push_back(ConvNorm(Kind::Depthwise, depthwise, hidden, r.bnMomentum));
        m_project = pointwise(hidden, r.out);
        m_norm = torch::nn::BatchNorm3d(torch::nn::BatchNorm3dOptions(r.out).momentum(r.bnMomentum));
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
    torch::nn::BatchNorm3d m_norm{nullptr};
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
        if (auto* dense = child->as<torch::nn::Linear>()) {
            torch::nn::init::normal_(dense->weight, 0, 0.01);
            torch::nn::init::zeros_(dense->bias);
        }
    }
}

} // namespace

MobileNet3d::MobileNet3d(const Layout& layout)
{
    using Kind = ConvNormImpl::Kind;
    const std::int64_t kernelTime = layout.overTime ? 3 : 1;
    std::int64_t channels = scaled(32, layout.width);
    torch::nn::Sequential features;
    const auto add = [&](const auto& module) {
        features->push_back(module);
        m_features.emplace_back(module);
    };
    const Conv3d stem(Conv3dOptions(3, channels, {kernelTime, 3, 3}).bias(false));
    add(ConvNorm(Kind::Stem, stem, channels, layout.bnMomentum));
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
    add(ConvNorm(Kind::Points, pointwise(channels, last), last, layout.bnMomentum));
    register_module("features", features);
    m_dropout = torch::nn::Dropout(layout.dropout);
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

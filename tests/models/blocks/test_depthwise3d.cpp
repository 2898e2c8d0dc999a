// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/depthwise3d.h"

#include "models/blocks/channels_last.h"
#include "tests/models/blocks/compare.h"

using namespace mien;
using blocks::Stride3d;
using check::leaf;
using check::relativeError;

namespace {

struct Case
{
    std::vector<std::int64_t> input; ///< N C T H W
    Stride3d stride;
};

/// Channels around every width of the kernels, sides around every width of a tile, the network's own proportions.
const std::vector<Case> cases{
    {{1, 1, 1, 1, 1}, {1, 1, 1}},     {{2, 3, 2, 2, 2}, {2, 2, 2}},     {{1, 5, 3, 1, 8}, {1, 1, 2}},
    {{1, 16, 4, 7, 7}, {1, 1, 1}},    {{1, 17, 4, 8, 9}, {2, 2, 2}},    {{2, 20, 3, 14, 15}, {1, 2, 1}},
    {{1, 33, 5, 6, 29}, {2, 1, 2}},   {{1, 40, 1, 9, 28}, {1, 2, 2}},   {{1, 96, 6, 16, 56}, {2, 2, 2}},
    {{1, 32, 16, 28, 28}, {1, 1, 1}}, {{1, 144, 3, 15, 14}, {2, 2, 2}}, {{2, 7, 2, 13, 112}, {1, 1, 1}},
};

torch::Tensor stock(const torch::Tensor& x, const torch::Tensor& weight, const Stride3d& stride)
{
    return torch::conv3d(x, weight, {}, stride, torch::IntArrayRef({1, 1, 1}), torch::IntArrayRef({1, 1, 1}),
                         x.size(1));
}

struct Result
{
    torch::Tensor y, inputGradient, weightGradient;
};

template <typename Convolution>
Result resultOf(const Convolution& convolution, const torch::Tensor& x, const torch::Tensor& weight,
                const Stride3d& stride)
{
    const torch::Tensor input = leaf(x), parameter = leaf(weight);
    const torch::Tensor y = convolution(input, parameter, stride);
    torch::manual_seed(3);
    y.backward(torch::randn(y.sizes())
                   .to(x.scalar_type() == torch::kBFloat16 ? torch::kBFloat16 : torch::kFloat32)
                   .to(y.scalar_type()));
    return {y.detach(), input.grad(), parameter.grad()};
}

torch::Tensor randomInput(const Case& item)
{
    torch::manual_seed(1);
    return torch::randn(item.input).contiguous(torch::MemoryFormat::ChannelsLast3d);
}

torch::Tensor randomWeight(const Case& item)
{
    torch::manual_seed(2);
    return torch::randn({item.input[1], 1, 3, 3, 3});
}

/// The kernels themselves, for one instruction set.
Result resultOf(const simd::Kernels& kernels, const Case& item)
{
    const torch::Tensor x = randomInput(item);
    const torch::Tensor taps = randomWeight(item).reshape({-1, 27}).t().contiguous();
    const auto& in = item.input;
    const simd::DepthwiseShape s{in[0], in[2], in[3], in[4], in[1], item.stride[0], item.stride[1], item.stride[2]};
    Result result{torch::full({s.n, s.channels, s.outT(), s.outH(), s.outW()}, NAN), torch::full(in, NAN),
                  torch::full({s.parts(), 27, s.channels}, NAN)};
    result.y = result.y.contiguous(torch::MemoryFormat::ChannelsLast3d);
    result.inputGradient = result.inputGradient.contiguous(torch::MemoryFormat::ChannelsLast3d);
    torch::manual_seed(3);
    const torch::Tensor g = torch::randn(result.y.sizes()).contiguous(torch::MemoryFormat::ChannelsLast3d);
    const auto data = [](const torch::Tensor& t) { return blocks::dataOf<float>(t); };
    kernels.depthwise.forward(s, data(x), data(taps), data(result.y), 0, s.n * s.outH());
    kernels.depthwise.inputGradient(s, data(g), data(taps), data(result.inputGradient), 0, s.n * s.h);
    kernels.depthwise.weightGradient(s, data(x), data(g), data(result.weightGradient), 0,
                                     s.parts() * s.channelGroups());
    result.weightGradient = result.weightGradient.sum(0).t().reshape({-1, 1, 3, 3, 3});
    return result;
}

} // namespace

TEST_CASE("forward and gradients equal torch's convolution in double")
{
    for (const Case& item : cases) {
        const torch::Tensor x = randomInput(item), weight = randomWeight(item);
        const Result ours = resultOf(blocks::depthwise3d, x, weight, item.stride);
        const Result exact = resultOf(stock, x.to(torch::kFloat64), weight.to(torch::kFloat64), item.stride);
        EXPECT(relativeError(ours.y, exact.y) < 2e-6);
        EXPECT(relativeError(ours.inputGradient, exact.inputGradient) < 2e-6);
        EXPECT(relativeError(ours.weightGradient, exact.weightGradient) < 5e-6);
        EXPECT(ours.y.is_contiguous(torch::MemoryFormat::ChannelsLast3d));
    }
}

TEST_CASE("every instruction set gives torch's results")
{
    const simd::KernelList list = simd::availableKernels();
    for (int k = 0; k < list.count; ++k) {
        std::cout << "      " << list.kernels[k]->name << '\n';
        for (const Case& item : cases) {
            const Result ours = resultOf(*list.kernels[k], item);
            const Result exact = resultOf(stock, randomInput(item).to(torch::kFloat64),
                                          randomWeight(item).to(torch::kFloat64), item.stride);
            EXPECT(relativeError(ours.y, exact.y) < 2e-6);
            EXPECT(relativeError(ours.inputGradient, exact.inputGradient) < 2e-6);
            EXPECT(relativeError(ours.weightGradient, exact.weightGradient) < 5e-6);
        }
    }
}

TEST_CASE("bfloat16 is float32 rounded at the ends")
{
    for (const Case& item : cases) {
        const torch::Tensor x = randomInput(item).to(torch::kBFloat16), weight = randomWeight(item);
        const Result ours = resultOf(blocks::depthwise3d, x, weight, item.stride);
        const Result exact = resultOf(stock, x.to(torch::kFloat64), weight.to(torch::kFloat64), item.stride);
        EXPECT(ours.y.scalar_type() == torch::kBFloat16 && ours.inputGradient.scalar_type() == torch::kBFloat16);
        EXPECT(ours.weightGradient.scalar_type() == torch::kFloat32);
        EXPECT(relativeError(ours.y, exact.y) < 4e-3); // half a step of 8 bits
    }
    // The gradient of the output is rounded too: compare with the same numbers.
    const Case item{{1, 24, 4, 9, 10}, {2, 1, 2}};
    const torch::Tensor x = leaf(randomInput(item).to(torch::kBFloat16)), weight = leaf(randomWeight(item));
    const torch::Tensor wide = leaf(x.to(torch::kFloat64)), exactWeight = leaf(weight.to(torch::kFloat64));
    const torch::Tensor y = blocks::depthwise3d(x, weight, item.stride);
    const torch::Tensor g = torch::randn(y.sizes()).to(torch::kBFloat16);
    y.backward(g);
    stock(wide, exactWeight, item.stride).backward(g.to(torch::kFloat64));
    EXPECT(relativeError(x.grad(), wide.grad()) < 4e-3);
    EXPECT(relativeError(weight.grad(), exactWeight.grad()) < 2e-6);
}

TEST_CASE("results do not depend on the number of threads")
{
    for (const auto type : {torch::kFloat32, torch::kBFloat16})
        for (const Case& item : {cases[8], cases[9], cases[10]})
            EXPECT(check::sameForAnyThreads([&] {
                const Result r =
                    resultOf(blocks::depthwise3d, randomInput(item).to(type), randomWeight(item), item.stride);
                return std::vector<torch::Tensor>{r.y, r.inputGradient, r.weightGradient};
            }));
}

TEST_CASE("other memory formats, types and frozen weights")
{
    const Case item{{2, 6, 3, 5, 4}, {1, 2, 1}};
    const torch::Tensor x = torch::randn(item.input), weight = randomWeight(item); // channels first
    EXPECT(relativeError(blocks::depthwise3d(x, weight, item.stride), stock(x, weight, item.stride)) < 2e-6);
    const torch::Tensor wide = x.to(torch::kFloat64);
    EXPECT(check::sameBits(blocks::depthwise3d(wide, weight.to(torch::kFloat64), item.stride),
                           stock(wide, weight.to(torch::kFloat64), item.stride)));
    const torch::Tensor input = leaf(x);
    blocks::depthwise3d(input, weight, item.stride).sum().backward();
    EXPECT(input.grad().defined() && !weight.grad().defined());
    const torch::Tensor parameter = leaf(weight);
    blocks::depthwise3d(x, parameter, item.stride).sum().backward();
    EXPECT(parameter.grad().defined());
}

TEST_CASE("what is no number stays visible")
{
    torch::Tensor x = torch::zeros({1, 16, 1, 7, 7});
    x[0][3][0][3][3] = NAN;
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
        const torch::Tensor y = blocks::depthwise3d(x.to(type), torch::ones({16, 1, 3, 3, 3}), {1, 1, 1});
        EXPECT_EQUAL(y.isnan().sum().item<int>(), 9);
    }
}

TEST_CASE("wrong shapes are refused")
{
    const auto refused = [](const torch::Tensor& x, const torch::Tensor& weight, Stride3d stride) {
        try {
            blocks::depthwise3d(x, weight, stride);
        } catch (const c10::Error&) {
            return true;
        }
        return false;
    };
    const torch::Tensor x = torch::zeros({1, 4, 2, 3, 3}), weight = torch::zeros({4, 1, 3, 3, 3});
    EXPECT(!refused(x, weight, {1, 2, 2}));
    EXPECT(refused(x[0], weight, {1, 1, 1}));
    EXPECT(refused(x, weight, {1, 3, 1}));
    EXPECT(refused(x, torch::zeros({5, 1, 3, 3, 3}), {1, 1, 1}));
    EXPECT(refused(x, torch::zeros({4, 1, 3, 3, 2}), {1, 1, 1}));
}

TEST_CASE("the layer has the names and the initialisation of a grouped Conv3d")
{
    blocks::Depthwise3d layer(8, Stride3d{2, 2, 2});
    EXPECT(layer->named_parameters().contains("weight"));
    EXPECT_EQUAL(layer->weight.numel(), 216);
    EXPECT(layer->weight.abs().max().item<double>() <= 1 / std::sqrt(27.0));
    EXPECT(layer->forward(torch::zeros({1, 8, 5, 6, 7})).sizes() == torch::IntArrayRef({1, 8, 3, 3, 4}));
}

TEST_MAIN

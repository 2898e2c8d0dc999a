// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/conv_lstm.h"

#include "models/blocks/channels_last.h"
#include "tests/models/blocks/compare.h"

using namespace mien;
using check::leaf;
using check::relativeError;

namespace {

/// Steps written plainly, any type.
torch::Tensor plainSteps(const torch::Tensor& input, const torch::Tensor& weight, std::int64_t frames)
{
    const auto sigma = [](const torch::Tensor& v) { return (0.2 * v + 0.5).clamp(0, 1); };
    const std::int64_t batch = input.size(0) / frames, units = weight.size(1);
    torch::Tensor h = torch::zeros({batch, units, input.size(2), input.size(3)}, input.options()), c = h;
    for (std::int64_t t = 0; t < frames; ++t) {
        const torch::Tensor gates =
            input.narrow(0, t * batch, batch) + torch::conv2d(h, weight, {}, 1, weight.size(2) / 2);
        const auto g = gates.chunk(4, 1);
        c = sigma(g[1]) * c + sigma(g[0]) * torch::tanh(g[2]);
        h = sigma(g[3]) * torch::tanh(c);
    }
    return h;
}

struct Case
{
    std::int64_t frames, batch, units, height, width, kernel;
};
const std::vector<Case> cases{
    {1, 1, 1, 1, 1, 1}, {3, 2, 5, 4, 6, 3}, {10, 1, 16, 7, 7, 3}, {4, 2, 21, 5, 3, 5}, {5, 3, 64, 9, 8, 3}};

torch::Tensor randomInput(const Case& item)
{
    torch::manual_seed(4);
    return 2 * torch::randn({item.frames * item.batch, 4 * item.units, item.height, item.width});
}

torch::Tensor randomWeight(const Case& item)
{
    torch::manual_seed(5);
    return torch::randn({4 * item.units, item.units, item.kernel, item.kernel}) /
           std::sqrt(static_cast<double>(item.units * item.kernel * item.kernel));
}

template <typename Steps>
std::vector<torch::Tensor> resultOf(const Steps& steps, const Case& item, torch::ScalarType type,
                                    torch::ScalarType weightType)
{
    const torch::Tensor input = leaf(randomInput(item).to(type));
    const torch::Tensor weight = leaf(randomWeight(item).to(weightType));
    const torch::Tensor h = steps(input, weight, item.frames);
    torch::manual_seed(6);
    h.backward(torch::randn(h.sizes()).to(torch::kBFloat16).to(h.scalar_type()));
    // Torch's own steps never use the weights in a single frame.
    return {h.detach(), input.grad(), weight.grad().defined() ? weight.grad() : torch::zeros_like(weight)};
}

} // namespace

TEST_CASE("the last state and the gradients equal plain steps in double")
{
    for (const Case& item : cases) {
        const auto ours = resultOf(blocks::convLstmSteps, item, torch::kFloat32, torch::kFloat32);
        const auto exact = resultOf(plainSteps, item, torch::kFloat64, torch::kFloat64);
        const auto stock = resultOf(blocks::convLstmSteps, item, torch::kFloat64, torch::kFloat64);
        for (std::size_t i = 0; i < exact.size(); ++i) {
            EXPECT_NEAR(relativeError(ours[i], exact[i]), 0, 1e-5);
            EXPECT(relativeError(stock[i], exact[i]) < 1e-12);
        }
    }
}

TEST_CASE("bfloat16 follows within what its eight bits leave")
{
    for (const Case& item : cases) {
        const auto ours = resultOf(blocks::convLstmSteps, item, torch::kBFloat16, torch::kFloat32);
        const auto exact = resultOf(plainSteps, item, torch::kFloat64, torch::kFloat64);
        EXPECT(ours[0].scalar_type() == torch::kBFloat16 && ours[2].scalar_type() == torch::kFloat32);
        EXPECT(relativeError(ours[0], exact[0]) < 0.05);
        EXPECT_NEAR(((ours[1].to(torch::kFloat64) - exact[1]).norm() / (exact[1].norm() + 1e-6)).item<double>(), 0,
                    0.1);
    }
}

TEST_CASE("results do not depend on the number of threads")
{
    EXPECT(check::sameForAnyThreads(
        [] { return resultOf(blocks::convLstmSteps, cases[4], torch::kFloat32, torch::kFloat32); }));
}

TEST_CASE("test vectors of MicroX: numbers of parameters and shapes")
{
    const auto count = [](const blocks::ConvLstm2d& layer) {
        std::int64_t sum = 0;
        for (const torch::Tensor& parameter : layer->parameters()) sum += parameter.numel();
        return sum;
    };
    blocks::ConvLstm2d colour(3, 64, 3), grey(1, 64, 3);
    EXPECT_EQUAL(count(colour), 154'624);
    EXPECT_EQUAL(count(grey), 150'016);
    const torch::NoGradGuard noGrad;
    EXPECT(colour->forward(torch::rand({1, 10, 3, 60, 60})).sizes() == torch::IntArrayRef({1, 64, 58, 58}));
    EXPECT(grey->forward(torch::rand({2, 3, 1, 30, 30})).sizes() == torch::IntArrayRef({2, 64, 28, 28}));
}

TEST_CASE("test vectors of MicroX: no input leaves no state, open gates tanh(1)")
{
    const torch::NoGradGuard noGrad;
    blocks::ConvLstm2d layer(3, 64, 3);
    EXPECT(layer->forward(torch::zeros({2, 10, 3, 12, 12})).abs().max().item<double>() == 0);
    layer->weight.zero_();
    layer->recurrent_weight.zero_();
    layer->bias.copy_(torch::tensor({2.5, -2.5, 100.0, 2.5}).repeat_interleave(64));
    const torch::Tensor h = layer->forward(torch::rand({2, 10, 3, 12, 12}));
    EXPECT_NEAR((h - std::tanh(1.0)).abs().max().item<double>(), 0, 1e-6);
}

TEST_CASE("initialised as Keras does")
{
    blocks::ConvLstm2d layer(3, 64, 3);
    const double limit = std::sqrt(6.0 / (27 + 2304));
    EXPECT(layer->weight.abs().max().item<double>() <= limit);
    EXPECT_NEAR(layer->weight.std().item<double>(), limit / std::sqrt(3.0), 0.02 * limit);
    // 576 × 256: the columns, one for each output channel, are orthonormal.
    const torch::Tensor matrix = layer->recurrent_weight.flatten(1).to(torch::kFloat64);
    EXPECT(relativeError(torch::mm(matrix, matrix.t()), torch::eye(256, torch::kFloat64)) < 1e-5);
    EXPECT(layer->bias.narrow(0, 64, 64).eq(1).all().item<bool>());
    EXPECT_EQUAL(layer->bias.sum().item<double>(), 64.0);
}

TEST_CASE("every instruction set computes the same gates")
{
    const std::int64_t rows = 5, units = 23;
    torch::manual_seed(3);
    const torch::Tensor input = 4 * torch::randn({rows, 4, units}), product = torch::randn({rows, 4, units});
    const torch::Tensor before = torch::randn({rows, units});
    const torch::Tensor sum = (input + product).to(torch::kFloat64);
    const auto sigma = [&](int k) { return (0.2 * sum.select(1, k) + 0.5).clamp(0, 1); };
    const torch::Tensor c = sigma(1) * before.to(torch::kFloat64) + sigma(0) * torch::tanh(sum.select(1, 2));
    const simd::KernelList list = simd::availableKernels();
    for (int k = 0; k < list.count; ++k) {
        const torch::Tensor gates = torch::empty({rows, 4, units}), cell = torch::full({rows, units}, NAN);
        const torch::Tensor state = torch::full({rows, units}, NAN);
        const auto data = [](const torch::Tensor& t) { return t.data_ptr<float>(); };
        list.kernels[k]->convLstm.forward(rows, units, data(input), data(product), data(before), data(gates),
                                          data(cell), data(state));
        EXPECT(relativeError(cell, c) < 1e-6);
        EXPECT(relativeError(state, sigma(3) * torch::tanh(c)) < 1e-6);
    }
}

TEST_CASE("wrong shapes are refused")
{
    const auto refused = [](const torch::Tensor& input, const torch::Tensor& weight, std::int64_t frames) {
        try {
            blocks::convLstmSteps(input, weight, frames);
        } catch (const c10::Error&) {
            return true;
        }
        return false;
    };
    const torch::Tensor input = torch::zeros({4, 8, 3, 3}), weight = torch::zeros({8, 2, 3, 3});
    EXPECT(!refused(input, weight, 2));
    EXPECT(refused(input, weight, 3));
    EXPECT(refused(input, torch::zeros({8, 2, 2, 2}), 2));
    EXPECT(refused(input, torch::zeros({12, 3, 3, 3}), 2));
}

TEST_MAIN

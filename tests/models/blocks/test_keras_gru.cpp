// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/keras_gru.h"

#include "models/blocks/keras.h"
#include "tests/models/blocks/compare.h"

using namespace mien;
using check::relativeError;

namespace {

/// One sequence, T × inputs, number by number.
std::vector<double> lastState(const torch::Tensor& x, const torch::Tensor& W, const torch::Tensor& U,
                              const torch::Tensor& b)
{
    const std::int64_t units = U.size(0), inputs = W.size(0);
    const auto w = W.accessor<double, 2>(), u = U.accessor<double, 2>(), in = x.accessor<double, 2>();
    const auto bias = b.accessor<double, 1>();
    std::vector<double> h(static_cast<std::size_t>(units), 0.0);
    const auto sum = [&](std::int64_t t, std::int64_t column, const std::vector<double>& state) {
        double value = bias[column];
        for (std::int64_t i = 0; i < inputs; ++i) value += in[t][i] * w[i][column];
        for (std::int64_t i = 0; i < units; ++i) value += state[static_cast<std::size_t>(i)] * u[i][column];
        return value;
    };
    const auto sigma = [](double v) { return std::min(1.0, std::max(0.0, 0.2 * v + 0.5)); };
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        std::vector<double> z = h, reset = h, next = h;
        for (std::size_t j = 0; j < h.size(); ++j) {
            const auto column = static_cast<std::int64_t>(j);
            z[j] = sigma(sum(t, column, h));
            reset[j] = sigma(sum(t, units + column, h)) * h[j];
        }
        for (std::size_t j = 0; j < h.size(); ++j) {
            const double c = std::tanh(sum(t, 2 * units + static_cast<std::int64_t>(j), reset));
            next[j] = z[j] * h[j] + (1 - z[j]) * c;
        }
        h = next;
    }
    return h;
}

} // namespace

TEST_CASE("15,450 parameters for 1024 inputs and 5 units, initialised as Keras does")
{
    torch::manual_seed(1);
    blocks::KerasGru layer(1024, 5);
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : layer->parameters()) count += parameter.numel();
    EXPECT_EQUAL(count, 15'450);
    EXPECT(layer->kernel.abs().max().item<double>() <= std::sqrt(6.0 / (1024 + 15)));
    EXPECT(layer->bias.eq(0).all().item<bool>());
    // 5 × 15: the rows are orthonormal.
    const torch::Tensor u = layer->recurrent_kernel.to(torch::kFloat64);
    EXPECT(relativeError(torch::mm(u, u.t()), torch::eye(5, torch::kFloat64)) < 1e-6);
}

TEST_CASE("the last state equals a plain loop in double")
{
    torch::manual_seed(2);
    for (const auto& [inputs, units] : {std::pair{1, 1}, {7, 5}, {1024, 5}, {40, 128}}) {
        blocks::KerasGru layer(inputs, units);
        layer->bias.data().uniform_(-1, 1);
        const torch::Tensor x = 2 * torch::randn({3, 5, inputs});
        const torch::Tensor single = layer->forward(x).detach();
        layer->to(torch::kFloat64);
        const torch::Tensor wide = x.to(torch::kFloat64), twice = layer->forward(wide).detach();
        for (std::int64_t n = 0; n < 3; ++n) {
            const auto h = lastState(wide[n], layer->kernel, layer->recurrent_kernel, layer->bias);
            const torch::Tensor expected = torch::tensor(h, torch::kFloat64);
            EXPECT(relativeError(twice[n], expected) < 1e-12);
            EXPECT(relativeError(single[n], expected) < 1e-5);
        }
    }
}

TEST_CASE("gradients equal finite differences")
{
    torch::manual_seed(3);
    blocks::KerasGru layer(4, 3);
    layer->to(torch::kFloat64);
    const torch::Tensor x = torch::randn({2, 4, 4}, torch::kFloat64);
    const auto loss = [&] { return layer->forward(x).square().sum(); };
    loss().backward();
    for (const torch::Tensor& parameter : layer->parameters()) {
        const torch::NoGradGuard noGrad;
        const torch::Tensor flat = parameter.view(-1), gradient = parameter.grad().view(-1);
        for (std::int64_t i = 0; i < flat.numel(); ++i) {
            const double value = flat[i].item<double>(), step = 1e-6;
            flat[i] = value + step;
            const double above = loss().item<double>();
            flat[i] = value - step;
            const double below = loss().item<double>();
            flat[i] = value;
            EXPECT_NEAR(gradient[i].item<double>(), (above - below) / (2 * step), 1e-7);
        }
    }
}

TEST_CASE("wrong shapes are refused")
{
    blocks::KerasGru layer(4, 3);
    for (const torch::Tensor& x : {torch::zeros({2, 4}), torch::zeros({2, 0, 4}), torch::zeros({2, 3, 5})}) {
        bool refused = false;
        try {
            layer->forward(x);
        } catch (const c10::Error&) {
            refused = true;
        }
        EXPECT(refused);
    }
}

TEST_MAIN

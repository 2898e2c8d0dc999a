// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fast_gru.h"

#include "models/blocks/simd/kernels.h"
#include "models/train/blas.h"
#include "tests/models/blocks/compare.h"

using namespace mien;
using check::leaf;
using check::relativeError;

namespace {

struct Case
{
    std::int64_t n, t, inputs, units;
};
const std::vector<Case> cases{{1, 1, 1, 1},   {2, 3, 5, 4},     {3, 7, 6, 17},
                              {65, 4, 9, 33}, {130, 5, 30, 50}, {4, 20, 3, 100}};

torch::Tensor randomInput(const Case& item)
{
    torch::manual_seed(1);
    return torch::randn({item.n, item.t, item.inputs}) * 2;
}

template <typename Layer>
std::vector<torch::Tensor> resultOf(Layer& layer, const torch::Tensor& x, const torch::Tensor& states,
                                    const torch::Tensor& input)
{
    torch::manual_seed(5);
    states.backward(torch::randn(states.sizes()).to(x.scalar_type()));
    std::vector<torch::Tensor> values{states.detach(), input.grad()};
    for (const torch::Tensor& parameter : layer->parameters()) values.push_back(parameter.grad());
    return values;
}

std::vector<torch::Tensor> oursOf(const Case& item)
{
    torch::manual_seed(2);
    blocks::FastGru layer(item.inputs, item.units);
    const torch::Tensor x = leaf(randomInput(item));
    return resultOf(layer, x, layer->forward(x), x);
}

std::vector<torch::Tensor> stockOf(const Case& item)
{
    torch::manual_seed(2);
    torch::nn::GRU layer(torch::nn::GRUOptions(item.inputs, item.units).batch_first(true));
    layer->to(torch::kFloat64);
    const torch::Tensor x = leaf(randomInput(item).to(torch::kFloat64));
    return resultOf(layer, x, std::get<0>(layer->forward(x)), x);
}

} // namespace

TEST_CASE("states and gradients equal torch's in double, from the same seed")
{
    EXPECT(blas::canMultiply());
    blas::setThreads(1);
    for (const Case& item : cases) {
        const auto ours = oursOf(item), exact = stockOf(item);
        for (std::size_t i = 0; i < exact.size(); ++i) EXPECT(relativeError(ours[i], exact[i]) < 1e-5);
    }
}

TEST_CASE("names and number of parameters are torch's")
{
    blocks::FastGru ours(300, 100);
    torch::nn::GRU stock(torch::nn::GRUOptions(300, 100));
    EXPECT(ours->named_parameters().keys() == stock->named_parameters().keys());
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : ours->parameters()) count += parameter.numel();
    EXPECT_EQUAL(count, 120'600);
}

TEST_CASE("results do not depend on the number of threads")
{
    blas::setThreads(1);
    for (const Case& item : {cases[3], cases[4], Case{200, 10, 300, 100}})
        EXPECT(check::sameForAnyThreads([&] { return oursOf(item); }));
}

TEST_CASE("layers in a row, the gradient of the last state alone, and twice back")
{
    blas::setThreads(1);
    torch::manual_seed(2);
    blocks::FastGru a(6, 9), b(9, 5);
    torch::manual_seed(2);
    torch::nn::GRU first(torch::nn::GRUOptions(6, 9).batch_first(true));
    torch::nn::GRU second(torch::nn::GRUOptions(9, 5).batch_first(true));
    first->to(torch::kFloat64);
    second->to(torch::kFloat64);
    const torch::Tensor x = torch::randn({7, 11, 6});
    const torch::Tensor loss = b->forward(a->forward(x)).select(1, 10).square().sum();
    loss.backward({}, /*retain_graph=*/true);
    loss.backward();
    const torch::Tensor wide = x.to(torch::kFloat64);
    const auto states = std::get<0>(second->forward(std::get<0>(first->forward(wide))));
    states.select(1, 10).square().sum().backward();
    const auto ours = a->parameters(), exact = first->parameters();
    for (std::size_t i = 0; i < exact.size(); ++i) EXPECT(relativeError(ours[i].grad(), 2 * exact[i].grad()) < 1e-5);
}

TEST_CASE("every instruction set computes the same gates")
{
    const std::int64_t rows = 3, units = 21;
    torch::manual_seed(3);
    const torch::Tensor input = 30 * torch::randn({rows, 4, units}), product = torch::randn({rows, 3, units});
    const torch::Tensor bias = torch::randn({4, units}), before = torch::randn({rows, units});
    const auto wide = [](const torch::Tensor& x) { return x.to(torch::kFloat64); };
    const torch::Tensor r = torch::sigmoid(wide(input.select(1, 1)) + wide(product.select(1, 0)) + wide(bias[1]));
    const torch::Tensor z = torch::sigmoid(wide(input.select(1, 2)) + wide(product.select(1, 1)) + wide(bias[2]));
    const torch::Tensor m = wide(product.select(1, 2)) + wide(bias[3]);
    const torch::Tensor n = torch::tanh(wide(input.select(1, 0)) + wide(bias[0]) + r * m);
    const simd::KernelList list = simd::availableKernels();
    for (int k = 0; k < list.count; ++k) {
        const torch::Tensor gates = input.clone(), state = torch::full({rows, units}, NAN);
        list.kernels[k]->gru.forward(rows, units, {gates.data_ptr<float>(), 4 * units},
                                     {product.data_ptr<float>(), 3 * units}, bias.data_ptr<float>(),
                                     {before.data_ptr<float>(), units}, {state.data_ptr<float>(), units});
        EXPECT(relativeError(gates, torch::stack({n, r, z, m}, 1)) < 1e-6);
        EXPECT(relativeError(state, (1 - z) * n + z * before) < 1e-6);
    }
}

TEST_CASE("other types go to torch, wrong shapes are refused, what is no number stays visible")
{
    blocks::FastGru layer(3, 2);
    const torch::Tensor x = torch::randn({2, 4, 3});
    torch::Tensor broken = x.clone();
    broken[1][2][0] = NAN;
    EXPECT_EQUAL(layer->forward(broken).isnan().sum().item<int>(), 4);
    const torch::Tensor states = layer->forward(x);
    layer->to(torch::kFloat64);
    EXPECT(relativeError(states, layer->forward(x.to(torch::kFloat64))) < 1e-6);
    bool refused = false;
    try {
        layer->forward(torch::zeros({2, 4, 5}, torch::kFloat64));
    } catch (const c10::Error&) {
        refused = true;
    }
    EXPECT(refused);
}

TEST_MAIN

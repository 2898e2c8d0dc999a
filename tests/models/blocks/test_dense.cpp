// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dense.h"

#include "models/train/blas.h"
#include "tests/models/blocks/compare.h"

#include <array>

using namespace mien;
using check::leaf;
using check::relativeError;

namespace {

struct Result
{
    torch::Tensor y, inputGradient, weightGradient, biasGradient;

    std::vector<torch::Tensor> all() const { return {y, inputGradient, weightGradient, biasGradient}; }
};

/// By dense(), or by torch in double.
Result resultOf(std::int64_t samples, std::int64_t inputs, std::int64_t outputs, bool exact)
{
    torch::manual_seed(3);
    torch::nn::Linear layer(inputs, outputs);
    const auto type = exact ? torch::kFloat64 : torch::kFloat32;
    const torch::Tensor x = leaf(torch::randn({samples, inputs}).to(type));
    const torch::Tensor gradient = torch::randn({samples, outputs}).to(type);
    layer->to(type);
    const torch::Tensor y = exact ? layer->forward(x) : blocks::dense(layer, x);
    y.backward(gradient);
    return {y.detach(), x.grad(), layer->weight.grad(), layer->bias.grad()};
}

} // namespace

TEST_CASE("equal to torch's dense layer in double, forward and backward")
{
    // One chunk, several with a rest, one sample, and a layer too small to be shared out.
    for (const auto& [samples, inputs, outputs] :
         std::vector<std::array<std::int64_t, 3>>{{8, 1000, 70}, {5, 300, 517}, {1, 257, 1024}, {4, 10, 3}}) {
        const auto ours = resultOf(samples, inputs, outputs, false).all();
        const auto exact = resultOf(samples, inputs, outputs, true).all();
        for (std::size_t i = 0; i < ours.size(); ++i) EXPECT(relativeError(ours[i], exact[i]) < 1e-5);
    }
}

TEST_CASE("results do not depend on the number of threads")
{
    blas::setThreads(1);
    EXPECT(check::sameForAnyThreads([] { return resultOf(9, 700, 900, false).all(); }));
}

TEST_CASE("one sample leaves the layer as it was")
{
    torch::nn::Linear layer(512, 256);
    const torch::Tensor bias = layer->bias.detach().clone(), x = torch::randn({1, 512});
    const torch::NoGradGuard noGrad;
    EXPECT(check::sameBits(blocks::dense(layer, x), blocks::dense(layer, x)));
    EXPECT(check::sameBits(layer->bias, bias));
}

TEST_CASE("bfloat16 activations meet the weights in float32")
{
    torch::nn::Linear layer(512, 256);
    const torch::Tensor x = torch::randn({4, 512}).to(torch::kBFloat16);
    const torch::Tensor y = blocks::dense(layer, x);
    EXPECT(y.scalar_type() == torch::kFloat32);
    EXPECT(relativeError(y, layer->forward(x.to(torch::kFloat32))) < 1e-5);
}

TEST_MAIN

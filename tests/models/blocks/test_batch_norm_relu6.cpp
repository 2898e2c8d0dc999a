// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/batch_norm_relu6.h"

#include "models/blocks/channels_last.h"
#include "tests/models/blocks/compare.h"

using namespace mien;
using blocks::Activation;
using check::leaf;
using check::relativeError;

namespace {

const std::vector<Activation> activations{Activation::None, Activation::Relu, Activation::Relu6, Activation::ReluFirst};

/// Channels around every block of the kernels; the last has several chunks.
const std::vector<std::vector<std::int64_t>> shapes{{2, 1, 3, 4},     {2, 3, 2, 3, 4},   {1, 16, 2, 5, 5},
                                                    {3, 21, 2, 4, 4}, {1, 40, 2, 6, 6},  {2, 100, 2, 3, 5},
                                                    {2, 130, 3, 4},   {1, 48, 8, 40, 41}};

blocks::BatchNormAct layerOf(std::int64_t channels, Activation activation, torch::ScalarType type = torch::kFloat32)
{
    blocks::BatchNormAct layer(channels, activation);
    const torch::NoGradGuard noGrad;
    torch::manual_seed(7);
    layer->weight.uniform_(0.5, 2.0);
    layer->bias.uniform_(-1.0, 3.0);
    layer->running_mean.uniform_(-1.0, 1.0);
    layer->running_var.uniform_(0.5, 2.0);
    layer->to(type);
    return layer;
}

torch::Tensor randomInput(const std::vector<std::int64_t>& shape)
{
    torch::manual_seed(8);
    std::vector<std::int64_t> perChannel(shape.size(), 1);
    perChannel[1] = shape[1];
    const torch::Tensor x = torch::randn(shape) * (torch::rand(perChannel) + 0.5) + 3 * torch::randn(perChannel);
    return blocks::channelsLast(x);
}

struct Result
{
    torch::Tensor y, inputGradient, weightGradient, biasGradient, mean, variance;

    std::vector<torch::Tensor> all() const { return {y, inputGradient, weightGradient, biasGradient, mean, variance}; }
};

Result resultOf(const torch::Tensor& x, Activation activation, bool training, torch::ScalarType parameters)
{
    blocks::BatchNormAct layer = layerOf(x.size(1), activation, parameters);
    layer->train(training);
    const torch::Tensor input = leaf(x);
    const torch::Tensor y = layer->forward(input);
    torch::manual_seed(9);
    y.backward(torch::randn(y.sizes()).to(torch::kBFloat16).to(y.scalar_type()));
    return {y.detach(),         input.grad(),        layer->weight.grad(),
            layer->bias.grad(), layer->running_mean, layer->running_var};
}

} // namespace

TEST_CASE("equal to torch's batch norm and activation in double, training and not")
{
    for (const auto& shape : shapes)
        for (const Activation activation : activations)
            for (const bool training : {true, false}) {
                const torch::Tensor x = randomInput(shape);
                const auto ours = resultOf(x, activation, training, torch::kFloat32).all();
                const auto exact = resultOf(x.to(torch::kFloat64), activation, training, torch::kFloat64).all();
                for (std::size_t i = 0; i < ours.size(); ++i) EXPECT(relativeError(ours[i], exact[i]) < 1e-5);
            }
}

TEST_CASE("the state has torch's names and moves as torch's")
{
    blocks::BatchNormAct ours(5, Activation::Relu6);
    torch::nn::BatchNorm3d stock(5);
    EXPECT(ours->named_parameters().keys() == stock->named_parameters().keys());
    EXPECT(ours->named_buffers().keys() == stock->named_buffers().keys());
    const torch::Tensor x = randomInput({2, 5, 3, 4, 4});
    for (int step = 0; step < 3; ++step) {
        ours->forward(x);
        stock->forward(x);
    }
    for (const auto& item : stock->named_buffers())
        EXPECT(relativeError(ours->named_buffers()[item.key()], item.value()) < 1e-6);
    ours->eval();
    stock->eval();
    EXPECT(relativeError(ours->forward(x), torch::relu6(stock->forward(x))) < 1e-6);
    EXPECT_EQUAL(ours->num_batches_tracked.item<int>(), 3);
}

TEST_CASE("bfloat16 is float32 rounded at the ends")
{
    for (const auto& shape : shapes)
        for (const bool training : {true, false}) {
            const torch::Tensor x = randomInput(shape).to(torch::kBFloat16);
            const Activation activation = training ? Activation::Relu : Activation::ReluFirst;
            const Result ours = resultOf(x, activation, training, torch::kFloat32);
            const Result exact = resultOf(x.to(torch::kFloat64), activation, training, torch::kFloat64);
            EXPECT(ours.y.scalar_type() == torch::kBFloat16 && ours.inputGradient.scalar_type() == torch::kBFloat16);
            EXPECT(relativeError(ours.y, exact.y) < 4e-3);
            EXPECT(relativeError(ours.inputGradient, exact.inputGradient) < 4e-3);
            EXPECT(relativeError(ours.weightGradient, exact.weightGradient) < 1e-5);
            EXPECT(relativeError(ours.mean, exact.mean) < 1e-5);
        }
}

TEST_CASE("results do not depend on the number of threads")
{
    for (const auto type : {torch::kFloat32, torch::kBFloat16})
        EXPECT(check::sameForAnyThreads([&] {
            return resultOf(randomInput({2, 48, 8, 40, 41}).to(type), Activation::Relu6, true, torch::kFloat32).all();
        }));
}

TEST_CASE("every instruction set gives the same statistics")
{
    const torch::Tensor x = randomInput({1, 37, 4, 4, 4});
    const torch::Tensor rows = x.permute({0, 2, 3, 4, 1}).reshape({64, 37}).to(torch::kFloat64);
    const torch::Tensor pivot = torch::full({37}, 0.5F);
    const torch::Tensor exact = torch::stack({(rows - 0.5).sum(0), (rows - 0.5).square().sum(0)});
    const simd::KernelList list = simd::availableKernels();
    for (int k = 0; k < list.count; ++k) {
        const torch::Tensor sums = torch::empty({2, 37});
        list.kernels[k]->batchNorm.statistics(x.data_ptr<float>(), 64, 37, Activation::None, pivot.data_ptr<float>(),
                                              sums.data_ptr<float>());
        EXPECT(relativeError(sums, exact) < 2e-6);
    }
}

TEST_CASE("every instruction set rounds to bfloat16 as torch does")
{
    // 1 and 1 + 2^-7 are moved to the middle between two numbers: one tie goes down, the other up. 19 channels reach
    // the kernels' whole and cut registers.
    const torch::Tensor x =
        torch::cat({torch::randn({40, 19}), torch::ones({1, 19}), torch::full({1, 19}, 1.0078125F),
                    torch::full({1, 19}, 3.3e38F), torch::full({1, 19}, -INFINITY), torch::full({1, 19}, NAN)})
            .to(torch::kBFloat16);
    const torch::Tensor one = torch::ones({19}), half = torch::full({19}, 0.00390625F);
    const simd::Affine affine{one.data_ptr<float>(), half.data_ptr<float>(), Activation::None};
    const torch::Tensor expected = (x.to(torch::kFloat32) + half).to(torch::kBFloat16);
    const simd::KernelList list = simd::availableKernels();
    // The largest number, scaled beyond what bfloat16 has, is infinite.
    const torch::Tensor largest = torch::full({1, 19}, 3.3895e38F).to(torch::kBFloat16);
    const torch::Tensor beyond = torch::full({19}, 1.003F), none = torch::zeros({19});
    const simd::Affine over{beyond.data_ptr<float>(), none.data_ptr<float>(), Activation::None};
    for (int k = 0; k < list.count; ++k) {
        const torch::Tensor y = torch::empty_like(x);
        const torch::Tensor infinite = torch::empty_like(largest);
        list.kernels[k]->batchNormBf16.apply(blocks::dataOf<simd::BFloat16>(largest), 1, 19, over,
                                             blocks::dataOf<simd::BFloat16>(infinite));
        EXPECT(infinite.isposinf().all().item<bool>());
        list.kernels[k]->batchNormBf16.apply(blocks::dataOf<simd::BFloat16>(x), 45, 19, affine,
                                             blocks::dataOf<simd::BFloat16>(y));
        EXPECT(torch::equal(y.isnan(), expected.isnan()));
        EXPECT(torch::equal(torch::where(y.isnan(), torch::zeros_like(y), y),
                            torch::where(expected.isnan(), torch::zeros_like(expected), expected)));
    }
}

TEST_CASE("values far from zero keep their variance")
{
    const torch::Tensor x = randomInput({2, 3, 4, 8, 8}) + 3000;
    blocks::BatchNormAct layer(3);
    const torch::Tensor y = layer->forward(x).transpose(0, 1).flatten(1);
    EXPECT_NEAR(y.std(1, false).sub(1).abs().max().item<double>(), 0, 1e-3);
}

TEST_CASE("what is no number stays visible, and one value is refused")
{
    torch::Tensor x = torch::randn({1, 2, 3, 3});
    x[0][1][1][1] = NAN;
    blocks::BatchNormAct layer(2, Activation::Relu6);
    const torch::Tensor y = layer->forward(x);
    EXPECT_EQUAL(y.isnan().sum().item<int>(), 9);
    EXPECT(layer->running_mean.isnan().sum().item<int>() == 1);
    bool refused = false;
    try {
        layer->forward(torch::zeros({1, 2, 1, 1}));
    } catch (const c10::Error&) {
        refused = true;
    }
    EXPECT(refused);
}

TEST_MAIN

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "models/networks/registry.h"
#include "models/train/device.h"
#include "models/train/objective.h"
#include "models/train/optimiser.h"
#include "tests/support/check.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>
#include <tuple>

using namespace mien;

namespace {

Options options(std::map<std::string, std::string> explicitOnes, const std::string& preset = "paper")
{
    RunConfig config;
    config.preset = preset;
    config.options = std::move(explicitOnes);
    return Options(resolveOptions(registeredNetworks().front().info, config).value());
}

/// A weight w with loss w², so the gradient is 2w.
struct Parabola
{
    torch::Tensor w = torch::tensor({1.0}, torch::dtype(torch::kFloat64).requires_grad(true));
    void step(Optimiser& optimiser, double rate, std::int64_t t)
    {
        optimiser.zeroGradients();
        w.pow(2).sum().backward();
        optimiser.step(rate, t);
    }
    double value() const { return w.item<double>(); }
};

} // namespace

TEST_CASE("gradients are cut value by value where asked")
{
    // Far out the gradient of w² is 20; cut to 0.5 it moves the weight by rate · 0.5.
    for (const auto& [clip, step] : std::vector<std::pair<std::string, double>>{{"0.5", 0.05}, {"0", 2.0}}) {
        Parabola parabola;
        {
            const torch::NoGradGuard noGrad;
            parabola.w.fill_(10.0);
        }
        const auto optimiser =
            makeOptimiser(options({{"optimiser", "sgd"}, {"momentum", "0"}, {"clip_gradient", clip}}), {parabola.w});
        parabola.step(*optimiser, 0.1, 0);
        EXPECT_NEAR(parabola.value(), 10.0 - step, 1e-12);
    }
}

TEST_CASE("learning rate: Keras decay counts updates, the cosine ends at 0")
{
    const Options paper = options({});
    EXPECT_NEAR(learningRateAt(paper, 0, 100), 1e-3, 1e-15);
    EXPECT_NEAR(learningRateAt(paper, 1, 100), 1e-3 / 1.0001, 1e-15);
    EXPECT_NEAR(learningRateAt(paper, 10000, 100), 5e-4, 1e-15);
    const Options cosine = options({{"schedule", "cosine"}, {"decay", "0"}});
    EXPECT_NEAR(learningRateAt(cosine, 0, 100), 1e-3, 1e-15);
    EXPECT_NEAR(learningRateAt(cosine, 50, 100), 5e-4, 1e-15);
    EXPECT_NEAR(learningRateAt(cosine, 100, 100), 0, 1e-15);
}

TEST_CASE("a plateau lowers the rate as Keras' ReduceLROnPlateau does")
{
    // Patience 2: the second epoch in a row without a gain of 1e-4 lowers; counting begins anew.
    const std::vector<double> losses = {1.0, 0.9, 0.9, 0.89995, 0.8, 0.85, 0.85, 0.85, 0.85, 0.7};
    const std::vector<double> scales = {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001};
    for (std::size_t n = 0; n <= losses.size(); ++n) {
        const std::vector<double> known(losses.begin(), losses.begin() + static_cast<std::ptrdiff_t>(n));
        EXPECT_NEAR(plateauScale(known, 0.1, 2), n == 0 ? 1.0 : scales[n - 1], 1e-12);
    }
}

TEST_CASE("gradients that are no numbers are found; infinite ones only where nothing cuts them")
{
    for (const auto& [clip, value, finite] : std::vector<std::tuple<std::string, double, bool>>{
             {"0", 1.0, true}, {"0", INFINITY, false}, {"1", INFINITY, true}, {"0", NAN, false}, {"1", NAN, false}}) {
        Parabola p;
        const auto optimiser = makeOptimiser(options({{"clip_gradient", clip}}), {p.w});
        EXPECT(optimiser->gradientsAreFinite());
        p.w.mutable_grad() = torch::full_like(p.w, value);
        EXPECT_EQUAL(optimiser->gradientsAreFinite(), finite);
    }
}

TEST_CASE("SGD folds the rate into the velocity: three updates worked by hand")
{
    // m = 0.5, rates 0.1, 0.05, 0.025. v1 = -0.2, w1 = 0.8; v2 = -0.1 - 0.05*1.6 = -0.18, w2 = 0.62;
    // v3 = -0.09 - 0.025*1.24 = -0.121, w3 = 0.499. (LibTorch's own SGD would end at 0.5715.)
    Parabola p;
    const auto optimiser = makeOptimiser(options({{"momentum", "0.5"}}), {p.w});
    p.step(*optimiser, 0.1, 0);
    EXPECT_NEAR(p.value(), 0.8, 1e-12);
    p.step(*optimiser, 0.05, 1);
    EXPECT_NEAR(p.value(), 0.62, 1e-12);
    p.step(*optimiser, 0.025, 2);
    EXPECT_NEAR(p.value(), 0.499, 1e-12);
}

TEST_CASE("Adam and AdamW agree with LibTorch's own")
{
    for (const bool decoupled : {false, true}) {
        Parabola ours;
        Parabola theirs;
        const auto optimiser =
            makeOptimiser(options({{"optimiser", decoupled ? "adamw" : "adam"}, {"weight_decay", "0.01"}}), {ours.w});
        torch::optim::Adam adam({theirs.w}, torch::optim::AdamOptions(0.05).weight_decay(0.01));
        torch::optim::AdamW adamw({theirs.w}, torch::optim::AdamWOptions(0.05).weight_decay(0.01));
        for (std::int64_t t = 0; t < 20; ++t) {
            ours.step(*optimiser, 0.05, t);
            adam.zero_grad();
            theirs.w.pow(2).sum().backward();
            if (decoupled)
                adamw.step();
            else
                adam.step();
            EXPECT_NEAR(ours.value(), theirs.value(), 1e-12);
        }
    }
}

TEST_CASE("the kernels' updates of float32 weights are those of torch's operations, whatever lies how in memory")
{
    for (const char* settings : {"sgd 0.9 0.01", "sgd 0 0", "adam 0 0.01", "adamw 0 0.01"}) {
        const auto words = text::split(settings, ' ');
        const Options chosen = options({{"optimiser", words[0]}, {"momentum", words[1]}, {"weight_decay", words[2]}});
        torch::manual_seed(5);
        // More than one piece of work, an odd end, and a weight whose channels lie last.
        for (const torch::Tensor& start : {torch::randn({16384 + 7, 3}), torch::randn({8, 5, 3, 3})}) {
            const auto last = start.dim() == 4 ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
            const torch::Tensor ours = start.contiguous(last).clone().set_requires_grad(true);
            const torch::Tensor exact = start.to(torch::kFloat64).set_requires_grad(true);
            const auto fast = makeOptimiser(chosen, {ours}), slow = makeOptimiser(chosen, {exact});
            for (std::int64_t t = 0; t < 5; ++t) {
                const torch::Tensor gradient = torch::randn(start.sizes());
                ours.mutable_grad() = t % 2 == 0 ? gradient.contiguous(last) : gradient;
                exact.mutable_grad() = gradient.to(torch::kFloat64);
                fast->step(0.01, t);
                slow->step(0.01, t);
            }
            EXPECT((ours.to(torch::kFloat64) - exact).abs().max().item<double>() < 1e-6);
        }
    }
}

TEST_CASE("weights without a gradient are left alone")
{
    Parabola p;
    const auto optimiser = makeOptimiser(options({}), {p.w});
    optimiser->step(0.1, 0);
    EXPECT_EQUAL(p.value(), 1.0);
}

TEST_CASE("softmax cross-entropy: loss, smoothing, accuracy and labels")
{
    const SoftmaxObjective objective(0.2);
    Sample sample;
    sample.id = "clip 7";
    sample.label = 1;
    const torch::Tensor targets = objective.targets({sample}, torch::kCPU);
    const torch::Tensor logits = torch::tensor({{0.0, std::numbers::ln2}}); // probabilities 1/3, 2/3
    EXPECT_NEAR(objective.loss(logits, targets, false).item<double>(), std::log(1.5), 1e-6);
    // The target is 0.9 and 0.1.
    EXPECT_NEAR(objective.loss(logits, targets, true).item<double>(), 0.9 * std::log(1.5) + 0.1 * std::log(3.0), 1e-6);
    EXPECT_EQUAL(objective.correct(logits, targets), 1.0);
    EXPECT_NEAR(objective.probabilities(logits)[0][0].item<double>(), 1.0 / 3.0, 1e-6);
    EXPECT(objective.check(sample, 2).ok());
    EXPECT(!objective.check(sample, 1).ok());
    sample.label = -1;
    const auto unlabelled = objective.check(sample, 7);
    EXPECT(!unlabelled.ok() && unlabelled.error().message().find("clip 7") != std::string::npos);
}

TEST_CASE("autocast lasts as long as its scope")
{
    const auto type = [] { return torch::matmul(torch::ones({4, 4}), torch::ones({4, 4})).scalar_type(); };
    {
        const PrecisionScope scope("bfloat16", torch::kCPU);
        EXPECT(type() == torch::kBFloat16);
    }
    EXPECT(type() == torch::kFloat32);
    {
        const PrecisionScope scope("float32", torch::kCPU);
        EXPECT(type() == torch::kFloat32);
    }
}

TEST_MAIN

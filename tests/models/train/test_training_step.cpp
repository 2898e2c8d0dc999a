// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/training_step.h"

#include "models/train/device.h"
#include "tests/models/any_run.h"
#include "tests/models/networks/network_checks.h"
#include "tests/support/check.h"

#include <limits>

using namespace mien;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

/// Logits = inputs · weights, or, to explode, the root of weights that are 0: finite, of infinite slope.
class Line final : public Network
{
public:
    Line(std::int64_t inputs, std::int64_t outputs, bool root = false)
        : m_weights(register_parameter("weights", root ? torch::zeros({inputs, outputs})
                                                       : torch::randn({inputs, outputs}, torch::kFloat32))),
          m_root(root)
    {
    }
    Activations features(const std::vector<torch::Tensor>& inputs) override { return {{"in", inputs.front()}}; }
    torch::Tensor head(const Activations& activations) override
    {
        return activations.at("in").matmul(m_root ? m_weights.sqrt() : m_weights);
    }

private:
    torch::Tensor m_weights;
    bool m_root;
};

Options sgd(const std::map<std::string, std::string>& more = {})
{
    checks::Settings settings = {{"optimiser", "sgd"}, {"momentum", "0"}};
    for (const auto& [name, value] : more) settings[name] = value;
    return checks::optionsOf(checks::typeOf("tcn"), "paper", settings);
}

std::vector<const Sample*> pointers(const std::vector<Sample>& samples)
{
    std::vector<const Sample*> all;
    for (const Sample& sample : samples) all.push_back(&sample);
    return all;
}

/// Largest difference between the losses, and the weights behind one update, from the whole batch and from parts of
/// `atOnce`.
double differenceByParts(std::unique_ptr<Objective> (*objective)(), const std::vector<Sample>& samples,
                         std::int64_t outputs, std::int64_t atOnce)
{
    std::vector<torch::Tensor> weights;
    double losses[2] = {};
    for (const std::int64_t part : {std::int64_t{0}, atOnce}) {
        torch::manual_seed(3);
        Model model{std::make_shared<Line>(5, outputs), objective(), torch::kCPU, "float32"};
        model.objective->fit(pointers(samples));
        const auto optimiser = makeOptimiser(sgd(), model.network->parameters());
        Batch batch;
        batch.inputs = {torch::randn({static_cast<std::int64_t>(samples.size()), 5})};
        batch.samples = samples;
        const auto step = trainingStep(model, *optimiser, batch, part, 1.0, 0);
        EXPECT(step.ok());
        if (!step) return 1;
        losses[part > 0] = step->loss;
        weights.push_back(model.network->parameters().front().detach().clone());
    }
    return std::max(std::abs(losses[0] - losses[1]), checks::difference(weights[0], weights[1]));
}

} // namespace

TEST_CASE("gradients added up from parts are those of the batch, for every loss that is a mean")
{
    std::vector<Sample> classes(7);
    for (std::size_t i = 0; i < classes.size(); ++i) classes[i].label = i < 4 ? 0 : static_cast<int>(i % 3);
    std::vector<Sample> units(7);
    for (std::size_t i = 0; i < units.size(); ++i)
        units[i].targets = {i % 2 ? 1.0F : 0.0F, i < 5 ? unknown : 1.0F, i == 2 ? 1.0F : 0.0F};
    units[6].targets = {unknown, unknown, unknown};
    std::vector<Sample> affect(7);
    for (std::size_t i = 0; i < affect.size(); ++i)
        affect[i].targets = {0.1F * static_cast<float>(i), -0.2F * static_cast<float>(i)};
    for (const std::int64_t atOnce : {1, 2, 3, 6}) {
        EXPECT(differenceByParts(
                   []() -> std::unique_ptr<Objective> { return std::make_unique<SoftmaxObjective>(0.1, true); },
                   classes, 3, atOnce) < 1e-6);
        EXPECT(differenceByParts([]() -> std::unique_ptr<Objective> { return std::make_unique<SoftmaxObjective>(0.1); },
                                 classes, 3, atOnce) < 1e-6);
        EXPECT(differenceByParts([]() -> std::unique_ptr<Objective> { return std::make_unique<BinaryObjective>(true); },
                                 units, 3, atOnce) < 1e-6);
        EXPECT(differenceByParts(
                   []() -> std::unique_ptr<Objective> {
                       return std::make_unique<AffectObjective>(AffectObjective::Loss::MeanSquaredError);
                   },
                   affect, 2, atOnce) < 1e-6);
    }
    // This check can fail: a concordance is no mean over parts.
    EXPECT(differenceByParts(
               []() -> std::unique_ptr<Objective> {
                   return std::make_unique<AffectObjective>(AffectObjective::Loss::Concordance);
               },
               affect, 2, 2) > 1e-3);
    EXPECT(!AffectObjective(AffectObjective::Loss::Concordance).isMean());
}

TEST_CASE("a network without batch norm learns the same from parts")
{
    const NetworkType& type = checks::typeOf("va_gru1");
    checks::Settings settings = checks::smallest(type.info);
    settings["dropout"] = "0";
    settings["loss"] = "mse";
    const Options options = checks::optionsOf(type, "paper", settings);
    std::vector<torch::Tensor> before, after;
    for (const std::int64_t part : {0, 2}) {
        torch::manual_seed(6);
        Model model = makeModel(type, options, DeviceChoice{torch::kCPU, "cpu", ""}, "float32");
        const auto optimiser = makeOptimiser(options, model.network->parameters());
        Batch batch;
        batch.inputs = checks::randomInputs(type.plan(options), 5);
        Random random(4);
        for (int i = 0; i < 5; ++i) batch.samples.push_back(any::sample(type.info, type.plan(options), i, random));
        std::vector<torch::Tensor>& weights = part == 0 ? before : after;
        for (int t = 0; t < 3; ++t) EXPECT(trainingStep(model, *optimiser, batch, part, 0.01, t).ok());
        for (const torch::Tensor& weight : model.network->parameters()) weights.push_back(weight.detach().clone());
    }
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT(checks::difference(before[i], after[i]) < 1e-6);
}

TEST_CASE("a gradient that explodes is said before it spoils the weights; cutting gradients helps")
{
    Batch batch;
    batch.inputs = {torch::ones({2, 5})};
    batch.samples.resize(2);
    batch.samples[0].label = 0;
    batch.samples[1].label = 0;
    for (const char* clip : {"0", "1"}) {
        Model model{std::make_shared<Line>(5, 3, true), std::make_unique<SoftmaxObjective>(0), torch::kCPU, "float32"};
        const auto optimiser = makeOptimiser(sgd({{"clip_gradient", clip}}), model.network->parameters());
        const auto step = trainingStep(model, *optimiser, batch, 0, 0.01, 0);
        const torch::Tensor weights = model.network->parameters().front();
        EXPECT(weights.isfinite().all().item<bool>());
        if (std::string(clip) == "1") {
            EXPECT(step.ok());
            EXPECT(weights.abs().sum().item<double>() > 0);
            continue;
        }
        EXPECT(!step.ok());
        if (step.ok()) continue;
        EXPECT(step.error().what.find("gradient") != std::string::npos);
        EXPECT(step.error().remedy.find("clip_gradient") != std::string::npos);
        EXPECT_EQUAL(weights.abs().sum().item<double>(), 0.0);
    }
}

TEST_MAIN

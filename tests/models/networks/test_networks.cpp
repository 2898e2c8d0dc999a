// SPDX-License-Identifier: GPL-3.0-or-later
// The contract that every network of networks.def keeps.
#include "core/base/text.h"
#include "models/data/clip_transform.h"
#include "models/engine/loaded_run.h"
#include "models/explain/class_activation.h"
#include "models/networks/network.h"
#include "models/networks/registry.h"
#include "models/train/checkpoint.h"
#include "models/train/inference.h"
#include "tests/models/networks/network_checks.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <torch/torch.h>

#include <algorithm>

using namespace mien;

namespace {

/// As small as the network's options allow: what is checked here does not depend on its size.
Options smallOptions(const NetworkType& type, const std::string& preset)
{
    return checks::optionsOf(type, preset, checks::smallest(type.info));
}

std::vector<torch::Tensor> randomInputs(const NetworkType& type, const Options& options, std::int64_t batch)
{
    return checks::randomInputs(type.plan(options), batch);
}

Clip zeroClip(const NetworkType& type, const Options& options)
{
    Clip clip;
    clip.sample.id = "zero";
    for (const ClipSpec& spec : type.plan(options).inputs) {
        Array array;
        array.shape = spec.shape();
        array.data.assign(static_cast<std::size_t>(array.elements()), 0.0f);
        clip.inputs.push_back(std::move(array));
        clip.sample.frames.assign(static_cast<std::size_t>(spec.frames), 0);
    }
    return clip;
}

} // namespace

TEST_CASE("every network describes itself completely")
{
    for (const NetworkType& type : registeredNetworks()) {
        const ModelInfo& info = type.info;
        EXPECT(!info.id.empty() && !info.title.empty() && !info.paper.empty());
        EXPECT(!info.inputs.empty());
        EXPECT_EQUAL(info.inputs.size(), info.inputNames.size());
        EXPECT(!info.classes.empty() && info.parameters > 0);
        EXPECT_EQUAL(info.methods.empty(), info.layers.empty());
        EXPECT(!info.printedParameters || *info.printedParameters == info.parameters || !info.countNote.empty());
        for (const OptionInfo& option : info.options)
            EXPECT(!option.name.empty() && !option.help.empty() && !option.group.empty());
    }
}

TEST_CASE("every option takes its own values of both presets")
{
    for (const NetworkType& type : registeredNetworks())
        for (const OptionInfo& option : type.info.options)
            for (const std::string& value : {option.recommended, option.paper}) {
                RunConfig config;
                config.options[option.name] = value;
                const auto values = resolveOptions(type.info, config);
                REQUIRE_OK(values);
                const auto number = text::toDouble(value);
                EXPECT(number ? text::toDouble(values->at(option.name)) == number : values->at(option.name) == value);
            }
}

TEST_CASE("every network gives one finite logit per class of its plan")
{
    for (const NetworkType& type : registeredNetworks())
        for (const char* preset : {"recommended", "paper"}) {
            const Options options = smallOptions(type, preset);
            const InputPlan plan = type.plan(options);
            EXPECT(plan.classes == type.info.classes);
            EXPECT_EQUAL(plan.inputs.size(), plan.inputNames.size());
            const auto network = type.build(options);
            network->eval();
            const torch::NoGradGuard noGrad;
            for (const std::int64_t batch : {1, 3}) {
                const torch::Tensor logits = network->forward(randomInputs(type, options, batch));
                EXPECT((logits.sizes() ==
                        std::vector<std::int64_t>{batch, static_cast<std::int64_t>(plan.classes.size())}));
                EXPECT(logits.isfinite().all().item<bool>());
            }
        }
}

TEST_CASE("every trained parameter of every network gets a finite gradient")
{
    for (const NetworkType& type : registeredNetworks()) {
        const Options options = smallOptions(type, "recommended");
        const auto network = type.build(options);
        network->train();
        network->forward(randomInputs(type, options, 3)).square().sum().backward();
        for (const auto& item : network->named_parameters()) {
            if (!item.value().requires_grad()) continue;
            const bool good = item.value().grad().defined() && item.value().grad().isfinite().all().item<bool>();
            EXPECT_EQUAL(good ? "" : type.info.id + ": " + item.key(), std::string());
        }
    }
}

TEST_CASE("every network has the layers it declares and maps by every method, or says why not")
{
    for (const NetworkType& type : registeredNetworks()) {
        const Options options = smallOptions(type, "recommended");
        const auto network = type.build(options);
        const auto inputs = randomInputs(type, options, 1);
        const std::vector<std::string> layers = type.plan(options).layers;
        EXPECT(layers == type.info.layers);
        for (const std::string& layer : layers)
            for (const std::string& method : type.info.methods) {
                const auto map = classActivationMap(*network, inputs, method, layer, layers.front(), 0);
                if (method == "cam" && layer != layers.front()) {
                    EXPECT(!map.ok());
                    continue;
                }
                REQUIRE_OK(map);
                const torch::Tensor activation = network->features(inputs).at(layer);
                EXPECT_EQUAL(map->rows, activation.size(2));
                EXPECT_EQUAL(map->columns, activation.size(3));
            }
    }
}

TEST_CASE("saving and loading gives every network the same logits, bit by bit")
{
    const toy::Folder folder("networks");
    for (const NetworkType& type : registeredNetworks()) {
        const Options options = smallOptions(type, "recommended");
        torch::manual_seed(1);
        const auto network = type.build(options);
        network->train();
        network->forward(randomInputs(type, options, 3)); // moves the statistics of batch norm
        REQUIRE_OK(writeCheckpoint(folder.path() / "n.pt", "f", *network, nullptr, {}));
        torch::manual_seed(2);
        const auto other = type.build(options);
        const auto progress = readCheckpoint(folder.path() / "n.pt", "f", other.get(), nullptr);
        REQUIRE_OK(progress);
        network->eval();
        other->eval();
        const auto inputs = randomInputs(type, options, 2);
        EXPECT(torch::equal(network->forward(inputs), other->forward(inputs)));
    }
}

TEST_CASE("a loaded run explains every declared layer and method with grids of the input's size")
{
    for (const NetworkType& type : registeredNetworks()) {
        const toy::Folder folder("loaded");
        const Options options = smallOptions(type, "recommended");
        torch::manual_seed(4);
        const auto network = type.build(options);
        std::filesystem::create_directories(folder.path() / "fold-3");
        REQUIRE_OK(writeCheckpoint(folder.path() / "fold-3" / "best.pt", "f", *network, nullptr, {}));
        RunConfig config;
        config.network = type.info.id;
        auto run = loadRun(type, options, config, folder.path());
        REQUIRE_OK(run);
        EXPECT((*run)->folds() == std::vector<int>{3});
        Clip clip = zeroClip(type, options);
        Random random(8);
        for (Array& input : clip.inputs)
            for (float& value : input.data) value = static_cast<float>(0.1 * random.normal());
        EXPECT(!(*run)->predict(clip, 1).ok());
        const auto prediction = (*run)->predict(clip, 3);
        REQUIRE_OK(prediction);
        EXPECT_EQUAL(prediction->probabilities.size(), type.info.classes.size());
        double sum = 0;
        for (const double p : prediction->probabilities) sum += p;
        if (type.info.task == Task::Classes) EXPECT_NEAR(sum, 1.0, 1e-6);
        const ClipSpec spec = type.plan(options).inputs.front();
        const bool landmarks = spec.kind == ClipSpec::Kind::LandmarkGrid;
        for (const std::string& method : type.info.methods) {
            const auto map = (*run)->explain(clip, 3, method, "", -1);
            REQUIRE_OK(map);
            EXPECT_EQUAL(map->explainedClass, prediction->predicted());
            EXPECT_EQUAL(map->map.rows, landmarks ? 68 : spec.height);
            EXPECT_EQUAL(map->map.columns, landmarks ? 20 : spec.width);
            EXPECT_EQUAL(map->normalised.rows, map->map.rows);
            EXPECT_EQUAL(map->difference.columns, landmarks ? 19 : 0);
            EXPECT_EQUAL(map->frames.size(), clip.sample.frames.size());
        }
        if (type.info.methods.empty()) EXPECT(!(*run)->explain(clip, 3, "", "", -1).ok());
        EXPECT(!(*run)->explain(clip, 3, "guess", "", -1).ok());
        EXPECT(!(*run)->explain(clip, 3, "", "conv99", -1).ok());
        EXPECT(!(*run)->explain(clip, 3, "", "", 99).ok());
        clip.inputs[0].shape = {2, 68, 19};
        EXPECT(!(*run)->predict(clip, 3).ok());
    }
}

TEST_CASE("a constant map is a result with a note, and only a default layer falls back")
{
    // Without biases nothing leaves the layers of a new network when nothing enters.
    for (const NetworkType& type : registeredNetworks()) {
        if (type.info.inputs.front().kind != ClipSpec::Kind::LandmarkGrid) continue;
        const toy::Folder folder("constant");
        const Options options = smallOptions(type, "recommended");
        std::filesystem::create_directories(folder.path() / "fold-1");
        const auto network = type.build(options);
        REQUIRE_OK(writeCheckpoint(folder.path() / "fold-1" / "best.pt", "f", *network, nullptr, {}));
        RunConfig config;
        config.network = type.info.id;
        auto run = loadRun(type, options, config, folder.path());
        REQUIRE_OK(run);
        const Clip clip = zeroClip(type, options);
        const auto byDefault = (*run)->explain(clip, 1, "gradcam", "", 2);
        REQUIRE_OK(byDefault);
        EXPECT(byDefault->isConstant());
        EXPECT_EQUAL(byDefault->layer, type.info.layers.back());
        EXPECT_EQUAL(byDefault->notes.size(), type.info.layers.size());
        for (const float value : byDefault->normalised.values) EXPECT_EQUAL(value, 0.0f);
        const auto asked = (*run)->explain(clip, 1, "gradcam", type.info.layers.front(), 2);
        REQUIRE_OK(asked);
        EXPECT_EQUAL(asked->layer, type.info.layers.front());
        EXPECT_EQUAL(asked->notes.size(), 1u);
    }
}

TEST_CASE("damaged, foreign and missing weights are refused in words")
{
    const toy::Folder folder("damaged");
    const auto types = registeredNetworks();
    const Options options = smallOptions(types[0], "recommended");
    const auto network = types[0].build(options);
    const auto file = folder.path() / "n.pt";
    REQUIRE_OK(writeCheckpoint(file, "mine", *network, nullptr, {}));
    const auto foreign = readCheckpoint(file, "yours", network.get(), nullptr);
    EXPECT(!foreign.ok() && foreign.error().kind == ErrorKind::Usage);
    const auto other = types[1].build(smallOptions(types[1], "recommended"));
    const auto mismatch = readCheckpoint(file, "", other.get(), nullptr);
    EXPECT(!mismatch.ok() && mismatch.error().kind == ErrorKind::Input);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto half = readCheckpoint(file, "", network.get(), nullptr);
    EXPECT(!half.ok() && half.error().kind == ErrorKind::Input);
    const auto none = readCheckpoint(folder.path() / "none.pt", "", network.get(), nullptr);
    EXPECT(!none.ok() && none.error().kind == ErrorKind::Input);
    RunConfig config;
    EXPECT(!loadRun(types[0], options, config, folder.path()).ok());
}

TEST_MAIN

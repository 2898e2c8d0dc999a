// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/dropout.h"
#include "models/blocks/fast_gru.h"
#include "models/blocks/keras.h"
#include "models/data/plain_transform.h"
#include "models/engine/network_options.h"
#include "models/train/objective.h"

#include <memory>
#include <string>

namespace mien {

namespace {

constexpr int frames = 100;
constexpr int featureCount = 300;

/// One layer of N × T × inputs to all its states, N × T × units.
void makeLayer(blocks::FastGru& layer, std::int64_t inputs, std::int64_t units)
{
    layer = blocks::FastGru(inputs, units);
}

void makeLayer(torch::nn::RNN& layer, std::int64_t inputs, std::int64_t units)
{
    layer = torch::nn::RNN(torch::nn::RNNOptions(inputs, units).batch_first(true));
}

torch::Tensor statesOf(blocks::FastGru& layer, const torch::Tensor& x)
{
    return layer->forward(x);
}

torch::Tensor statesOf(torch::nn::RNN& layer, const torch::Tensor& x)
{
    const torch::Tensor start = blocks::zeroState(x, layer->options.hidden_size());
    return std::get<0>(layer->forward(x, start.unsqueeze(0)));
}

/// `Layer`: FastGru or torch::nn::RNN.
template <typename Layer> class AffectHead final : public Network
{
public:
    AffectHead(const std::string& name, std::int64_t inputs, const std::vector<std::int64_t>& units, double width,
               double dropout)
    {
        for (const std::int64_t paperUnits : units) {
            const std::int64_t size = withWidth(paperUnits, width);
            Layer layer{nullptr};
            makeLayer(layer, inputs, size);
            m_layers.push_back(register_module(name + std::to_string(m_layers.size() + 1), layer));
            inputs = size;
        }
        m_dropout = register_module("dropout", blocks::Dropout(dropout));
        m_fc = register_module("fc", torch::nn::Linear(inputs, 2));
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        torch::Tensor x = inputs.at(0);
        for (auto& layer : m_layers) x = statesOf(layer, x);
        return {{"state", x.select(1, -1)}};
    }

    torch::Tensor head(const Activations& activations) override
    {
        return m_fc->forward(m_dropout->forward(activations.at("state")));
    }

private:
    std::vector<Layer> m_layers;
    blocks::Dropout m_dropout{nullptr};
    torch::nn::Linear m_fc{nullptr};
};

/// Keras's SimpleRNN has one bias where torch has two: the second stays 0.
std::shared_ptr<Network> withOneBias(std::shared_ptr<Network> network)
{
    for (auto& item : network->named_parameters())
        if (item.key().find("bias_hh") != std::string::npos) item.value().set_requires_grad(false);
    return network;
}

std::vector<OptionInfo> headOptions(bool gated)
{
    return joined(
        {withValues(joined({trainingOptions(), affectOptions()}), {{"epochs", "60", "100"},
                                                                   {"batch_size", "128", "256"},
                                                                   {"optimiser", "adam", "sgd"},
                                                                   {"learning_rate", "0.001", "0.01"},
                                                                   {"decay", "0", gated ? "0.00001" : "0"},
                                                                   {"momentum", "0.9", "0.9"},
                                                                   {"schedule", "cosine", "constant"},
                                                                   {"patience", "10", "10"},
                                                                   {"clip_gradient", "1", gated ? "0" : "100"}}),
         {integerOption("stride", "10", "1", "Frames from one sample of a training video to the next.", 1, 100000,
                        "input"),
          integerOption("held_stride", "1", "1", "Frames from one sample of a tested video to the next.", 1, 100000,
                        "input"),
          integerOption("frames", std::to_string(frames), std::to_string(frames),
                        "Frames of a window, without a gap; films that are shorter give no sample.", 2, 1000, "input"),
          choiceOption("target", "next", "next",
                       "Whose annotation a window answers: that of the frame behind it, or of its last.",
                       {"next", "last"}, "input"),
          integerOption("features", std::to_string(featureCount), std::to_string(featureCount),
                        "Values that the parent run makes of a frame: 300 × its width.", 1, 100000, "input"),
          dropoutOption("0.2", "0", "Share of the last state dropped in training."), widthOption()}});
}

} // namespace

NetworkType recurrentAffectType(bool gated, const std::vector<std::int64_t>& units)
{
    using Rule = SamplingPlan::Rule;
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Rangulov, Fahim: Emotion Recognition on large video dataset based on Convolutional Feature Extractor "
                 "and Recurrent Neural Network";
    info.task = Task::Affect;
    info.classes = {"valence", "arousal"};
    ClipSpec spec;
    spec.kind = ClipSpec::Kind::Features;
    spec.frames = frames;
    spec.width = featureCount;
    info.inputNames = {"features"};
    info.inputs = {spec};
    info.sampling = SamplingPlan::same({Rule::AnnotatedWindows, frames, 1}, frames);
    info.options = headOptions(gated);
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        InputPlan changed = plan;
        changed.inputs[0].width = static_cast<int>(options.integer("features"));
        const int length = static_cast<int>(options.integer("frames"));
        changed.inputs[0].frames = length;
        changed.sampling.training.length = changed.sampling.held.length = length;
        changed.sampling.minimumFrames = length;
        changed.sampling.training.stride = static_cast<int>(options.integer("stride"));
        changed.sampling.held.stride = static_cast<int>(options.integer("held_stride"));
        changed.sampling.targetIsLast = options.choice("target") == "last";
        return changed;
    };
    type.transform = [](const Options&) { return std::make_unique<PlainTransform>(); };
    type.objective = affectObjective;
    type.build = [gated, units](const Options& options) -> std::shared_ptr<Network> {
        const double width = options.real("width");
        const double dropout = options.real("dropout");
        const std::int64_t inputs = options.integer("features");
        if (gated) return std::make_shared<AffectHead<blocks::FastGru>>("gru", inputs, units, width, dropout);
        return withOneBias(std::make_shared<AffectHead<torch::nn::RNN>>("rnn", inputs, units, width, dropout));
    };
    return type;
}

} // namespace mien

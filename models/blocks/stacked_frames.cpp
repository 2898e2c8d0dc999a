// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/stacked_frames.h"

#include "models/blocks/dense.h"
#include "models/blocks/dropout.h"
#include "models/blocks/keras.h"
#include "models/blocks/picture_augmentation.h"
#include "models/engine/network_options.h"
#include "models/engine/option_sets.h"
#include "models/networks/network.h"
#include "models/train/objective.h"

#include <string>

namespace mien {

namespace {

constexpr int paperSide = 224;
constexpr int frames = 20;

class StackedFrames final : public Network
{
public:
    StackedFrames(const Options& options, bool extraPool) : m_extraPool(extraPool)
    {
        const double width = options.real("width");
        std::int64_t channels = frames;
        for (std::size_t i = 0; i < 6; ++i) {
            const std::int64_t filters = withWidth(64LL << (i / 2), width);
            const std::string number = std::to_string(i + 1);
            m_convs.push_back(register_module("conv" + number, keras::conv2d(channels, filters, 3)));
            m_norms.push_back(register_module(
                "bn" + number, keras::batchNorm(filters, options.real("bn_momentum"), blocks::Activation::ReluFirst)));
            channels = filters;
        }
        std::int64_t rows = options.integer("side") / 8;
        if (extraPool) rows = (rows - 7) / 3 + 1;
        m_fc1 = register_module("fc1", torch::nn::Linear(channels * rows * rows, withWidth(256, width)));
        m_fc2 = register_module("fc2", torch::nn::Linear(withWidth(256, width), 7));
        m_dropout = register_module("dropout", blocks::Dropout(options.real("dropout")));
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        Activations out;
        torch::Tensor x = inputs.at(0).contiguous(torch::MemoryFormat::ChannelsLast);
        for (std::size_t i = 0; i < m_convs.size(); ++i) {
            x = m_norms[i]->forward(m_convs[i]->forward(keras::samePadding(x, 3, 1)));
            if (i == 1) out["conv2"] = x;
            if (i == 3) out["conv4"] = x;
            if (i % 2 == 1 && i + 1 < m_convs.size()) x = torch::max_pool2d(x, 2);
        }
        out["conv6"] = x;
        return out;
    }

    torch::Tensor head(const Activations& activations) override
    {
        torch::Tensor x = torch::max_pool2d(activations.at("conv6"), 2);
        if (m_extraPool) x = torch::max_pool2d(x, 7, 3);
        x = m_dropout->forward(x.contiguous().flatten(1));
        return m_fc2->forward(torch::relu(blocks::dense(m_fc1, x)));
    }

private:
    bool m_extraPool;
    std::vector<torch::nn::Conv2d> m_convs;
    std::vector<blocks::BatchNormAct> m_norms;
    torch::nn::Linear m_fc1{nullptr}, m_fc2{nullptr};
    blocks::Dropout m_dropout{nullptr};
};

std::vector<OptionInfo> options()
{
    return joined({withValues(joined({trainingOptions(), classOptions()}), {{"epochs", "60", "300"},
                                                                            {"learning_rate", "0.0003", "0.001"},
                                                                            {"momentum", "0.9", "0.7"},
                                                                            {"patience", "15", "50"}}),
                   {cropOption("face", "frame"), sideOption(paperSide, 112, 448),
                    dropoutOption("0.5", "0", "Share of the values before the first dense layer dropped in training."),
                    bnMomentumOption("0.1"), widthOption()},
                   mapOptions()});
}

} // namespace

NetworkType stackedFramesType(bool extraPool)
{
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Gund, Bharadwaj, Nwogu: Interpretable Emotion Classification Using Temporal Convolutional Models";
    info.inputNames = {"frames"};
    info.inputs = {pictures(ClipSpec::Crop::Frame, frames, paperSide)};
    info.inputs[0].channels = 1;
    info.sampling = SamplingPlan::same({SamplingPlan::Rule::Even, frames}, 10);
    info.sampling.drawsNeutral = true;
    info.classes = {"anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"};
    info.options = options();
    info.methods = {"gradcam", "hirescam"};
    info.layers = {"conv6", "conv4", "conv2"};
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        return withCrop(withSide(plan, options), options);
    };
    addPictureAugmentation(type);
    type.objective = softmaxObjective;
    type.build = [extraPool](const Options& options) { return std::make_shared<StackedFrames>(options, extraPool); };
    return type;
}

} // namespace mien

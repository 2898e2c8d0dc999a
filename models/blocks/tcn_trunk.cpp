// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/tcn_trunk.h"

#include "models/blocks/keras.h"
#include "models/data/landmark_transform.h"
#include "models/engine/option_sets.h"
#include "models/train/objective.h"

namespace mien {

namespace {

std::vector<OptionInfo> trunkOptions()
{
    using Type = OptionInfo::Type;
    return {
        {"bn_before_relu",
         Type::Flag,
         "false",
         "false",
         "Batch norm before the ReLU instead of after it.",
         0,
         0,
         {},
         "network"},
        // With 0.01 the statistics lag 100 updates behind, ten epochs of a small collection: too slow to select epochs
        // by.
        {"bn_momentum",
         Type::Real,
         "0.3",
         "0.01",
         "Weight of the newest batch in the running statistics of batch norm (1 minus the Keras momentum).",
         1e-4,
         1,
         {},
         "network"},
        {"tcn_valid",
         Type::Flag,
         "false",
         "false",
         "Unpadded convolutions and padded poolings: the other layout with the printed parameter count.",
         0,
         0,
         {},
         "network"},
        {"dropout",
         Type::Real,
         "0.3",
         "0",
         "Share of the activations before the first dense layer dropped in training.",
         0,
         0.9,
         {},
         "network"},
    };
}

/// Batch norm and ReLU, in the layout's order.
blocks::BatchNormAct normOf(const TcnTrunkImpl::Layout& layout, std::int64_t channels)
{
    return keras::batchNorm(channels, layout.bnMomentum,
                            layout.bnBeforeRelu ? blocks::Activation::Relu : blocks::Activation::ReluFirst);
}

} // namespace

TcnTrunkImpl::TcnTrunkImpl(const Layout& layout)
    : m_layout(layout), m_conv1(keras::conv2d(2, 64, 3)), m_conv2(keras::conv2d(64, 128, 2)),
      m_conv3(keras::conv2d(128, 64, 2)), m_bn1(normOf(layout, 64)), m_bn2(normOf(layout, 128)),
      m_bn3(normOf(layout, 64))
{
    register_module("conv1", m_conv1);
    register_module("bn1", m_bn1);
    register_module("conv2", m_conv2);
    register_module("bn2", m_bn2);
    register_module("conv3", m_conv3);
    register_module("bn3", m_bn3);
}

torch::Tensor TcnTrunkImpl::block(torch::nn::Conv2d& conv, blocks::BatchNormAct& norm, const torch::Tensor& x,
                                  std::int64_t kernel)
{
    return norm->forward(conv->forward(m_layout.valid ? x : keras::samePadding(x, kernel, 1)));
}

torch::Tensor TcnTrunkImpl::pool(const torch::Tensor& x) const
{
    return keras::maxPool2d(x, 3, 2, m_layout.valid);
}

Activations TcnTrunkImpl::forward(const torch::Tensor& grid)
{
    // Channels-last doubles the speed of the convolutions (oneDNN); the values are laid out otherwise, not changed.
    const torch::Tensor x = grid.contiguous(torch::MemoryFormat::ChannelsLast);
    Activations out;
    out["conv2"] = block(m_conv2, m_bn2, block(m_conv1, m_bn1, x, 3), 2);
    out["conv3"] = block(m_conv3, m_bn3, pool(out["conv2"]), 2);
    return out;
}

TcnTrunkImpl::Layout tcnLayout(const Options& options)
{
    return {options.flag("tcn_valid"), options.flag("bn_before_relu"), options.real("bn_momentum")};
}

NetworkType landmarkTcnType()
{
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Gund, Bharadwaj, Nwogu: Interpretable Emotion Classification Using Temporal Convolutional Models";
    ClipSpec grid;
    grid.kind = ClipSpec::Kind::LandmarkGrid;
    grid.frames = 20;
    info.inputNames = {"landmarks"};
    info.inputs = {grid};
    info.sampling = SamplingPlan::same({SamplingPlan::Rule::Even, 20}, 10);
    info.sampling.drawsNeutral = true;
    info.classes = {"anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"};
    info.options = joined({trainingOptions(), classOptions(), landmarkInputOptions(), trunkOptions(), mapOptions()});
    info.layers = {"conv3", "conv2"};
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        InputPlan changed = plan;
        changed.inputs = withCoordinates(changed.inputs, options);
        return changed;
    };
    type.transform = [](const Options& options) { return landmarkTransform(options); };
    type.objective = softmaxObjective;
    return type;
}

} // namespace mien

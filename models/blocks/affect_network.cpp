// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"

#include "models/blocks/dense.h"
#include "models/blocks/keras.h"
#include "models/blocks/picture_augmentation.h"
#include "models/engine/network_options.h"

namespace mien {

namespace {

constexpr int paperSide = 96;
constexpr std::int64_t featureCount = 300;

torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, bool padded)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 5).padding(padded ? 2 : 0).bias(false));
}

std::int64_t channels(const Options& options, std::int64_t paper)
{
    return withWidth(paper, options.real("width"));
}

} // namespace

AffectCnn::AffectCnn(const Options& options, std::int64_t outputs)
    : m_khorrami(options.flag("khorrami")), m_conv1(convolution(1, channels(options, 64), true)),
      m_conv2(convolution(channels(options, 64), channels(options, 128), m_khorrami)),
      m_conv3(convolution(channels(options, 128), channels(options, 256), m_khorrami)),
      m_fc(channels(options, 256) * 4, channels(options, featureCount)),
      m_out(channels(options, featureCount), outputs), m_dropout(options.real("dropout"))
{
    if (!m_khorrami)
        m_bn = register_module("bn", keras::batchNorm(1, options.real("bn_momentum"), blocks::Activation::None));
    register_module("conv1", m_conv1);
    register_module("conv2", m_conv2);
    register_module("conv3", m_conv3);
    register_module("fc", m_fc);
    register_module("out", m_out);
    register_module("dropout", m_dropout);
    keras::initialise(*this);
    if (m_khorrami) torch::nn::init::ones_(m_fc->bias);
}

Activations AffectCnn::features(const std::vector<torch::Tensor>& inputs)
{
    torch::Tensor x = inputs.at(0);
    if (m_bn) x = m_bn->forward(x);
    x = torch::relu(m_conv1->forward(x.contiguous(torch::MemoryFormat::ChannelsLast)));
    x = torch::relu(m_conv2->forward(torch::max_pool2d(x, 2)));
    Activations out;
    out["conv3"] = torch::relu(m_conv3->forward(torch::max_pool2d(x, 2)));
    const torch::Tensor values = blocks::dense(m_fc, quadrants(out["conv3"]).contiguous().flatten(1));
    out["features"] = m_khorrami ? torch::relu(values) : values;
    return out;
}

torch::Tensor AffectCnn::head(const Activations& activations)
{
    return m_out->forward(m_dropout->forward(activations.at("features")));
}

torch::Tensor AffectCnn::quadrants(const torch::Tensor& map)
{
    return torch::adaptive_avg_pool2d(map, {2, 2});
}

InputPlan extractorPlan(const InputPlan& plan, const Options& options)
{
    InputPlan changed = withSide(plan, options);
    changed.features = static_cast<int>(channels(options, featureCount));
    return changed;
}

void addAffectAugmentation(NetworkType& type)
{
    addPictureAugmentation(type, {{"augment_rotation", "15", "15"},
                                  {"augment_move", "0.1", "0.1"},
                                  {"augment_shear", "0.01", "0.01"},
                                  {"augment_zoom_out", "0.9", "0.9"},
                                  {"augment_zoom_in", "1.25", "1.25"},
                                  {"augment_brightness", "0.5", "0.5"},
                                  {"augment_flip", "true", "true"}});
}

NetworkType affectCnnType(const std::vector<PresetValues>& training, const std::vector<OptionInfo>& taskOptions,
                          const std::vector<OptionInfo>& extra)
{
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Rangulov, Fahim: Emotion Recognition on large video dataset based on Convolutional Feature Extractor "
                 "and Recurrent Neural Network";
    info.inputNames = {"face"};
    info.inputs = {pictures(ClipSpec::Crop::HaarFace, 1, paperSide)};
    info.inputs[0].channels = 1;
    info.options = joined(
        {withValues(joined({trainingOptions(), taskOptions}), training),
         extra,
         {sideOption(paperSide, paperSide / 2, 2 * paperSide),
          flagOption("khorrami", "false", "false",
                     "The extractor of Khorrami et al.: padded convolutions, no batch norm, ReLU on the features.",
                     "network"),
          dropoutOption("0.5", "0.5", "Share of the features dropped in training."), bnMomentumOption("0.1"),
          widthOption()},
         mapOptions()});
    info.methods = {"gradcam", "hirescam"};
    info.layers = {"conv3"};
    return type;
}

} // namespace mien

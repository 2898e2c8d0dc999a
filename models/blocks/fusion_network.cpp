// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"

#include "models/blocks/dense.h"
#include "models/blocks/frames_convolution.h"
#include "models/blocks/keras.h"
#include "models/blocks/picture_augmentation.h"
#include "models/engine/network_options.h"
#include "models/engine/option_sets.h"
#include "models/train/objective.h"

namespace mien {

namespace {

constexpr int paperSide = 170;
constexpr int leastSide = 128; ///< the last pooling still has one output
constexpr int mostSide = 340;

/// Rows of the map behind the last pooling.
std::int64_t lastMap(std::int64_t side)
{
    std::int64_t rows = ((side - 11) / 3 + 1) / 2; // conv1 11 × 11 stride 3, pooling
    rows = (rows - 4) / 2;                         // conv2 5 × 5, pooling
    return (rows - 6) / 2;                         // conv3 to conv5, pooling
}

torch::Tensor channelsLast(const torch::Tensor& x)
{
    return x.contiguous(torch::MemoryFormat::ChannelsLast);
}

class StackedFusion final : public Network
{
public:
    StackedFusion(const FusionLayout& layout, std::int64_t frames)
        : m_tower(register_module("tower", FusionTower(layout, 3 * frames))),
          m_head(register_module("head", FusionHead(layout, layout.flat)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        return {{"conv5", m_tower->forward(inputs.at(0))}};
    }

    torch::Tensor head(const Activations& activations) override
    {
        return m_head->forward(FusionTopImpl::pooled(activations.at("conv5")));
    }

private:
    FusionTower m_tower;
    FusionHead m_head;
};

std::vector<OptionInfo> fusionOptions()
{
    const std::vector<OptionInfo> training =
        withValues(joined({trainingOptions(), classOptions()}), {{"epochs", "60", "200"},
                                                                 {"batch_size", "16", "32"},
                                                                 {"optimiser", "adam", "adam"},
                                                                 {"learning_rate", "0.0001", "0.00001"},
                                                                 {"decay", "0", "0"},
                                                                 {"momentum", "0.9", "0.9"},
                                                                 {"schedule", "cosine", "constant"},
                                                                 {"patience", "15", "0"}});
    return joined(
        {training,
         {sideOption(paperSide, leastSide, mostSide),
          choiceOption("classes", "six", "six",
                       "Six emotions, or eight with neutral and contempt, as the paper counted some networks.",
                       {"six", "eight"}, "network"),
          flagOption("track", "false", "false",
                     "A face's box that jumps by more than half its width gives way to that of the frame before.",
                     "input"),
          dropoutOption("0.5", "0", "Share of the hidden dense layers' activations dropped in training."),
          bnMomentumOption("0.1"), widthOption()}});
}

} // namespace

const char* const fusionCountNote = "the paper counted with 8 outputs: classes=eight gives its number";

FusionLayout::FusionLayout(const Options& options)
{
    const double width = options.real("width");
    conv1 = withWidth(96, width);
    conv2 = withWidth(256, width);
    conv3 = withWidth(384, width);
    conv4 = withWidth(384, width);
    conv5 = withWidth(256, width);
    dense = withWidth(4096, width);
    const std::int64_t rows = lastMap(options.integer("side"));
    flat = conv5 * rows * rows;
    bnMomentum = options.real("bn_momentum");
    dropout = options.real("dropout");
    outputs = static_cast<std::int64_t>(fusionClasses(options.choice("classes")).size());
}

FusionTopImpl::FusionTopImpl(const FusionLayout& layout, std::int64_t channels)
    : m_conv3(keras::conv2d(channels, layout.conv3, 3)), m_conv4(keras::conv2d(layout.conv3, layout.conv4, 3)),
      m_conv5(keras::conv2d(layout.conv4, layout.conv5, 3))
{
    register_module("conv3", m_conv3);
    register_module("conv4", m_conv4);
    register_module("conv5", m_conv5);
}

torch::Tensor FusionTopImpl::top(const torch::Tensor& x)
{
    return torch::relu(m_conv5->forward(torch::relu(m_conv4->forward(torch::relu(m_conv3->forward(channelsLast(x)))))));
}

torch::Tensor FusionTopImpl::pooled(const torch::Tensor& conv5)
{
    return torch::max_pool2d(conv5, 2).contiguous().flatten(1);
}

FusionTowerImpl::FusionTowerImpl(const FusionLayout& layout, std::int64_t channels, std::int64_t join1,
                                 std::int64_t join2)
    : FusionTopImpl(layout, layout.conv2 * join2), m_conv1(keras::conv2d(channels, layout.conv1, 11, 3)),
      m_conv2(keras::conv2d(layout.conv1 * join1, layout.conv2, 5)),
      m_bn1(keras::batchNorm(layout.conv1, layout.bnMomentum, blocks::Activation::ReluFirst)),
      m_bn2(keras::batchNorm(layout.conv2, layout.bnMomentum, blocks::Activation::ReluFirst))
{
    register_module("conv1", m_conv1);
    register_module("bn1", m_bn1);
    register_module("conv2", m_conv2);
    register_module("bn2", m_bn2);
}

torch::Tensor FusionTowerImpl::block1(const torch::Tensor& x)
{
    return torch::max_pool2d(m_bn1->forward(m_conv1->forward(channelsLast(x))), 2);
}

torch::Tensor FusionTowerImpl::block2(const torch::Tensor& x)
{
    return torch::max_pool2d(m_bn2->forward(m_conv2->forward(channelsLast(x))), 2);
}

FusionVolumeImpl::FusionVolumeImpl(const FusionLayout& layout)
    : FusionTopImpl(layout, layout.conv2),
      m_conv1(torch::nn::Conv3dOptions(3, layout.conv1, {3, 11, 11}).stride({1, 3, 3})),
      m_conv2(torch::nn::Conv3dOptions(layout.conv1, layout.conv2, {3, 5, 5})),
      m_bn1(keras::batchNorm(layout.conv1, layout.bnMomentum, blocks::Activation::ReluFirst)),
      m_bn2(keras::batchNorm(layout.conv2, layout.bnMomentum, blocks::Activation::ReluFirst))
{
    register_module("conv1", m_conv1);
    register_module("bn1", m_bn1);
    register_module("conv2", m_conv2);
    register_module("bn2", m_bn2);
}

torch::Tensor FusionVolumeImpl::block1(const torch::Tensor& x)
{
    const torch::Tensor y = framesConvolution(x, m_conv1->weight, m_conv1->bias, 3);
    return framesApart(torch::max_pool2d(m_bn1->forward(y), 2), x.size(0));
}

torch::Tensor FusionVolumeImpl::block2(const torch::Tensor& x)
{
    const torch::Tensor y = framesConvolution(x, m_conv2->weight, m_conv2->bias, 1);
    return framesApart(torch::max_pool2d(m_bn2->forward(y), 2), x.size(0));
}

FusionHeadImpl::FusionHeadImpl(const FusionLayout& layout, std::int64_t inputs)
    : m_fc1(inputs, layout.dense), m_fc2(layout.dense, layout.dense), m_fc3(layout.dense, layout.outputs),
      m_dropout(layout.dropout)
{
    register_module("fc1", m_fc1);
    register_module("fc2", m_fc2);
    register_module("fc3", m_fc3);
    register_module("dropout", m_dropout);
}

torch::Tensor FusionHeadImpl::forward(const torch::Tensor& flat)
{
    const torch::Tensor hidden = m_dropout->forward(torch::relu(blocks::dense(m_fc1, flat)));
    return m_fc3->forward(m_dropout->forward(torch::relu(blocks::dense(m_fc2, hidden))));
}

std::shared_ptr<Network> stackedFusionNetwork(const Options& options, std::int64_t frames)
{
    return std::make_shared<StackedFusion>(FusionLayout(options), frames);
}

ClipSpec fusionFaces(int frames, std::vector<int> steps)
{
    ClipSpec spec = pictures(ClipSpec::Crop::LbpFace, frames, paperSide);
    spec.steps = std::move(steps);
    return spec;
}

std::vector<std::string> fusionClasses(const std::string& option)
{
    if (option == "eight")
        return {"neutral", "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"};
    return {"anger", "disgust", "fear", "happiness", "sadness", "surprise"};
}

NetworkType fusionType(const std::vector<std::string>& inputNames, const std::vector<ClipSpec>& inputs,
                       const SamplingPlan& sampling, const std::vector<std::string>& layers,
                       const std::vector<OptionInfo>& extra)
{
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Salinas Ventalló: Spatio-Temporal Emotion Recognition";
    info.inputNames = inputNames;
    info.inputs = inputs;
    info.sampling = sampling;
    info.classes = fusionClasses("six");
    info.options = joined({fusionOptions(), extra, mapOptions()});
    info.methods = {"gradcam", "hirescam"};
    info.layers = layers;
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        InputPlan changed = withSide(plan, options);
        changed.classes = fusionClasses(options.choice("classes"));
        if (options.flag("track"))
            for (ClipSpec& input : changed.inputs) input.crop = ClipSpec::Crop::LbpFaceTracked;
        return changed;
    };
    addPictureAugmentation(type);
    type.objective = softmaxObjective;
    return type;
}

} // namespace mien

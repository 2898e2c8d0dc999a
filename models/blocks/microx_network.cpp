// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/microx_network.h"

#include "core/base/text.h"
#include "models/blocks/dense.h"
#include "models/blocks/keras.h"
#include "models/blocks/picture_augmentation.h"
#include "models/engine/network_options.h"
#include "models/engine/option_sets.h"
#include "models/train/objective.h"

#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace mien {

namespace {

constexpr int classCount = 7;
constexpr int paperSide = 60;
constexpr int paperFrames = 10;
constexpr int paperMostFrames = 40; ///< of a clip

ClipSpec::Crop cropOf(const std::string& component)
{
    using Crop = ClipSpec::Crop;
    static const std::map<std::string, Crop> crops = {
        {"mouth", Crop::Mouth},          {"nose", Crop::Nose},
        {"right_eye", Crop::RightEye},   {"left_eye", Crop::LeftEye},
        {"right_brow", Crop::RightBrow}, {"left_brow", Crop::LeftBrow},
        {"both_eyes", Crop::BothEyes},   {"eyes_and_brows", Crop::EyesAndBrows},
        {"full_face", Crop::Frame}};
    return crops.at(component);
}

/// Frame by frame, channels in OpenCV's order, raw: what the authors fed (spec section 3).
ClipSpec inputOf(const std::string& component)
{
    ClipSpec spec = pictures(cropOf(component), paperFrames, paperSide);
    spec.bgr = true;
    spec.layout = ClipSpec::Layout::FramesFirst;
    spec.values = ClipSpec::Values::Raw;
    return spec;
}

std::vector<OptionInfo> trainingValues(bool single)
{
    return withValues(joined({trainingOptions(), classOptions()}), {{"epochs", "60", single ? "30" : "120"},
                                                                    {"batch_size", "16", single ? "16" : "8"},
                                                                    {"optimiser", "adam", "sgd"},
                                                                    {"learning_rate", "0.0004", "0.001"},
                                                                    {"decay", "0", "0"},
                                                                    {"momentum", "0.9", "0"},
                                                                    {"schedule", "cosine", "constant"},
                                                                    {"patience", "10", "7"}});
}

std::vector<OptionInfo> inputValues()
{
    return {integerOption("frames", "10", "10", "Frames of a segment.", 2, 100, "input"),
            choiceOption("size", "60", "60", "Height and width of the crops, pixels.", {"60", "30"}, "input"),
            flagOption("grey", "false", "false", "Grey pictures instead of colour.", "input"),
            flagOption("scale01", "true", "false",
                       "Pixels from 0 to 1; raw ones from 0 to 255 drive the gates to their ends.", "input"),
            flagOption("all_frames", "false", "false", "Segments of whole clips, not of their first 40 frames only.",
                       "input"),
            integerOption("cap", "0", "399", "Segments of a class in the training part at most; 0 = all.", 0, 1000000,
                          "input")};
}

std::vector<OptionInfo> componentValues(const std::vector<std::string>& components, bool single)
{
    if (single)
        return {choiceOption("component", components.front(), components.front(),
                             "What the network looks at; left and right are those of the picture.", facialComponents(),
                             "input")};
    const std::string all = text::join(components, ",");
    OptionInfo list = choiceOption("components", all, all,
                                   "What the network looks at, a block each; left and right are those of the picture.",
                                   facialComponents(), "input");
    list.type = OptionInfo::Type::List;
    return {list,
            {"drop_component",
             OptionInfo::Type::Real,
             "0.1",
             "0",
             "Probability that training blanks a component, so that the network learns to do without.",
             0,
             0.9,
             {},
             "input"},
            flagOption("renormalise", "true", "false",
                       "Components that cannot be seen speak with the mean of the others.", "network"),
            choiceOption("fusion_start", "sum", "random",
                         "What the fusion layer begins as: the sum of what the components say, or weights at random.",
                         {"sum", "random"}, "network")};
}

InputPlan planOf(const ModelInfo& info, const std::vector<std::string>& components, const Options& options)
{
    InputPlan plan = defaultPlan(info);
    plan.inputNames = components;
    plan.layers = components;
    plan.inputs.clear();
    const int frames = static_cast<int>(options.integer("frames"));
    for (const std::string& component : components) {
        ClipSpec spec = inputOf(component);
        spec.frames = frames;
        spec.height = spec.width = static_cast<int>(options.integer("size"));
        if (options.flag("grey")) {
            spec.channels = 1;
            spec.bgr = false;
        }
        if (options.flag("scale01")) spec.values = ClipSpec::Values::Unit;
        plan.inputs.push_back(spec);
    }
    const int most = options.flag("all_frames") ? 0 : paperMostFrames;
    plan.sampling = SamplingPlan::same({SamplingPlan::Rule::Segments, frames, 1, most}, frames);
    plan.sampling.capPerClass = static_cast<int>(options.integer("cap"));
    return plan;
}

std::vector<std::string> chosen(const Options& options, bool single)
{
    return single ? std::vector<std::string>{options.choice("component")} : options.list("components");
}

/// The block alone: its logits are the answer. Parameters: block.{lstm, fc1, fc2}.
class SingleBlock final : public Network
{
public:
    SingleBlock(std::string component, const FacialBlockImpl::Layout& layout)
        : m_component(std::move(component)), m_block(register_module("block", FacialBlock(layout)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        return {{m_component, m_block->state(inputs.at(0))}};
    }

    torch::Tensor head(const Activations& activations) override { return m_block->logits(activations.at(m_component)); }

private:
    std::string m_component;
    FacialBlock m_block;
};

} // namespace

FacialBlockImpl::FacialBlockImpl(const Layout& layout)
    : m_lstm(register_module("lstm", blocks::ConvLstm2d(layout.channels, layout.filters, 3))),
      m_dropout1(register_module("dropout1", blocks::Dropout(layout.dropout1))),
      m_dropout2(register_module("dropout2", blocks::Dropout(layout.dropout2))),
      m_fc1(register_module("fc1",
                            torch::nn::Linear(layout.filters * (layout.side - 2) * (layout.side - 2), layout.dense))),
      m_fc2(register_module("fc2", torch::nn::Linear(layout.dense, classCount)))
{
}

torch::Tensor FacialBlockImpl::logits(const torch::Tensor& state)
{
    const torch::Tensor flat = m_dropout1->forward(state).contiguous().flatten(1);
    return m_fc2->forward(m_dropout2->forward(torch::relu(blocks::dense(m_fc1, flat))));
}

FacialBlockImpl::Layout facialBlockLayout(const Options& options)
{
    FacialBlockImpl::Layout layout;
    layout.channels = options.flag("grey") ? 1 : 3;
    layout.side = options.integer("size");
    layout.filters = withWidth(layout.filters, options.real("width"));
    layout.dense = withWidth(layout.dense, options.real("width"));
    layout.dropout1 = options.real("dropout");
    layout.dropout2 = options.real("dropout_dense");
    return layout;
}

FacialFusion::FacialFusion(std::vector<std::string> components, const FacialBlockImpl::Layout& layout, bool renormalise,
                           bool startsAsSum)
    : m_components(std::move(components)), m_renormalise(renormalise),
      m_fusion(classCount * static_cast<std::int64_t>(m_components.size()), classCount)
{
    for (const std::string& component : m_components)
        m_blocks.push_back(register_module(component, FacialBlock(layout)));
    register_module("fusion", m_fusion);
    keras::initialise(*this);
    if (!startsAsSum) return;
    // One certain component among undecided ones gives its class 95 %: softmax over 7 classes of ln 114 and six zeros.
    const double certainty = std::log(19.0 * static_cast<double>(classCount - 1));
    const torch::NoGradGuard noGrad;
    m_fusion->weight.copy_(torch::eye(classCount).repeat({1, static_cast<std::int64_t>(m_components.size())}) *
                           certainty);
}

Activations FacialFusion::features(const std::vector<torch::Tensor>& inputs)
{
    Activations out;
    std::vector<torch::Tensor> seen;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        out[m_components[i]] = m_blocks[i]->state(inputs.at(i));
        seen.push_back(inputs[i].ne(0).flatten(1).any(1));
    }
    out["seen"] = torch::stack(seen, 1);
    return out;
}

torch::Tensor FacialFusion::head(const Activations& activations)
{
    std::vector<torch::Tensor> answers;
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        answers.push_back(torch::softmax(m_blocks[i]->logits(activations.at(m_components[i])), 1));
    torch::Tensor all = torch::stack(answers, 1); // N × components × 7
    if (m_renormalise && !is_training()) {
        const torch::Tensor seen = activations.at("seen").unsqueeze(2);
        const torch::Tensor count = seen.sum(1, /*keepdim=*/true);
        const torch::Tensor mean = (all * seen).sum(1, /*keepdim=*/true) / count.clamp_min(1);
        all = torch::where(seen.logical_or(count.eq(0)), all, mean.expand_as(all));
    }
    return m_fusion->forward(all.flatten(1));
}

const std::vector<std::string>& facialComponents()
{
    static const std::vector<std::string> names = {"mouth",     "nose",      "right_eye",      "left_eye", "right_brow",
                                                   "left_brow", "both_eyes", "eyes_and_brows", "full_face"};
    return names;
}

NetworkType microxType(const std::vector<std::string>& components, bool single)
{
    NetworkType type;
    ModelInfo& info = type.info;
    info.paper = "Pua, Melissa, Kwek, Gen Z. Q.: MicroX Emotion Recognition";
    info.inputNames = components;
    for (const std::string& component : components) info.inputs.push_back(inputOf(component));
    info.sampling = SamplingPlan::same({SamplingPlan::Rule::Segments, paperFrames, 1, paperMostFrames}, paperFrames);
    info.classes = {"neutral", "anger", "contempt", "surprise", "fear", "happiness", "sadness"};
    info.countedAs = {{"disgust", "contempt"}}; // spec section 1
    info.options = joined({trainingValues(single),
                           componentValues(components, single),
                           inputValues(),
                           {dropoutOption("0.2", "0.2", "Share of the last state dropped in training."),
                            {"dropout_dense",
                             OptionInfo::Type::Real,
                             "0.3",
                             "0.3",
                             "Share of the hidden dense layer's values dropped in training.",
                             0,
                             0.9,
                             {},
                             "network"},
                            widthOption()},
                           mapOptions()});
    info.methods = {"gradcam", "hirescam"};
    info.layers = components;
    type.plan = [info, single](const Options& options) { return planOf(info, chosen(options, single), options); };
    addPictureAugmentation(type);
    type.objective = softmaxObjective;
    type.build = [single](const Options& options) -> std::shared_ptr<Network> {
        const auto components = chosen(options, single);
        const auto layout = facialBlockLayout(options);
        if (single) return std::make_shared<SingleBlock>(components.front(), layout);
        return std::make_shared<FacialFusion>(components, layout, options.flag("renormalise"),
                                              options.choice("fusion_start") == "sum");
    };
    return type;
}

} // namespace mien

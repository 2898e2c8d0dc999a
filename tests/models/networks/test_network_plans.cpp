// SPDX-License-Identifier: GPL-3.0-or-later
// What networks ask of the rest of the program: which frames, which crops, which classes, which settings.
#include "core/base/text.h"
#include "models/networks/registry.h"
#include "tests/support/check.h"

#include <algorithm>
#include <stdexcept>

using namespace mien;

namespace {

using Settings = std::map<std::string, std::string>;
using Shape = std::vector<std::int64_t>;
using Rule = SamplingPlan::Rule;
using Crop = ClipSpec::Crop;
using Layout = ClipSpec::Layout;
using Values = ClipSpec::Values;

const NetworkType& typeOf(const std::string& id)
{
    static const std::vector<NetworkType> types = registeredNetworks();
    for (const NetworkType& type : types)
        if (type.info.id == id) return type;
    throw std::logic_error("no network " + id);
}

OptionValues valuesOf(const std::string& id, const std::string& preset, const Settings& settings = {})
{
    RunConfig config;
    config.preset = preset;
    config.options = settings;
    return resolveOptions(typeOf(id).info, config).value();
}

InputPlan planOf(const std::string& id, const Settings& settings = {}, const std::string& preset = "paper")
{
    return typeOf(id).plan(Options(valuesOf(id, preset, settings)));
}

/// That preset `paper` of a network has these values.
void paperHas(const std::string& id, const Settings& expected)
{
    const OptionValues values = valuesOf(id, "paper");
    for (const auto& [name, value] : expected)
        EXPECT_EQUAL(id + " " + name + " " + values.at(name), id + " " + name + " " + value);
}

bool same(const SamplingPlan::Choice& choice, const SamplingPlan::Choice& expected)
{
    return choice == expected;
}

} // namespace

TEST_CASE("all 21 networks are there, in the order of the list")
{
    std::vector<std::string> ids;
    for (const NetworkType& type : registeredNetworks()) ids.push_back(type.info.id);
    EXPECT_EQUAL(
        text::join(ids, " "),
        "tcn tcn_gap scn scn_literal single_frame early_fusion late_fusion slow_fusion conv3d cnn_gru vgg16_au "
        "mobilenet3d_au microx_block microx microx_full_face va_cnn va_cnn_classes va_rnn1 va_rnn3 va_gru1 "
        "va_gru3");
}

TEST_CASE("temporal fusion: frames, windows and the rule for held-out clips")
{
    for (const char* id : {"single_frame", "early_fusion", "late_fusion", "slow_fusion", "conv3d", "cnn_gru"}) {
        const InputPlan plan = planOf(id);
        EXPECT_EQUAL(plan.sampling.minimumFrames, 15);
        EXPECT_EQUAL(text::join(plan.classes, " "), "anger disgust fear happiness sadness surprise");
        EXPECT_EQUAL(text::join(planOf(id, {{"classes", "eight"}}).classes, " "),
                     "neutral anger contempt disgust fear happiness sadness surprise");
        for (const ClipSpec& input : plan.inputs) {
            EXPECT(input.kind == ClipSpec::Kind::Pictures && input.crop == Crop::LbpFace);
            EXPECT(input.values == Values::Unit && !input.bgr);
            EXPECT_EQUAL(input.channels, 3);
        }
        EXPECT_EQUAL(planOf(id, {{"side", "128"}}).inputs.back().height, 128);
        EXPECT(planOf(id, {{"track", "true"}}).inputs.back().crop == Crop::LbpFaceTracked);
        paperHas(id, {{"optimiser", "adam"},
                      {"learning_rate", "0.00001"},
                      {"epochs", "200"},
                      {"batch_size", "32"},
                      {"decay", "0"},
                      {"schedule", "constant"},
                      {"patience", "0"},
                      {"dropout", "0"},
                      {"label_smoothing", "0"},
                      {"bn_momentum", "0.01"}});
    }
    const auto sampling = [](const char* id) { return planOf(id).sampling; };
    EXPECT(same(sampling("single_frame").training, {Rule::Last, 1}));
    EXPECT(same(sampling("single_frame").held, {Rule::Windows, 1, 1}));
    EXPECT(same(sampling("early_fusion").training, {Rule::Last, 10}));
    EXPECT(same(sampling("late_fusion").training, {Rule::LateFusionPair, 2}));
    EXPECT(same(sampling("slow_fusion").training, {Rule::Last, 10}));
    EXPECT(same(sampling("conv3d").training, {Rule::Last, 5}));
    EXPECT(same(sampling("conv3d").held, {Rule::Windows, 5, 1}));
    EXPECT(same(sampling("cnn_gru").held, {Rule::Last, 5}));
    paperHas("cnn_gru", {{"gru_units", "5"}});
    for (const char* id : {"single_frame", "conv3d"}) paperHas(id, {{"vote", "sum"}});
}

TEST_CASE("temporal fusion: inputs and the frames of them")
{
    EXPECT((planOf("single_frame").inputs.at(0).shape() == Shape{3, 170, 170}));
    EXPECT((planOf("early_fusion").inputs.at(0).shape() == Shape{30, 170, 170}));
    EXPECT((planOf("conv3d").inputs.at(0).shape() == Shape{3, 5, 170, 170}));
    EXPECT((planOf("cnn_gru").inputs.at(0).shape() == Shape{5, 3, 170, 170}));
    const InputPlan late = planOf("late_fusion");
    EXPECT_EQUAL(late.inputs.size(), std::size_t{2});
    for (int i = 0; i < 2; ++i) {
        EXPECT((late.inputs[i].shape() == Shape{3, 170, 170}));
        EXPECT((late.inputs[i].steps == std::vector<int>{i}));
    }
    const InputPlan slow = planOf("slow_fusion");
    EXPECT_EQUAL(slow.inputs.size(), std::size_t{4});
    for (int i = 0; i < 4; ++i) {
        EXPECT((slow.inputs[i].shape() == Shape{12, 170, 170}));
        EXPECT((slow.inputs[i].steps == std::vector<int>{2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 3}));
    }
}

TEST_CASE("stacked frames: 20 grey ones of the whole frame, or of the face")
{
    for (const char* id : {"scn", "scn_literal"}) {
        const InputPlan plan = planOf(id);
        EXPECT((plan.inputs.at(0).shape() == Shape{20, 224, 224}));
        EXPECT(plan.inputs[0].crop == Crop::Frame && plan.inputs[0].values == Values::Unit);
        EXPECT(planOf(id, {}, "recommended").inputs[0].crop == Crop::Landmarks);
        EXPECT(same(plan.sampling.training, {Rule::Even, 20}) && plan.sampling.drawsNeutral);
        EXPECT(plan.classes == planOf("tcn").classes);
        paperHas(id, {{"optimiser", "sgd"},
                      {"learning_rate", "0.001"},
                      {"decay", "0.0001"},
                      {"momentum", "0.7"},
                      {"batch_size", "16"},
                      {"epochs", "300"},
                      {"patience", "50"},
                      {"dropout", "0"}});
    }
}

TEST_CASE("action units: 27 of them, a frame or a window of 16 or 8")
{
    for (const char* id : {"vgg16_au", "mobilenet3d_au"}) {
        const ModelInfo& info = typeOf(id).info;
        EXPECT(info.task == Task::Units);
        EXPECT_EQUAL(info.classes.size(), std::size_t{27});
        EXPECT_EQUAL(
            text::join(info.classes, " "),
            "AU1 AU2 AU4 AU5 AU6 AU7 AU9 AU10 AU11 AU12 AU13 AU14 AU15 AU16 AU17 AU18 AU19 AU20 AU22 AU23 AU24 "
            "AU27 AU28 AU30 AU32 AU38 AU39");
        EXPECT(planOf(id).inputs.at(0).values == Values::ImageNet);
        paperHas(id, {{"optimiser", "adam"}, {"learning_rate", "0.05"}, {"schedule", "cosine"}, {"epochs", "20"}});
        EXPECT(std::none_of(info.options.begin(), info.options.end(),
                            [](const OptionInfo& option) { return option.name == "label_smoothing"; }));
    }
    EXPECT((planOf("vgg16_au").inputs.at(0).shape() == Shape{3, 224, 224}));
    EXPECT(same(planOf("vgg16_au").sampling.training, {Rule::Windows, 1, 1}));
    EXPECT((planOf("mobilenet3d_au").inputs.at(0).shape() == Shape{3, 16, 224, 224}));
    EXPECT(same(planOf("mobilenet3d_au").sampling.training, {Rule::Windows, 16, 16}));
    const InputPlan eight = planOf("mobilenet3d_au", {{"frames", "8"}, {"stride", "4"}});
    EXPECT((eight.inputs.at(0).shape() == Shape{3, 8, 224, 224}));
    EXPECT(same(eight.sampling.held, {Rule::Windows, 8, 4}));
    EXPECT_EQUAL(eight.sampling.minimumFrames, 8);
}

TEST_CASE("MicroX: segments, components in a fixed order, raw or scaled pixels")
{
    const InputPlan plan = planOf("microx_full_face");
    EXPECT_EQUAL(text::join(plan.inputNames, " "), "mouth nose right_eye left_eye full_face");
    const Crop crops[] = {Crop::Mouth, Crop::Nose, Crop::RightEye, Crop::LeftEye, Crop::Frame};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT(plan.inputs[i].crop == crops[i] && plan.inputs[i].bgr && plan.inputs[i].values == Values::Raw);
        EXPECT((plan.inputs[i].shape() == Shape{10, 3, 60, 60}));
    }
    EXPECT(same(plan.sampling.training, {Rule::Segments, 10, 1, 40}));
    EXPECT_EQUAL(text::join(plan.classes, " "), "neutral anger contempt surprise fear happiness sadness");
    EXPECT_EQUAL(planOf("microx").inputs.size(), std::size_t{4});
    for (const char* id : {"microx_block", "microx", "microx_full_face"})
        EXPECT_EQUAL(typeOf(id).info.countedAs.at("disgust"), "contempt");

    const InputPlan other = planOf("microx", {{"components", "Left_Brow, mouth,full_face,mouth"},
                                              {"size", "30"},
                                              {"grey", "true"},
                                              {"scale01", "true"},
                                              {"all_frames", "true"},
                                              {"cap", "50"},
                                              {"frames", "5"}});
    EXPECT_EQUAL(text::join(other.inputNames, " "), "mouth left_brow full_face");
    EXPECT(other.layers == other.inputNames);
    EXPECT((other.inputs[1].shape() == Shape{5, 1, 30, 30}));
    EXPECT(other.inputs[1].crop == Crop::LeftBrow && other.inputs[1].values == Values::Unit && !other.inputs[1].bgr);
    EXPECT(same(other.sampling.training, {Rule::Segments, 5, 1, 0}));
    EXPECT_EQUAL(other.sampling.capPerClass, 50);
    const InputPlan joint = planOf("microx", {{"components", "eyes_and_brows,both_eyes"}});
    EXPECT_EQUAL(text::join(joint.inputNames, " "), "both_eyes eyes_and_brows");
    EXPECT(joint.inputs[0].crop == Crop::BothEyes && joint.inputs[1].crop == Crop::EyesAndBrows);
    EXPECT(planOf("microx_block", {{"component", "nose"}}).inputs.at(0).crop == Crop::Nose);

    paperHas("microx_full_face", {{"optimiser", "sgd"},
                                  {"learning_rate", "0.001"},
                                  {"momentum", "0"},
                                  {"decay", "0"},
                                  {"batch_size", "8"},
                                  {"epochs", "120"},
                                  {"patience", "7"},
                                  {"dropout", "0.2"},
                                  {"dropout_dense", "0.3"},
                                  {"scale01", "false"},
                                  {"drop_component", "0"},
                                  {"renormalise", "false"},
                                  {"fusion_start", "random"}});
    paperHas("microx_block", {{"batch_size", "16"}, {"epochs", "30"}});
}

TEST_CASE("a list of components that cannot be is refused in words")
{
    for (const char* value : {"", "mouth,ear", "mouth,,nose", ","}) {
        RunConfig config;
        config.options["components"] = value;
        const auto values = resolveOptions(typeOf("microx").info, config);
        EXPECT(!values.ok() && values.error().message().find("right_eye") != std::string::npos);
    }
}

TEST_CASE("valence and arousal: faces, features, balanced subsets, targets")
{
    const InputPlan cnn = planOf("va_cnn");
    EXPECT((cnn.inputs.at(0).shape() == Shape{1, 96, 96}));
    EXPECT(cnn.inputs[0].crop == Crop::HaarFace && cnn.inputs[0].values == Values::Unit);
    EXPECT(planOf("va_cnn", {{"crop", "frame"}}).inputs.at(0).crop == Crop::Frame);
    EXPECT(same(cnn.sampling.training, {Rule::AnnotatedFrames, 1, 1}));
    for (const char* id : {"va_cnn", "va_rnn1", "va_rnn3", "va_gru1", "va_gru3"}) {
        // What is tested does not follow what is trained on: figures would be of other frames.
        const InputPlan sparse = planOf(id, {{"stride", "7"}});
        EXPECT(sparse.sampling.training.stride == 7 && sparse.sampling.held.stride == 1);
        EXPECT_EQUAL(planOf(id, {{"held_stride", "3"}}).sampling.held.stride, 3);
    }
    EXPECT_EQUAL(cnn.sampling.affectSubset, 3);
    EXPECT(planOf("va_cnn", {{"balance", "ratio"}, {"subset", "1"}}).sampling.affectRatio);
    EXPECT(typeOf("va_cnn").info.task == Task::Affect);
    EXPECT_EQUAL(cnn.features, 300);
    EXPECT_EQUAL(planOf("va_cnn_classes", {{"width", "0.25"}}).features, 75);
    EXPECT_EQUAL(planOf("tcn").features, 0);
    paperHas("va_cnn", {{"optimiser", "sgd"},
                        {"learning_rate", "0.01"},
                        {"momentum", "0.9"},
                        {"decay", "0.00001"},
                        {"epochs", "100"},
                        {"patience", "10"},
                        {"batch_size", "128"},
                        {"loss", "ccc"}});
    EXPECT(same(planOf("va_cnn_classes").sampling.training, {Rule::NeutralAndPeaks, 1}));
    EXPECT_EQUAL(text::join(planOf("va_cnn_classes").classes, " "),
                 "neutral anger contempt disgust fear happiness sadness surprise");
    paperHas("va_cnn_classes", {{"batch_size", "64"}, {"label_smoothing", "0"}});
    for (const char* id : {"va_rnn1", "va_rnn3", "va_gru1", "va_gru3"}) {
        const InputPlan head = planOf(id);
        EXPECT(head.inputs.at(0).kind == ClipSpec::Kind::Features);
        EXPECT((head.inputs[0].shape() == Shape{100, 300}));
        EXPECT(same(head.sampling.training, {Rule::AnnotatedWindows, 100, 1}) && !head.sampling.targetIsLast);
        EXPECT(planOf(id, {{"target", "last"}}).sampling.targetIsLast);
        const InputPlan small = planOf(id, {{"frames", "20"}, {"features", "75"}});
        EXPECT((small.inputs[0].shape() == Shape{20, 75}) && small.sampling.held.length == 20);
        EXPECT_EQUAL(small.sampling.minimumFrames, 20);
        EXPECT_EQUAL(head.features, 0);
        EXPECT_EQUAL(text::join(head.classes, " "), "valence arousal");
        const bool gated = std::string(id).find("gru") != std::string::npos;
        paperHas(id,
                 {{"batch_size", "256"}, {"decay", gated ? "0.00001" : "0"}, {"clip_gradient", gated ? "0" : "100"}});
    }
}

TEST_MAIN

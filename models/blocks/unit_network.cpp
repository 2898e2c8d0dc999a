// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/unit_network.h"

#include "models/blocks/picture_augmentation.h"
#include "models/engine/network_options.h"
#include "models/train/objective.h"

#include <algorithm>

namespace mien {

namespace {

/// The cosine from 0.05 is the paper's; it prints neither batch size nor patience.
std::vector<OptionInfo> unitTraining(const std::vector<PresetValues>& changes)
{
    const auto common = withValues(joined({trainingOptions(), unitOptions()}), {{"epochs", "20", "20"},
                                                                                {"batch_size", "16", "16"},
                                                                                {"optimiser", "adam", "adam"},
                                                                                {"learning_rate", "0.001", "0.05"},
                                                                                {"decay", "0", "0"},
                                                                                {"momentum", "0.9", "0.9"},
                                                                                {"schedule", "cosine", "cosine"},
                                                                                {"patience", "8", "0"}});
    return withValues(common, changes);
}

} // namespace

NetworkType unitType(ClipSpec input, int stride, const std::vector<PresetValues>& training,
                     const std::vector<OptionInfo>& extra)
{
    using Rule = SamplingPlan::Rule;
    NetworkType type;
    ModelInfo& info = type.info;
    input.values = ClipSpec::Values::ImageNet;
    info.paper = "Tlili: Spontaneous Human Emotion Recognition from Video";
    info.task = Task::Units;
    info.inputNames = {input.frames == 1 ? "frame" : "frames"};
    info.inputs = {input};
    info.sampling = SamplingPlan::same({Rule::Windows, input.frames, stride}, input.frames);
    info.classes = codedUnits();
    info.options = joined({unitTraining(training),
                           {integerOption("stride", std::to_string(stride), std::to_string(input.frames),
                                          "Frames from one sample of a clip to the next.", 1, 100000, "input"),
                            cropOption("face", "frame"), sideOption(input.height, input.height / 2, 2 * input.height)},
                           extra,
                           {widthOption()},
                           mapOptions()});
    info.methods = {"gradcam", "hirescam"};
    info.layers = {"last"};
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        InputPlan changed = withCrop(withSide(plan, options), options);
        if (options.values().contains("frames")) changed.inputs[0].frames = static_cast<int>(options.integer("frames"));
        const int frames = changed.inputs[0].frames;
        const int stride = static_cast<int>(options.integer("stride"));
        changed.sampling = SamplingPlan::same({Rule::Windows, frames, stride}, frames);
        return changed;
    };
    addPictureAugmentation(type);
    type.objective = binaryObjective;
    return type;
}

} // namespace mien

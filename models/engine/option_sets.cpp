// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/option_sets.h"

#include <algorithm>
#include <stdexcept>

namespace mien {

using Type = OptionInfo::Type;

namespace {

std::vector<OptionInfo> learningRateOptions()
{
    const std::string group = "training";
    return {
        {"learning_rate",
         Type::Real,
         "0.001",
         "0.001",
         "Learning rate before decay and schedule.",
         1e-9,
         10,
         {},
         group},
        {"decay",
         Type::Real,
         "0",
         "0.0001",
         "Keras decay d: update t uses learning_rate / (1 + d t).",
         0,
         1,
         {},
         group},
        {"schedule",
         Type::Choice,
         "cosine",
         "constant",
         "Course of the learning rate: constant, half a cosine down to 0 over all epochs, or lowered at every plateau "
         "of the validation loss.",
         0,
         0,
         {"constant", "cosine", "plateau"},
         group},
        {"plateau_factor",
         Type::Real,
         "0.5",
         "0.1",
         "Schedule plateau: the learning rate is multiplied by this.",
         1e-3,
         0.999,
         {},
         group},
        {"plateau_patience",
         Type::Integer,
         "5",
         "10",
         "Schedule plateau: epochs without a better validation loss before that happens.",
         1,
         100000,
         {},
         group},
    };
}

} // namespace

std::vector<OptionInfo> trainingOptions()
{
    const std::string group = "training";
    std::vector<OptionInfo> options = {
        {"epochs", Type::Integer, "60", "300", "Epochs at most.", 1, 100000, {}, group},
        {"batch_size", Type::Integer, "16", "16", "Samples per update of the weights.", 1, 4096, {}, group},
        {"micro_batch",
         Type::Integer,
         "0",
         "0",
         "Samples in memory at once; gradients are added up to a whole batch. 0 = all, or as many as the free memory "
         "has room for.",
         0,
         4096,
         {},
         group},
        {"optimiser",
         Type::Choice,
         "adam",
         "sgd",
         "Rule that updates the weights: sgd with momentum, adam, or adam with decoupled weight decay.",
         0,
         0,
         {"sgd", "adam", "adamw"},
         group},
        {"momentum", Type::Real, "0.9", "0.3", "Momentum of sgd; adam uses 0.9 and 0.999.", 0, 0.999, {}, group},
        {"weight_decay",
         Type::Real,
         "0",
         "0",
         "Weight decay: added to the gradient, or decoupled with adamw.",
         0,
         1,
         {},
         group},
        {"clip_gradient",
         Type::Real,
         "0",
         "0",
         "Every value of a gradient is cut to at most this, up and down; 0 = not.",
         0,
         1e6,
         {},
         group},
        {"patience",
         Type::Integer,
         "20",
         "50",
         "Epochs without a better validation loss before stopping; 0 = never.",
         0,
         100000,
         {},
         group},
    };
    return joined({std::move(options), learningRateOptions()});
}

std::vector<OptionInfo> classOptions()
{
    const std::string group = "training";
    return {
        {"label_smoothing",
         Type::Real,
         "0.05",
         "0",
         "Share of the target spread evenly over all classes.",
         0,
         0.5,
         {},
         group},
        {"class_weights",
         Type::Choice,
         "none",
         "none",
         "What a class counts in the loss: none, or balanced, the inverse of its share of the training part.",
         0,
         0,
         {"none", "balanced"},
         group},
    };
}

std::vector<OptionInfo> unitOptions()
{
    return {
        {"pos_weight",
         Type::Choice,
         "auto",
         "none",
         "Weight of an action unit's presence in the loss: none, or auto, its negatives by its positives, 50 at most.",
         0,
         0,
         {"none", "auto"},
         "training"}};
}

std::vector<OptionInfo> affectOptions()
{
    return {{"loss",
             Type::Choice,
             "ccc",
             "ccc",
             "Loss of valence and arousal: ccc, 1 minus their mean concordance correlation, or mse, squared errors.",
             0,
             0,
             {"ccc", "mse"},
             "training"}};
}

std::vector<OptionInfo> landmarkInputOptions()
{
    const std::string group = "input";
    return {
        {"coordinates",
         Type::Choice,
         "face",
         "image",
         "Landmarks divided by the image size, or as motion in the face's own frame since the first frame.",
         0,
         0,
         {"image", "face"},
         group},
        {"input_scale",
         Type::Real,
         "10",
         "1",
         "Factor on the coordinates before they enter the network.",
         1e-3,
         1e3,
         {},
         group},
        {"dead_zone",
         Type::Real,
         "0.02",
         "0",
         "Motion shorter than this counts as none, longer loses as much: what landmarks wander on a still face.",
         0,
         1,
         {},
         group},
        {"augment_shift",
         Type::Integer,
         "2",
         "0",
         "Training clips start up to this many frames earlier or later.",
         0,
         100,
         {},
         group},
        {"augment_speed",
         Type::Real,
         "0.15",
         "0",
         "Training clips run faster or slower by up to this share.",
         0,
         0.9,
         {},
         group},
        {"augment_scale",
         Type::Real,
         "0.2",
         "0",
         "Training clips are magnified or shrunk by up to this share.",
         0,
         0.9,
         {},
         group},
        {"augment_jitter",
         Type::Real,
         "0.005",
         "0",
         "Noise on every other training clip: largest standard deviation, in units of the coordinates.",
         0,
         1,
         {},
         group},
        {"augment_flip",
         Type::Flag,
         "true",
         "false",
         "Mirror every other training clip, left and right swapped.",
         0,
         0,
         {},
         group},
    };
}

std::vector<OptionInfo> pictureAugmentationOptions()
{
    const std::string group = "input";
    const auto real = [&](const char* name, const char* recommended, const char* help, double low, double high,
                          const char* paper = nullptr) {
        return OptionInfo{name, Type::Real, recommended, paper ? paper : recommended, help, low, high, {}, group};
    };
    return {
        real("augment_rotation", "0", "Training pictures are turned by up to this angle, degrees.", 0, 180),
        real("augment_move", "0", "Training pictures are moved by up to this share of their side.", 0, 0.5),
        real("augment_shear", "0", "Training pictures are sheared by up to this angle, degrees.", 0, 45),
        real("augment_zoom_out", "1", "Training pictures are magnified by this factor at least, each axis by its own.",
             0.25, 1),
        real("augment_zoom_in", "1", "Training pictures are magnified by this factor at most.", 1, 4),
        real("augment_brightness", "0", "The brightness of training pictures changes by up to this share.", 0, 1),
        {"augment_flip",
         Type::Flag,
         "true",
         "false",
         "Mirror every other training clip, left and right swapped.",
         0,
         0,
         {},
         group},
    };
}

std::vector<OptionInfo> mapOptions()
{
    return {{"map_resize",
             Type::Choice,
             "bilinear",
             "bilinear",
             "How a map is brought to landmarks × frames.",
             0,
             0,
             {"bilinear", "nearest"},
             "maps"}};
}

std::vector<OptionInfo> withValues(std::vector<OptionInfo> options, const std::vector<PresetValues>& values)
{
    for (const PresetValues& value : values) {
        const auto it = std::find_if(options.begin(), options.end(),
                                     [&](const OptionInfo& option) { return option.name == value.name; });
        if (it == options.end()) throw std::logic_error("no option to change: " + value.name);
        it->recommended = value.recommended;
        it->paper = value.paper;
    }
    return options;
}

std::vector<OptionInfo> joined(const std::vector<std::vector<OptionInfo>>& sets)
{
    std::vector<OptionInfo> all;
    for (const auto& set : sets) all.insert(all.end(), set.begin(), set.end());
    return all;
}

std::vector<ClipSpec> withCoordinates(std::vector<ClipSpec> inputs, const Options& options)
{
    const bool face = options.choice("coordinates") == "face";
    for (ClipSpec& input : inputs)
        if (input.kind == ClipSpec::Kind::LandmarkGrid)
            input.coordinates = face ? ClipSpec::Coordinates::Face : ClipSpec::Coordinates::Image;
    return inputs;
}

} // namespace mien

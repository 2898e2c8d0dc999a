// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"
#include "models/engine/network_options.h"
#include "models/train/objective.h"

namespace mien::networks {

/// The extractor with valence and arousal as outputs (valence/arousal spec, section 3), trained on single frames of
/// the whole set or of one of the three balanced subsets (section 2.4).
NetworkType va_cnn()
{
    using Rule = SamplingPlan::Rule;
    NetworkType type = affectCnnType(
        {{"epochs", "40", "100"},
         {"batch_size", "128", "128"},
         {"optimiser", "adam", "sgd"},
         {"learning_rate", "0.0003", "0.01"},
         {"decay", "0", "0.00001"},
         {"momentum", "0.9", "0.9"},
         {"schedule", "cosine", "constant"},
         {"patience", "10", "10"}},
        affectOptions(),
        {integerOption("stride", "5", "1", "Frames from one sample of a training video to the next.", 1, 100000,
                       "input"),
         integerOption("held_stride", "1", "1", "Frames from one sample of a tested video to the next.", 1, 100000,
                       "input"),
         choiceOption(
             "crop", "haar", "haar",
             "What is seen: the face that OpenCV's Haar cascade finds, or the whole frame where that is a face "
             "already, as Aff-Wild2's organisers cut them.",
             {"haar", "frame"}, "input"),
         integerOption("subset", "3", "3",
                       "Balanced subset of the training frames: 1, 2 or 3 as in the paper; 0 = all of them.", 0, 3,
                       "input"),
         choiceOption("balance", "paper", "paper",
                      "How a subset is drawn: with the paper's probability, or with a ratio that flattens the "
                      "histogram.",
                      {"paper", "ratio"}, "input")});
    ModelInfo& info = type.info;
    info.id = "va_cnn";
    info.title = "Feature extractor for valence and arousal";
    info.parameters = 1333704;
    info.task = Task::Affect;
    info.classes = {"valence", "arousal"};
    info.sampling = SamplingPlan::same({Rule::AnnotatedFrames, 1, 1}, 1);
    type.plan = [plan = defaultPlan(info)](const Options& options) {
        InputPlan changed = extractorPlan(plan, options);
        if (options.choice("crop") == "frame") changed.inputs.at(0).crop = ClipSpec::Crop::Frame;
        changed.sampling.training.stride = static_cast<int>(options.integer("stride"));
        changed.sampling.held.stride = static_cast<int>(options.integer("held_stride"));
        changed.sampling.affectSubset = static_cast<int>(options.integer("subset"));
        changed.sampling.affectRatio = options.choice("balance") == "ratio";
        return changed;
    };
    addAffectAugmentation(type);
    type.objective = affectObjective;
    type.build = [](const Options& options) { return std::make_shared<AffectCnn>(options, 2); };
    return type;
}

} // namespace mien::networks

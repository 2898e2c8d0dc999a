// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/affect_network.h"
#include "models/engine/network_options.h"
#include "models/train/objective.h"

namespace mien::networks {

/// The extractor with eight emotions as outputs (valence/arousal spec, section 3), trained on the neutral frame and
/// the three of the peak of posed sequences (section 2.1).
NetworkType va_cnn_classes()
{
    NetworkType type = affectCnnType({{"epochs", "60", "100"},
                                      {"batch_size", "32", "64"},
                                      {"optimiser", "adam", "sgd"},
                                      {"learning_rate", "0.0005", "0.01"},
                                      {"decay", "0", "0.00001"},
                                      {"momentum", "0.9", "0.9"},
                                      {"schedule", "cosine", "constant"},
                                      {"patience", "15", "10"}},
                                     classOptions(), {});
    ModelInfo& info = type.info;
    info.id = "va_cnn_classes";
    info.title = "Feature extractor with eight emotions";
    info.parameters = 1335510;
    info.classes = {"neutral", "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"};
    info.sampling = SamplingPlan::same({SamplingPlan::Rule::NeutralAndPeaks, 1}, 1);
    type.plan = [plan = defaultPlan(info)](const Options& options) { return extractorPlan(plan, options); };
    addAffectAugmentation(type);
    type.objective = softmaxObjective;
    type.build = [](const Options& options) { return std::make_shared<AffectCnn>(options, 8); };
    return type;
}

} // namespace mien::networks

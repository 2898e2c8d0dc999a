// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"
#include "models/engine/network_options.h"

namespace mien::networks {

/// One picture (temporal fusion spec, section 6.1): learns from the last frame, is asked about every frame, whose
/// answers are combined. Parameters: tower.{conv1, bn1, conv2, bn2, conv3, conv4, conv5}, head.{fc1, fc2, fc3}.
NetworkType single_frame()
{
    using Rule = SamplingPlan::Rule;
    const SamplingPlan sampling{{Rule::Last, 1}, {Rule::Windows, 1, 1}, 15};
    NetworkType type = fusionType({"face"}, {fusionFaces(1)}, sampling, {"conv5"}, {voteOption()});
    type.info.id = "single_frame";
    type.info.title = "Single frame";
    type.info.parameters = 24752198;
    type.info.printedParameters = 24760392;
    type.info.countNote = fusionCountNote;
    type.build = [](const Options& options) { return stackedFusionNetwork(options, 1); };
    return type;
}

} // namespace mien::networks

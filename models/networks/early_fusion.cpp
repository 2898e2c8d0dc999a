// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"

namespace mien::networks {

/// The last ten frames stacked as 30 channels, frame by frame (temporal fusion spec, section 6.2). Parameters:
/// tower.{conv1, bn1, conv2, bn2, conv3, conv4, conv5}, head.{fc1, fc2, fc3}.
NetworkType early_fusion()
{
    constexpr int frames = 10;
    const auto sampling = SamplingPlan::same({SamplingPlan::Rule::Last, frames}, 15);
    NetworkType type = fusionType({"faces"}, {fusionFaces(frames)}, sampling);
    type.info.id = "early_fusion";
    type.info.title = "Early fusion";
    type.info.parameters = 25065830;
    type.info.printedParameters = 25074024;
    type.info.countNote = fusionCountNote;
    type.build = [](const Options& options) { return stackedFusionNetwork(options, frames); };
    return type;
}

} // namespace mien::networks

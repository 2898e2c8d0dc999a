// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/mobilenet3d.h"
#include "models/blocks/unit_network.h"
#include "models/engine/network_options.h"

namespace mien::networks {

/// Action units of a window of frames (action unit spec, section 4.2).
NetworkType mobilenet3d_au()
{
    ClipSpec frames = pictures(ClipSpec::Crop::Frame, 16, 224);
    frames.layout = ClipSpec::Layout::ChannelsFirst;
    NetworkType type = unitType(frames, 16, {{"batch_size", "8", "16"}},
                                {choiceOption("frames", "16", "16", "Frames of a window.", {"16", "8"}, "input"),
                                 dropoutOption("0.2", "0.2", "Share of the pooled values dropped in training."),
                                 bnMomentumOption("0.1", "0.1")});
    ModelInfo& info = type.info;
    info.id = "mobilenet3d_au";
    info.title = "3-D MobileNetV2 for action units";
    info.parameters = 2388635;
    info.methods = {"gradcam", "hirescam", "cam"};
    type.build = [](const Options& options) {
        MobileNet3d::Layout layout;
        layout.width = options.real("width");
        layout.dropout = options.real("dropout");
        layout.bnMomentum = options.real("bn_momentum");
        return std::make_shared<MobileNet3d>(layout);
    };
    return type;
}

} // namespace mien::networks

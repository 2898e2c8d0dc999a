// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"
#include "models/blocks/keras.h"
#include "models/engine/network_options.h"

namespace mien {

namespace {

/// Convolutions over three frames bring five to one (temporal fusion spec, section 6.5). Parameters:
/// tower.{conv1, bn1, conv2, bn2, conv3, conv4, conv5}, head.{fc1, fc2, fc3}; conv1 and conv2 are those of a Conv3d.
class Convolution3d final : public Network
{
public:
    explicit Convolution3d(const FusionLayout& layout)
        : m_tower(register_module("tower", FusionVolume(layout))),
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
    FusionVolume m_tower;
    FusionHead m_head;
};

} // namespace

namespace networks {

NetworkType conv3d()
{
    using Rule = SamplingPlan::Rule;
    constexpr int frames = 5;
    const SamplingPlan sampling{{Rule::Last, frames}, {Rule::Windows, frames, 1}, 15};
    ClipSpec faces = fusionFaces(frames);
    faces.layout = ClipSpec::Layout::ChannelsFirst;
    NetworkType type = fusionType({"faces"}, {faces}, sampling, {"conv5"}, {voteOption()});
    type.info.id = "conv3d";
    type.info.title = "3-D convolution";
    type.info.parameters = 26050694;
    type.info.printedParameters = 26050694;
    type.build = [](const Options& options) { return std::make_shared<Convolution3d>(FusionLayout(options)); };
    return type;
}

} // namespace networks

} // namespace mien

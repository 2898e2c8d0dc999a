// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"
#include "models/blocks/keras.h"

namespace mien {

namespace {

/// Four windows of four frames meet in pairs behind the first block and again behind the second (temporal fusion spec,
/// section 6.4). Shared blocks are called one after the other, so that batch norm has the statistics of each call.
/// Parameters: tower.{conv1, bn1, conv2, bn2, conv3, conv4, conv5}, head.{fc1, fc2, fc3}.
class SlowFusion final : public Network
{
public:
    explicit SlowFusion(const FusionLayout& layout)
        : m_tower(register_module("tower", FusionTower(layout, 3 * 4, 2, 2))),
          m_head(register_module("head", FusionHead(layout, layout.flat)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        std::vector<torch::Tensor> windows;
        for (std::size_t i = 0; i < 4; ++i) windows.push_back(m_tower->block1(inputs.at(i)));
        const torch::Tensor early = m_tower->block2(torch::cat({windows[0], windows[1]}, 1));
        const torch::Tensor late = m_tower->block2(torch::cat({windows[2], windows[3]}, 1));
        return {{"conv5", m_tower->top(torch::cat({early, late}, 1))}};
    }

    torch::Tensor head(const Activations& activations) override
    {
        return m_head->forward(FusionTopImpl::pooled(activations.at("conv5")));
    }

private:
    FusionTower m_tower;
    FusionHead m_head;
};

} // namespace

namespace networks {

NetworkType slow_fusion()
{
    const auto sampling = SamplingPlan::same({SamplingPlan::Rule::Last, 10}, 15);
    NetworkType type = fusionType({"frames 1-4", "frames 3-6", "frames 5-8", "frames 7-10"},
                                  {fusionFaces(4, {0, 1, 2, 3}), fusionFaces(4, {2, 3, 4, 5}),
                                   fusionFaces(4, {4, 5, 6, 7}), fusionFaces(4, {6, 7, 8, 9})},
                                  sampling);
    type.info.id = "slow_fusion";
    type.info.title = "Slow fusion";
    type.info.parameters = 26355878;
    type.info.printedParameters = 26355878;
    type.build = [](const Options& options) { return std::make_shared<SlowFusion>(FusionLayout(options)); };
    return type;
}

} // namespace networks

} // namespace mien

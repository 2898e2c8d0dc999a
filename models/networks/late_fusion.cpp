// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fusion_network.h"
#include "models/blocks/keras.h"

namespace mien {

namespace {

/// One tower over two frames, one call each, so that batch norm has the statistics of each (temporal fusion spec,
/// section 6.3). Parameters: tower.{conv1, bn1, conv2, bn2, conv3, conv4, conv5}, head.{fc1, fc2, fc3}.
class LateFusion final : public Network
{
public:
    explicit LateFusion(const FusionLayout& layout)
        : m_tower(register_module("tower", FusionTower(layout, 3))),
          m_head(register_module("head", FusionHead(layout, 2 * layout.flat)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        Activations out;
        out["conv5_first"] = m_tower->forward(inputs.at(0));
        out["conv5_last"] = m_tower->forward(inputs.at(1));
        return out;
    }

    torch::Tensor head(const Activations& activations) override
    {
        return m_head->forward(torch::cat(
            {FusionTopImpl::pooled(activations.at("conv5_first")), FusionTopImpl::pooled(activations.at("conv5_last"))},
            1));
    }

private:
    FusionTower m_tower;
    FusionHead m_head;
};

} // namespace

namespace networks {

NetworkType late_fusion()
{
    const auto sampling = SamplingPlan::same({SamplingPlan::Rule::LateFusionPair, 2}, 15);
    NetworkType type = fusionType({"first", "last"}, {fusionFaces(1, {0}), fusionFaces(1, {1})}, sampling,
                                  {"conv5_last", "conv5_first"});
    type.info.id = "late_fusion";
    type.info.title = "Late fusion";
    type.info.parameters = 28946502;
    type.info.printedParameters = 28954696;
    type.info.countNote = fusionCountNote;
    type.build = [](const Options& options) { return std::make_shared<LateFusion>(FusionLayout(options)); };
    return type;
}

} // namespace networks

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dropout.h"
#include "models/blocks/keras.h"
#include "models/blocks/tcn_trunk.h"

namespace mien {

namespace {

/// The landmark TCN with global average pooling and one dense layer, for which classic CAM exists (spec section 8.1).
class TcnGap final : public Network
{
public:
    explicit TcnGap(const Options& options)
        : m_trunk(register_module("trunk", TcnTrunk(tcnLayout(options)))),
          m_dropout(register_module("dropout", blocks::Dropout(options.real("dropout")))),
          m_fc(register_module("fc", torch::nn::Linear(64, 7)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override { return m_trunk->forward(inputs.at(0)); }

    torch::Tensor head(const Activations& activations) override
    {
        return m_fc->forward(m_dropout->forward(activations.at("conv3").mean({2, 3})));
    }

    torch::Tensor pooledWeights() const override { return m_fc->weight; }

private:
    TcnTrunk m_trunk;
    blocks::Dropout m_dropout;
    torch::nn::Linear m_fc;
};

} // namespace

namespace networks {

NetworkType tcn_gap()
{
    NetworkType type = landmarkTcnType();
    type.info.id = "tcn_gap";
    type.info.title = "Landmark TCN with global average pooling";
    type.info.parameters = 67911;
    type.info.methods = {"gradcam", "hirescam", "cam"};
    type.build = [](const Options& options) { return std::make_shared<TcnGap>(options); };
    return type;
}

} // namespace networks

} // namespace mien

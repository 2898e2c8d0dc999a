// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dense.h"
#include "models/blocks/dropout.h"
#include "models/blocks/keras.h"
#include "models/blocks/tcn_trunk.h"

namespace mien {

namespace {

/// The landmark TCN with its printed head (spec section 4, layers 8–11).
class Tcn final : public Network
{
public:
    explicit Tcn(const Options& options)
        : m_trunk(register_module("trunk", TcnTrunk(tcnLayout(options)))),
          m_dropout(register_module("dropout", blocks::Dropout(options.real("dropout")))),
          m_fc1(register_module("fc1", torch::nn::Linear(16 * 4 * 64, 64))),
          m_fc2(register_module("fc2", torch::nn::Linear(64, 7)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override { return m_trunk->forward(inputs.at(0)); }

    torch::Tensor head(const Activations& activations) override
    {
        const torch::Tensor flat = m_trunk->pool(activations.at("conv3")).contiguous().flatten(1);
        return m_fc2->forward(torch::relu(blocks::dense(m_fc1, m_dropout->forward(flat))));
    }

private:
    TcnTrunk m_trunk;
    blocks::Dropout m_dropout;
    torch::nn::Linear m_fc1, m_fc2;
};

} // namespace

namespace networks {

NetworkType tcn()
{
    NetworkType type = landmarkTcnType();
    type.info.id = "tcn";
    type.info.title = "Landmark TCN";
    type.info.parameters = 330119;
    type.info.printedParameters = 330119;
    type.info.methods = {"gradcam", "hirescam"};
    type.build = [](const Options& options) { return std::make_shared<Tcn>(options); };
    return type;
}

} // namespace networks

} // namespace mien

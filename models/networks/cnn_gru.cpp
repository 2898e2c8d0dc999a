// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dropout.h"
#include "models/blocks/fusion_network.h"
#include "models/blocks/keras.h"
#include "models/blocks/keras_gru.h"
#include "models/engine/network_options.h"

#include <string>

namespace mien {

namespace {

constexpr int frames = 5;

/// The tower on each of five frames, a GRU over them (temporal fusion spec, section 6.6). Batch norm has the statistics
/// of all frames together, as behind Keras's TimeDistributed. Parameters: tower.{conv1, bn1, conv2, bn2, conv3, conv4,
/// conv5}, gru.{kernel, recurrent_kernel, bias} (as Keras stores them), fc.
class CnnGru final : public Network
{
public:
    CnnGru(const FusionLayout& layout, std::int64_t units)
        : m_tower(register_module("tower", FusionTower(layout, 3))),
          m_gru(register_module("gru", blocks::KerasGru(layout.flat, units))),
          m_dropout(register_module("dropout", blocks::Dropout(layout.dropout))),
          m_fc(register_module("fc", torch::nn::Linear(units, layout.outputs)))
    {
        keras::initialise(*this);
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        const torch::Tensor& x = inputs.at(0);
        const torch::Tensor maps =
            m_tower->forward(x.flatten(0, 1)).unflatten(0, std::vector<std::int64_t>{-1, x.size(1)});
        Activations out;
        for (int t = 0; t < frames; ++t) out[layerName(t)] = maps.select(1, t);
        return out;
    }

    torch::Tensor head(const Activations& activations) override
    {
        std::vector<torch::Tensor> steps;
        for (int t = 0; t < frames; ++t) steps.push_back(FusionTopImpl::pooled(activations.at(layerName(t))));
        return m_fc->forward(m_dropout->forward(m_gru->forward(torch::stack(steps, 1))));
    }

    static std::string layerName(int frame) { return "conv5_" + std::to_string(frame + 1); }

private:
    FusionTower m_tower;
    blocks::KerasGru m_gru;
    blocks::Dropout m_dropout;
    torch::nn::Linear m_fc;
};

} // namespace

namespace networks {

NetworkType cnn_gru()
{
    ClipSpec faces = fusionFaces(frames);
    faces.layout = ClipSpec::Layout::FramesFirst;
    std::vector<std::string> layers;
    for (int t = frames; t > 0; --t) layers.push_back(CnnGru::layerName(t - 1));
    NetworkType type =
        fusionType({"faces"}, {faces}, SamplingPlan::same({SamplingPlan::Rule::Last, frames}, 15), layers,
                   {integerOption("gru_units", "128", "5",
                                  "Units of the GRU; the paper's 5 let hardly anything through.", 1, 4096, "network")});
    type.info.id = "cnn_gru";
    type.info.title = "CNN and GRU";
    type.info.parameters = 3763390;
    type.info.printedParameters = 3763390;
    type.info.countNote = "with the 5 units of the paper's GRU; preset recommended has 128";
    type.build = [](const Options& options) {
        return std::make_shared<CnnGru>(FusionLayout(options), options.integer("gru_units"));
    };
    return type;
}

} // namespace networks

} // namespace mien

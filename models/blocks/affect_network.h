// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/batch_norm_relu6.h"
#include "models/blocks/dropout.h"
#include "models/engine/option_sets.h"
#include "models/networks/network.h"
#include "models/networks/network_type.h"

#include <cstdint>
#include <vector>

/// What the networks of the valence/arousal paper share.
namespace mien {

/// The convolutional extractor (valence/arousal spec, section 3): batch norm on the picture, three 5 × 5 convolutions
/// without bias, quadrant pooling, a linear layer of 300 and the output. Activations: conv3 (N × 256 × 18 × 18) and
/// features (N × 300, what the recurrent heads are fed with). Parameters: bn, conv1, conv2, conv3, fc, out.
/// Variant `khorrami`: all convolutions padded, no batch norm, ReLU on the 300, whose biases begin at 1.
class AffectCnn final : public Network
{
public:
    AffectCnn(const Options& options, std::int64_t outputs);

    Activations features(const std::vector<torch::Tensor>& inputs) override;
    torch::Tensor head(const Activations& activations) override;

    /// Each quarter of the map as its mean: N × C × H × W to N × C × 2 × 2.
    static torch::Tensor quadrants(const torch::Tensor& map);

private:
    bool m_khorrami;
    blocks::BatchNormAct m_bn{nullptr};
    torch::nn::Conv2d m_conv1, m_conv2, m_conv3;
    torch::nn::Linear m_fc, m_out;
    blocks::Dropout m_dropout;
};

/// Inputs and options of the extractor for either task; `training` changes the shared training options, `extra` is put
/// behind them. Sampling, classes, objective, plan, id, title, counts and build() are left to the network.
NetworkType affectCnnType(const std::vector<PresetValues>& training, const std::vector<OptionInfo>& taskOptions,
                          const std::vector<OptionInfo>& extra);

/// `plan` with the pictures and the number of features that the options make of them.
InputPlan extractorPlan(const InputPlan& plan, const Options& options);

/// The augmentation of the extractor's training frames (spec section 2.3), for a type whose plan is set.
void addAffectAugmentation(NetworkType& type);

/// A recurrent head over 100 frames of 300 features (another number where the extractor is narrower; spec section 4):
/// `units` of each layer; lower layers hand on their sequence, the top one its last state, and a linear layer gives
/// valence and arousal. Parameters: gru1 … or rnn1 … with torch's names below, fc. The simple networks have one bias:
/// bias_hh stays 0 and is not trained.
NetworkType recurrentAffectType(bool gated, const std::vector<std::int64_t>& units);

} // namespace mien

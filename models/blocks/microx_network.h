// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/conv_lstm.h"
#include "models/blocks/dropout.h"
#include "models/networks/network.h"
#include "models/networks/network_type.h"

#include <cstdint>
#include <string>
#include <vector>

/// What the networks over facial components share (MicroX spec).
namespace mien {

/// One component (spec section 5): ConvLSTM, dropout, dense layers of 256 and 7. Parameters: lstm, fc1, fc2.
class FacialBlockImpl final : public torch::nn::Module
{
public:
    struct Layout
    {
        std::int64_t channels = 3;
        std::int64_t side = 60; ///< of the crop, pixels
        std::int64_t filters = 64;
        std::int64_t dense = 256;
        double dropout1 = 0.2; ///< behind the ConvLSTM
        double dropout2 = 0.3; ///< behind the first dense layer
    };

    explicit FacialBlockImpl(const Layout& layout);

    torch::Tensor state(const torch::Tensor& x)
    {
        return m_lstm->forward(x);
    }                                                 ///< N × T × C × 60 × 60 to N × 64 × 58 × 58
    torch::Tensor logits(const torch::Tensor& state); ///< N × 7

private:
    blocks::ConvLstm2d m_lstm;
    blocks::Dropout m_dropout1, m_dropout2;
    torch::nn::Linear m_fc1, m_fc2;
};
TORCH_MODULE(FacialBlock);

FacialBlockImpl::Layout facialBlockLayout(const Options& options);

/// A block per component, side by side; their softmax vectors enter a dense layer (spec section 5). An input that is 0
/// throughout is a component that could not be seen; with the option `renormalise` its vector is replaced in use by
/// the mean of the others (spec section 7.1). Activations: one per component, the last state. Parameters: <component>
/// .{lstm, fc1, fc2}, fusion.
class FacialFusion final : public Network
{
public:
    /// `startsAsSum`: the fusion's weights begin as the sum of the blocks' answers, large enough for one of them to be
    /// heard. At random (the paper) a step of a block moves the answer far less than it would alone; Adam, at a rate
    /// that the wide dense layer bears (0.0002 to 0.001), stood on the commonest class of drawn faces for a thousand
    /// updates.
    FacialFusion(std::vector<std::string> components, const FacialBlockImpl::Layout& layout, bool renormalise,
                 bool startsAsSum);

    Activations features(const std::vector<torch::Tensor>& inputs) override;
    torch::Tensor head(const Activations& activations) override;

private:
    std::vector<std::string> m_components;
    std::vector<FacialBlock> m_blocks;
    bool m_renormalise;
    torch::nn::Linear m_fusion;
};

/// All that can be a component, in the order of the networks' inputs.
const std::vector<std::string>& facialComponents();

/// Classes, options, sampling and plan of a network over `components`; with `single` there is the option `component`,
/// else `components` and what goes with several. Id, title and counts are left to the network.
NetworkType microxType(const std::vector<std::string>& components, bool single);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

namespace mien {

/// Outputs of named layers for one batch; batch dimension first.
using Activations = std::map<std::string, torch::Tensor>;

/// A network in two halves, because LibTorch has no hooks: features() gives the activations that maps can be taken
/// from and whatever else head() needs; head() turns them into logits. Gradients of a logit with respect to any
/// activation follow by autograd.
class Network : public torch::nn::Module
{
public:
    /// One tensor per input of ModelInfo::inputs, each N × ClipSpec::shape(). Throws c10::Error on a wrong shape.
    virtual Activations features(const std::vector<torch::Tensor>& inputs) = 0;

    /// Logits, N × classes.
    virtual torch::Tensor head(const Activations& activations) = 0;

    torch::Tensor forward(const std::vector<torch::Tensor>& inputs) { return head(features(inputs)); }

    /// Weights (classes × channels) of the single linear layer behind global average pooling of the first layer of
    /// ModelInfo::layers; undefined where the network has no such head. Classic CAM (Zhou et al. 2016) needs it.
    virtual torch::Tensor pooledWeights() const { return {}; }
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/dropout.h"
#include "models/networks/network.h"

#include <cstdint>
#include <vector>

namespace mien {

/// MobileNetV2 with 3 × 3 × 3 kernels (action unit spec, section 4.2; Sandler et al. 2018): inverted residuals without
/// convolution biases. Input N × 3 × T × H × W. Activation: last (N × 1280 × 7 × 7 for T = 16 or 8). Parameters as in
/// torchvision's mobilenet_v2: features.0 to features.18, classifier.1.
class MobileNet3d final : public Network
{
public:
    struct Layout
    {
        std::int64_t outputs = 27;
        double width = 1;     ///< share of the channels, which are multiples of 8
        double dropout = 0.2; ///< before the dense layer
        double bnMomentum = 0.1;
        bool overTime = true; ///< else 1 × 3 × 3 kernels without strides in time: the well-known network over pictures
    };

    explicit MobileNet3d(const Layout& layout);

    Activations features(const std::vector<torch::Tensor>& inputs) override;
    torch::Tensor head(const Activations& activations) override;
    torch::Tensor pooledWeights() const override { return m_fc->weight; }

    /// The output of features.<i> for its input.
    torch::Tensor layer(std::size_t i, const torch::Tensor& x);
    std::size_t layers() const { return m_features.size(); }

private:
    std::vector<torch::nn::AnyModule> m_features;
    blocks::Dropout m_dropout{nullptr};
    torch::nn::Linear m_fc{nullptr};
};

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/blocks/batch_norm_relu6.h"
#include "models/engine/options.h"
#include "models/networks/network.h"
#include "models/networks/network_type.h"

#include <string>
#include <vector>

namespace mien {

/// Layers 0–7 of the landmark TCN (spec section 4), shared by its two heads: three convolutions, each followed by ReLU
/// and batch norm, with a pooling before the third. Input N × 2 × 68 × T.
class TcnTrunkImpl : public torch::nn::Module
{
public:
    struct Layout
    {
        bool valid = false;        ///< unpadded convolutions and 'same' poolings, instead of the reverse
        bool bnBeforeRelu = false; ///< convolution, batch norm, ReLU
        double bnMomentum = 0.01;  ///< weight of the newest batch in the running statistics
    };

    explicit TcnTrunkImpl(const Layout& layout);

    /// "conv2" (N × 128 × 68 × T) and "conv3" (N × 64 × 33 × 9 for T = 20): outputs of blocks 2 and 3, before pooling.
    Activations forward(const torch::Tensor& grid);

    /// The 3 × 3 pooling with stride 2 of layers 5 and 8.
    torch::Tensor pool(const torch::Tensor& x) const;

private:
    torch::Tensor block(torch::nn::Conv2d& conv, blocks::BatchNormAct& norm, const torch::Tensor& x,
                        std::int64_t kernel);

    Layout m_layout;
    torch::nn::Conv2d m_conv1, m_conv2, m_conv3;
    blocks::BatchNormAct m_bn1, m_bn2, m_bn3;
};
TORCH_MODULE(TcnTrunk);

TcnTrunkImpl::Layout tcnLayout(const Options& options);

/// Inputs, classes, options, transform and objective of the landmark TCN; id, title, counts, methods and build() are
/// left to the network.
NetworkType landmarkTcnType();

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/blocks/batch_norm_relu6.h"
#include "models/blocks/dropout.h"
#include "models/engine/options.h"
#include "models/networks/network.h"
#include "models/networks/network_type.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// What the six networks of temporal fusion share (temporal fusion spec, section 6): an AlexNet whose convolutions
/// have 96, 256, 384, 384 and 256 filters without padding, and three dense layers of 4096, 4096 and K.
namespace mien {

/// Channels of the layers after the options `width`, `side` and `bn_momentum`.
struct FusionLayout
{
    explicit FusionLayout(const Options& options);

    std::int64_t conv1, conv2, conv3, conv4, conv5; ///< filters
    std::int64_t dense;                             ///< units of the two hidden dense layers
    std::int64_t flat;                              ///< values behind the last pooling
    double bnMomentum;
    double dropout; ///< behind each hidden dense layer
    std::int64_t outputs;
};

/// Convolutions 3 to 5 (3 × 3, ReLU, no batch norm). Parameters: conv3 conv4 conv5.
class FusionTopImpl : public torch::nn::Module
{
public:
    FusionTopImpl(const FusionLayout& layout, std::int64_t channels);

    /// N × channels × 11 × 11 to N × 256 × 5 × 5, before the last pooling.
    torch::Tensor top(const torch::Tensor& x);

    /// The last pooling and flattening: N × 1024.
    static torch::Tensor pooled(const torch::Tensor& conv5);

protected:
    torch::nn::Conv2d m_conv3, m_conv4, m_conv5;
};

/// All five convolutions. Parameters: conv1 bn1 conv2 bn2 conv3 conv4 conv5. `channels` enter the first block; `join1`
/// outputs of it side by side the second, `join2` of that the third (more than 1 in slow fusion only).
class FusionTowerImpl final : public FusionTopImpl
{
public:
    FusionTowerImpl(const FusionLayout& layout, std::int64_t channels, std::int64_t join1 = 1, std::int64_t join2 = 1);

    torch::Tensor block1(const torch::Tensor& x); ///< N × channels × 170 × 170 to N × 96 × 27 × 27
    torch::Tensor block2(const torch::Tensor& x); ///< N × 96 · join1 × 27 × 27 to N × 256 × 11 × 11

    /// N × channels × 170 × 170 to N × 256 × 5 × 5.
    torch::Tensor forward(const torch::Tensor& x) { return top(block2(block1(x))); }

private:
    torch::nn::Conv2d m_conv1, m_conv2;
    blocks::BatchNormAct m_bn1, m_bn2;
};
TORCH_MODULE(FusionTower);

/// The same with convolutions over 3 frames in the first two blocks (spec section 6.5). Batch norm is that over N, T, H
/// and W. Parameters as above, conv1 and conv2 with five dimensions.
class FusionVolumeImpl final : public FusionTopImpl
{
public:
    explicit FusionVolumeImpl(const FusionLayout& layout);

    torch::Tensor block1(const torch::Tensor& x); ///< N × 3 × 5 × 170 × 170 to N × 96 × 3 × 27 × 27
    torch::Tensor block2(const torch::Tensor& x); ///< N × 96 × 3 × 27 × 27 to N × 256 × 1 × 11 × 11

    /// N × 3 × 5 × 170 × 170 to N × 256 × 5 × 5.
    torch::Tensor forward(const torch::Tensor& x) { return top(block2(block1(x)).squeeze(2)); }

private:
    torch::nn::Conv3d m_conv1, m_conv2;
    blocks::BatchNormAct m_bn1, m_bn2;
};
TORCH_MODULE(FusionVolume);

/// Dense layers, ReLU behind the first two. Parameters: fc1 fc2 fc3.
class FusionHeadImpl final : public torch::nn::Module
{
public:
    FusionHeadImpl(const FusionLayout& layout, std::int64_t inputs);

    torch::Tensor forward(const torch::Tensor& flat); ///< N × inputs to N × outputs

private:
    torch::nn::Linear m_fc1, m_fc2, m_fc3;
    blocks::Dropout m_dropout;
};
TORCH_MODULE(FusionHead);

/// Single frame and early fusion: the tower over `frames` stacked pictures, and the head. Activation: conv5.
std::shared_ptr<Network> stackedFusionNetwork(const Options& options, std::int64_t frames);

/// `frames` faces of 170 × 170, three channels (spec section 3).
ClipSpec fusionFaces(int frames, std::vector<int> steps = {});

/// Six emotions, or the eight that the paper counted some networks with.
std::vector<std::string> fusionClasses(const std::string& option);

/// Paper, classes, options (with `extra`), transform and objective. Id, title, counts and build() are left to the
/// network.
NetworkType fusionType(const std::vector<std::string>& inputNames, const std::vector<ClipSpec>& inputs,
                       const SamplingPlan& sampling, const std::vector<std::string>& layers = {"conv5"},
                       const std::vector<OptionInfo>& extra = {});

/// Why the papers' counts of single frame, early and late fusion differ from ours.
extern const char* const fusionCountNote;

} // namespace mien

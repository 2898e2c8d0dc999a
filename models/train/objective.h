// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/clip.h"

#include <torch/torch.h>

#include <vector>

namespace mien {

/// What a network is trained for: how labels become targets, the loss, and what its outputs say.
class Objective
{
public:
    virtual ~Objective() = default;

    /// Usage error when a sample has no label this objective can use; `classes` = outputs of the network.
    virtual Result<void> check(const Sample& sample, std::size_t classes) const = 0;

    /// One target per sample.
    virtual torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const = 0;

    /// Mean loss of a batch; `training` adds regularisation of the targets.
    virtual torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const = 0;

    /// How many of the batch are right.
    virtual double correct(const torch::Tensor& logits, const torch::Tensor& targets) const = 0;

    /// Probabilities of each class, N × classes.
    virtual torch::Tensor probabilities(const torch::Tensor& logits) const = 0;
};

/// One class per sample: softmax cross-entropy.
class SoftmaxObjective final : public Objective
{
public:
    explicit SoftmaxObjective(double labelSmoothing) : m_labelSmoothing(labelSmoothing) {}

    Result<void> check(const Sample& sample, std::size_t classes) const override;
    torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const override;
    torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const override;
    double correct(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    torch::Tensor probabilities(const torch::Tensor& logits) const override;

private:
    double m_labelSmoothing;
};

} // namespace mien

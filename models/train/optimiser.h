// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/engine/options.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mien {

/// Learning rate of update `t` (updates done before it) of `total`: Keras decay lr / (1 + d t), times the schedule.
double learningRateAt(const Options& options, std::int64_t t, std::int64_t total);

/// What the schedule `plateau` makes of the learning rate behind epochs with these validation losses, as Keras'
/// ReduceLROnPlateau does: times `factor` whenever `patience` epochs in a row were not better than the best by more
/// than 1e-4, and then counted anew. (LibTorch's class of that name waits one epoch longer.) A function of the losses
/// alone, so that a checkpoint, which has them, needs no more to go on.
double plateauScale(const std::vector<double>& validationLosses, double factor, std::int64_t patience);

/// Updates weights in place from their gradients. All its memory is in state(), so a checkpoint restores it exactly.
/// Written here because LibTorch's SGD keeps the learning rate out of the momentum, unlike the papers' Keras.
class Optimiser
{
public:
    virtual ~Optimiser() = default;

    /// `t` = updates done before this one. Weights without a gradient are left alone.
    void step(double learningRate, std::int64_t t);
    void zeroGradients();

    /// Whether step() would leave the weights numbers: no gradient is NaN, nor infinite where none are cut.
    bool gradientsAreFinite() const;

    /// From now on every value of a gradient is cut to −most … most before anything else; 0 = not.
    void clipGradients(double most) { m_clip = most; }

    /// What a step must at least read and write: weights and memory both, gradients read.
    double bytesPerStep() const;

    /// Named tensors, shared with the optimiser: write into them to restore.
    const std::vector<std::pair<std::string, torch::Tensor>>& state() const { return m_state; }

protected:
    Optimiser(std::vector<torch::Tensor> weights, double weightDecay);
    virtual void update(std::size_t i, torch::Tensor& weight, const torch::Tensor& gradient, double learningRate,
                        std::int64_t t) = 0;
    /// One zero tensor like each weight, part of state().
    std::vector<torch::Tensor> addMemory(const std::string& name);

    std::vector<torch::Tensor> m_weights;
    double m_weightDecay;

private:
    std::vector<std::pair<std::string, torch::Tensor>> m_state;
    double m_clip = 0;
};

/// The one that the options `optimiser`, `momentum`, `weight_decay` and `clip_gradient` ask for.
std::unique_ptr<Optimiser> makeOptimiser(const Options& options, std::vector<torch::Tensor> weights);

} // namespace mien

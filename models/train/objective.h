// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/clip.h"
#include "core/types/metrics.h"
#include "models/engine/options.h"

#include <torch/torch.h>

#include <memory>
#include <vector>

namespace mien {

/// What a network is trained for: how labels become targets, the loss, and what its outputs say.
class Objective
{
public:
    virtual ~Objective() = default;

    /// Usage error when a sample has no label this objective can use; `outputs` = those of the network.
    virtual Result<void> check(const Sample& sample, std::size_t outputs) const = 0;

    /// Learns what the loss needs to know of the training part (weights of classes). Called once, before training.
    virtual void fit(const std::vector<const Sample*>& training) { (void)training; }

    /// One row or value per sample.
    virtual torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const = 0;

    /// Mean loss of a batch, or of a whole part; `training` adds regularisation of the targets.
    virtual torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const = 0;

    /// What these targets weigh in loss(): the loss of a batch is the mean of its parts' losses by their weights, so
    /// that parts one after the other give the gradients of the whole.
    virtual double weight(const torch::Tensor& targets, bool training) const
    {
        (void)training;
        return static_cast<double>(targets.size(0));
    }

    /// Whether that is exact. A concordance says something of a batch as a whole.
    virtual bool isMean() const { return true; }

    /// How many of the batch are right: whole samples, or their share of outputs. NaN where no answer is right or
    /// wrong.
    virtual double correct(const torch::Tensor& logits, const torch::Tensor& targets) const = 0;

    /// What the answers to a whole part are worth by the figures of the task. Both N × outputs on any device; targets
    /// that are NaN (not annotated) and answers that are NaN do not count.
    virtual TaskScores scores(const torch::Tensor& logits, const torch::Tensor& targets) const
    {
        (void)logits;
        (void)targets;
        return {};
    }

    /// Prediction::probabilities of each sample, N × outputs, float64.
    virtual torch::Tensor probabilities(const torch::Tensor& logits) const = 0;
};

/// One class per sample: softmax cross-entropy.
class SoftmaxObjective final : public Objective
{
public:
    /// `weighted`: classes weigh the inverse of their share of the training part, 1 on average over its samples.
    explicit SoftmaxObjective(double labelSmoothing, bool weighted = false)
        : m_labelSmoothing(labelSmoothing), m_weighted(weighted)
    {
    }

    Result<void> check(const Sample& sample, std::size_t outputs) const override;
    void fit(const std::vector<const Sample*>& training) override;
    torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const override;
    torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const override;
    double weight(const torch::Tensor& targets, bool training) const override;
    double correct(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    torch::Tensor probabilities(const torch::Tensor& logits) const override;

private:
    std::vector<double> classWeights() const; ///< as many as m_counts

    double m_labelSmoothing;
    bool m_weighted;
    std::vector<double> m_counts; ///< of each class in the training part; empty = all classes weigh 1
};

/// Independent yes or no for every output (action units): binary cross-entropy, mean over what is annotated (action
/// unit spec, section 5).
class BinaryObjective final : public Objective
{
public:
    /// `balance`: the positive weight of each output is min(50, negatives / positives) of the training part.
    explicit BinaryObjective(bool balance) : m_balance(balance) {}

    Result<void> check(const Sample& sample, std::size_t outputs) const override;
    void fit(const std::vector<const Sample*>& training) override;
    torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const override;
    torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const override;
    double weight(const torch::Tensor& targets, bool training) const override;
    double correct(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    TaskScores scores(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    torch::Tensor probabilities(const torch::Tensor& logits) const override;

private:
    bool m_balance;
    std::vector<double> m_positiveWeights; ///< one per output; empty = 1
};

/// Valence and arousal: 1 − the mean concordance correlation of both over the batch, or the mean squared error
/// (valence/arousal spec, section 5).
class AffectObjective final : public Objective
{
public:
    enum class Loss { Concordance, MeanSquaredError };
    explicit AffectObjective(Loss loss) : m_loss(loss) {}

    Result<void> check(const Sample& sample, std::size_t outputs) const override;
    torch::Tensor targets(const std::vector<Sample>& samples, torch::Device device) const override;
    torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const override;
    bool isMean() const override { return m_loss == Loss::MeanSquaredError; }
    double correct(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    TaskScores scores(const torch::Tensor& logits, const torch::Tensor& targets) const override;
    torch::Tensor probabilities(const torch::Tensor& logits) const override;

private:
    Loss m_loss;
};

/// Makers for NetworkType::objective, which read the options of classOptions(), unitOptions() and affectOptions().
std::unique_ptr<Objective> softmaxObjective(const Options& options);
std::unique_ptr<Objective> binaryObjective(const Options& options);
std::unique_ptr<Objective> affectObjective(const Options& options);

} // namespace mien

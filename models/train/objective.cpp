// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/objective.h"

namespace mien {

Result<void> SoftmaxObjective::check(const Sample& sample, std::size_t classes) const
{
    if (sample.label >= 0 && static_cast<std::size_t>(sample.label) < classes) return {};
    return Error::usage("label " + std::to_string(sample.label) + " is none of the network's " +
                            std::to_string(classes) + " classes",
                        sample.id, "leave the sample out or label it");
}

torch::Tensor SoftmaxObjective::targets(const std::vector<Sample>& samples, torch::Device device) const
{
    std::vector<std::int64_t> labels;
    for (const Sample& sample : samples) labels.push_back(sample.label);
    return torch::tensor(labels, torch::kInt64).to(device);
}

torch::Tensor SoftmaxObjective::loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const
{
    namespace F = torch::nn::functional;
    return F::cross_entropy(logits.to(torch::kFloat32), targets,
                            F::CrossEntropyFuncOptions().label_smoothing(training ? m_labelSmoothing : 0.0));
}

double SoftmaxObjective::correct(const torch::Tensor& logits, const torch::Tensor& targets) const
{
    return logits.argmax(1).eq(targets).sum().item<double>();
}

torch::Tensor SoftmaxObjective::probabilities(const torch::Tensor& logits) const
{
    return torch::softmax(logits.to(torch::kFloat64), 1);
}

} // namespace mien

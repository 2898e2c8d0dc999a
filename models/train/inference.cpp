// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/inference.h"

#include "models/networks/network_type.h"
#include "models/train/device.h"

#include <algorithm>

namespace mien {

namespace {

std::vector<double> row(const torch::Tensor& matrix)
{
    const torch::Tensor values = matrix[0].to(torch::kCPU, torch::kFloat64).contiguous();
    return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

void reportProblems(const Batch& batch, const RunControl& control)
{
    for (const std::string& problem : batch.problems)
        control.report(Diagnostic{Diagnostic::Severity::Warning, {}, 0, problem + "; left out"});
}

} // namespace

Model makeModel(const NetworkType& type, const Options& options, const DeviceChoice& device,
                const std::string& precision)
{
    Model model{type.build(options), type.objective(options), device.device, precision};
    model.network->to(device.device);
    const torch::NoGradGuard noGrad;
    for (torch::Tensor& weight : model.network->parameters())
        if (weight.dim() == 4) weight.set_data(weight.contiguous(torch::MemoryFormat::ChannelsLast));
    return model;
}

std::int64_t trainableParameters(const torch::nn::Module& network)
{
    std::int64_t count = 0;
    for (const torch::Tensor& weight : network.parameters())
        if (weight.requires_grad()) count += weight.numel();
    return count;
}

Prediction predictOne(Model& model, const Batch& batch, int fold)
{
    const torch::NoGradGuard noGrad;
    model.network->eval();
    const PrecisionScope scope(model.precision, model.device);
    const torch::Tensor logits = model.network->forward(batch.inputs);
    const Sample& sample = batch.samples.front();
    Prediction prediction;
    prediction.sample = sample.id;
    prediction.subject = sample.subject;
    prediction.fold = fold;
    prediction.truth = sample.label;
    prediction.targets.assign(sample.targets.begin(), sample.targets.end());
    prediction.logits = row(logits);
    prediction.probabilities = row(model.objective->probabilities(logits));
    return prediction;
}

Array featuresOf(Model& model, const Batch& batch)
{
    const torch::NoGradGuard noGrad;
    model.network->eval();
    const PrecisionScope scope(model.precision, model.device);
    const torch::Tensor values = model.network->features(batch.inputs).at("features");
    const torch::Tensor rows = values.to(torch::kCPU, torch::kFloat32).contiguous();
    return {rows.sizes().vec(), {rows.data_ptr<float>(), rows.data_ptr<float>() + rows.numel()}};
}

Result<std::vector<Prediction>> predictAll(Model& model, const BatchLoader& loader,
                                           const std::vector<std::size_t>& indices, int fold, const RunControl& control)
{
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        const Batch batch = loader.load(indices, i, i + 1, nullptr);
        reportProblems(batch, control);
        if (!batch.empty()) predictions.push_back(predictOne(model, batch, fold));
    }
    return predictions;
}

std::size_t evaluatedAtOnce(std::size_t atOnce)
{
    constexpr std::size_t most = 32;
    return std::min(atOnce, most);
}

Evaluation evaluatePart(Model& model, const BatchLoader& loader, const std::vector<std::size_t>& indices,
                        std::size_t atOnce, const RunControl& control)
{
    const std::size_t batchSize = evaluatedAtOnce(atOnce);
    const torch::NoGradGuard noGrad;
    model.network->eval();
    const PrecisionScope scope(model.precision, model.device);
    // The loss of a part is that of all its samples: concordance is no mean over batches.
    std::vector<torch::Tensor> logits, targets;
    for (std::size_t begin = 0; begin < indices.size(); begin += batchSize) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return {notComputed, notComputed, {}, 0, true};
        const Batch batch = loader.load(indices, begin, std::min(begin + batchSize, indices.size()), nullptr);
        if (batch.empty()) continue;
        logits.push_back(model.network->forward(batch.inputs).to(torch::kFloat32));
        targets.push_back(model.objective->targets(batch.samples, model.device));
    }
    if (logits.empty()) return {};
    const torch::Tensor all = torch::cat(logits);
    const torch::Tensor wanted = torch::cat(targets);
    return {model.objective->loss(all, wanted, false).item<double>(),
            model.objective->correct(all, wanted) / static_cast<double>(all.size(0)),
            model.objective->scores(all, wanted), static_cast<std::size_t>(all.size(0)), false};
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/training_step.h"

#include "core/base/text.h"
#include "models/train/device.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

std::string remedyFor(double learningRate)
{
    return "lower learning_rate (" + text::number(learningRate) +
           " here) or set clip_gradient; the epochs before are kept";
}

} // namespace

Result<StepOutcome> trainingStep(Model& model, Optimiser& optimiser, const Batch& batch, std::int64_t atOnce,
                                 double learningRate, std::int64_t update)
{
    const torch::Tensor targets = model.objective->targets(batch.samples, model.device);
    const std::int64_t samples = targets.size(0);
    const std::int64_t parts = atOnce > 0 ? (samples + atOnce - 1) / atOnce : 1;
    const std::int64_t size = (samples + parts - 1) / parts;
    const double whole = parts > 1 ? model.objective->weight(targets, true) : 0;
    StepOutcome outcome{0, 0};
    optimiser.zeroGradients();
    for (std::int64_t begin = 0; begin < samples; begin += size) {
        const std::int64_t count = std::min(size, samples - begin);
        const torch::Tensor wanted = targets.narrow(0, begin, count);
        std::vector<torch::Tensor> inputs;
        for (const torch::Tensor& input : batch.inputs) inputs.push_back(input.narrow(0, begin, count));
        torch::Tensor logits;
        torch::Tensor loss;
        {
            const PrecisionScope scope(model.precision, model.device);
            logits = model.network->forward(inputs);
            loss = model.objective->loss(logits, wanted, true);
        }
        // A part in which nothing is annotated weighs nothing; a batch of only such parts has the loss 0.
        if (parts > 1) loss = loss * (model.objective->weight(wanted, true) / std::max(whole, 1e-12));
        const double value = loss.item<double>();
        if (!std::isfinite(value))
            return Error::failed("the training loss is not a number", {}, remedyFor(learningRate));
        loss.backward();
        outcome.loss += value;
        outcome.correct += model.objective->correct(logits.detach(), wanted);
    }
    // Checked before the update: the checkpoint of the epoch before stays the last good one, and the weights, too.
    if (!optimiser.gradientsAreFinite())
        return Error::failed("a gradient is infinite or not a number", {}, remedyFor(learningRate));
    optimiser.step(learningRate, update);
    return outcome;
}

} // namespace mien

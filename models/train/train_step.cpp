// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/train_step.h"

#include "core/base/text.h"
#include "models/train/device.h"

#include <cmath>

namespace mien {

Result<double> trainStep(Model& model, Optimiser& optimiser, const std::vector<torch::Tensor>& inputs,
                         const torch::Tensor& targets, const Update& update, double& correct)
{
    torch::Tensor logits;
    torch::Tensor loss;
    {
        const PrecisionScope scope(model.precision, model.device);
        logits = model.network->forward(inputs);
        loss = model.objective->loss(logits, targets, true);
    }
    const double value = loss.item<double>();
    // Checked before the update: the checkpoint of the epoch before stays the last good one.
    if (!std::isfinite(value))
        return Error::failed("the training loss is not a number", {},
                             "lower learning_rate (now " + text::number(update.learningRate) + ")");
    optimiser.zeroGradients();
    loss.backward();
    optimiser.step(update.learningRate, update.number);
    correct += model.objective->correct(logits.detach(), targets);
    return value;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/train/inference.h"
#include "models/train/optimiser.h"

#include <vector>

namespace mien {

/// Which update of the weights a step is.
struct Update
{
    double learningRate;
    std::int64_t number; ///< updates done before it
};

/// Forward, loss, backward and update of one batch; the network is in training mode. Returns the loss and adds to
/// `correct` how many samples were right. Failed error, and no update, where the loss is not a number.
Result<double> trainStep(Model& model, Optimiser& optimiser, const std::vector<torch::Tensor>& inputs,
                         const torch::Tensor& targets, const Update& update, double& correct);

} // namespace mien

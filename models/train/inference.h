// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"
#include "models/data/batch.h"
#include "models/networks/network.h"
#include "models/train/objective.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mien {

class Options;
struct DeviceChoice;
struct NetworkType;

/// A network with what it takes to use it. The network is on the device, its convolution weights channels-last.
struct Model
{
    std::shared_ptr<Network> network;
    std::unique_ptr<Objective> objective;
    torch::Device device = torch::kCPU;
    std::string precision;
};

/// Builds the network from torch's default generator and brings it to the device.
Model makeModel(const NetworkType& type, const Options& options, const DeviceChoice& device,
                const std::string& precision);

std::int64_t trainableParameters(const torch::nn::Module& network);

/// The network's answer to a batch of one clip, in evaluation mode.
Prediction predictOne(Model& model, const Batch& batch, int fold);

/// The activation "features" of a batch, in evaluation mode: samples × values.
Array featuresOf(Model& model, const Batch& batch);

/// Predictions of the samples at `indices`, one at a time: batches change the last digits, and a clip shall get the
/// same numbers wherever it is predicted. Samples that cannot be read are reported as diagnostics and left out.
Result<std::vector<Prediction>> predictAll(Model& model, const BatchLoader& loader,
                                           const std::vector<std::size_t>& indices, int fold,
                                           const RunControl& control);

struct Evaluation
{
    double loss = notComputed; ///< mean over samples
    double accuracy = notComputed;
    TaskScores scores{};
    std::size_t samples = 0; ///< that could be read
    bool cancelled = false;
};

/// How many samples evaluatePart() takes at once where training takes `atOnce`.
std::size_t evaluatedAtOnce(std::size_t atOnce);

/// Mean loss, accuracy and scores of the task in evaluation mode, without regularisation of the targets. `atOnce`:
/// samples in memory. Samples that cannot be read are left out; all are not computed where none can.
Evaluation evaluatePart(Model& model, const BatchLoader& loader, const std::vector<std::size_t>& indices,
                        std::size_t atOnce, const RunControl& control);

} // namespace mien

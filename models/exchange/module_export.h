// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/model_card.h"
#include "models/networks/network.h"
#include "models/networks/network_type.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// The bytes of a TorchScript module that torch.jit.load of any PyTorch reads. Its forward() takes a tensor per input,
/// N × ClipSpec::shape() for any N, and gives the logits in evaluation mode, N × outputs. It consists of torch's own
/// operations; its parameters and buffers have the names that they have in `network`. The network must be on the CPU
/// and is in evaluation mode afterwards. Throws c10::Error.
std::string torchScriptOf(Network& network, const InputPlan& plan);

/// The names of forward()'s arguments: InputPlan::inputNames as Python can write them.
std::vector<std::string> argumentNames(const InputPlan& plan);

/// Writes the network of fold-K/best.pt below `folder` to `file`. Returns what Engine::exportModule() does.
Result<ModelCard> exportFold(const NetworkType& type, const Options& options, const std::filesystem::path& folder,
                             int fold, const std::filesystem::path& file);

} // namespace mien

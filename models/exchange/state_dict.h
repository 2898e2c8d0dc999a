// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/weights_map.h"
#include "models/api/engine.h"
#include "models/networks/network.h"

#include <filesystem>
#include <map>
#include <string>

namespace mien {

/// Tensors by name, on the CPU.
using StateDict = std::map<std::string, torch::Tensor>;

/// What torch.save(model.state_dict(), file) of Python wrote, also below "state_dict", "model_state_dict" or "model" of
/// a larger dictionary; or the parameters and buffers of a TorchScript module; or the weights of a checkpoint of ours.
/// Nothing in the file is called. Input error in one sentence for every other file.
Result<StateDict> readStateDict(const std::filesystem::path& file);

/// Copies `weights` into the parameters and buffers of the same names, once `map` has renamed them. Input error that
/// names all tensors that are missing, left over or of another shape; the network is then as it was. Counters of
/// batches (num_batches_tracked) may be missing: nothing depends on them.
Result<void> loadWeights(Network& network, const StateDict& weights, const WeightsMap& map, const std::string& where);

/// Both in one.
Result<void> readWeights(Network& network, const StartingWeights& weights);

} // namespace mien

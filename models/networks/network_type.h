// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/engine/options.h"

#include <functional>
#include <memory>
#include <vector>

namespace mien {

class ClipTransform;
class Network;
class Objective;

/// What networks.def registers: a description and the makers of all parts that depend on the architecture. The
/// training loop, the checkpoints and the maps know a network only through this.
struct NetworkType
{
    ModelInfo info;

    /// Weights freshly initialised from torch's default generator.
    std::function<std::shared_ptr<Network>(const Options&)> build;

    /// ModelInfo::inputs and ModelInfo::sampling with the options applied.
    std::function<InputPlan(const Options&)> plan;

    /// From what the clip builder delivers to what features() takes; augmentation included.
    std::function<std::unique_ptr<ClipTransform>(const Options&)> transform;

    /// Targets, loss, accuracy and probabilities.
    std::function<std::unique_ptr<Objective>(const Options&)> objective;
};

} // namespace mien

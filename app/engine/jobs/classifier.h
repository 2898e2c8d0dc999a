// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs/parent_run.h"
#include "core/types/run_config.h"
#include "models/api/engine.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace mien::jobs {

/// What clips can be asked with: a run, or a TorchScript module.
struct Classifier
{
    RunConfig config; ///< of the run; with a module one that names no data
    ModelInfo model;
    InputPlan plan;
    std::optional<ParentRun> parent = {}; ///< whose networks make its features
    std::function<Result<std::unique_ptr<LoadedRun>>()> open; ///< loads the weights
};

/// `source`: a run folder, or a .pt file with its description beside it, whose hash is checked where it is given. The
/// engine must outlive the result.
Result<Classifier> classifierOf(const std::filesystem::path& source, Engine& engine);

} // namespace mien::jobs

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/protocol.h"
#include "core/project/run_folder.h"
#include "core/types/run_config.h"
#include "models/api/engine.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mien::jobs {

/// The run that another one depends on: its networks see the frames first.
struct ParentRun
{
    std::filesystem::path folder;
    RunConfig config;
    InputPlan plan;
    std::vector<SplitRow> splits;
};

/// The parent that `config` names. Errors in words: none is named, it is gone, or not finished.
Result<ParentRun> parentOf(const RunConfig& config, const Engine& engine);

/// The same, checked to make the features that the network of `config` takes.
Result<ParentRun> featuresParent(const RunConfig& config, const Engine& engine);

/// The same where the network, of this plan, takes features; else nothing, or a usage error where a parent is named all
/// the same.
Result<std::optional<ParentRun>> parentFor(const RunConfig& config, const InputPlan& plan, const Engine& engine);

/// SHA-256 of the weights of one fold, or (0) of all folds.
Result<std::string> weightsOf(const ParentRun& parent, int fold, const RunControl& control);

/// The folds of the parent, where the run is divided as it was: by the same protocol and seed over the same data.
std::vector<Protocol::Parts> partsOf(const ParentRun& parent, const RunConfig& config);

/// For each fold the one of the parent (from 1) whose network never saw whom this fold holds out, neither in training
/// nor in validation: that of the same number where it will do. Usage error that names the person who was seen by all.
/// `held`: people that each fold of the run holds out.
Result<std::vector<int>> parentFolds(const ParentRun& parent, const RunConfig& config,
                                     const std::vector<std::set<std::string>>& held);

/// The same for a run that has been trained.
Result<std::vector<int>> parentFoldsOf(const std::filesystem::path& run, const ParentRun& parent,
                                       const RunConfig& config);

} // namespace mien::jobs

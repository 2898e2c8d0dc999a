// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/run_config.h"

#include <filesystem>
#include <string>

namespace mien::cli {

/// `--set name=value`: a field of the RunConfig (preset, select_on, landmarks, control, device, precision,
/// threads) or an option of the network. Usage error when a field does not take the value; names and values of
/// network options are the engine's to check.
Result<void> applySetting(RunConfig& config, const std::string& name, const std::string& value);

/// For `--help`: the fields that applySetting() knows and their values.
std::string settingsHelp();

/// A dataset as run.json notes it: absolute, and relative to the run folder. Input error when it does not exist.
Result<RunConfig::Dataset> datasetEntry(const std::filesystem::path& folder, const std::filesystem::path& run);

/// Makes the datasets of a configuration read from `file` hold for a run in `run`: found relative to the file's folder
/// first, then by their absolute path.
void rebase(RunConfig& config, const std::filesystem::path& file, const std::filesystem::path& run);

} // namespace mien::cli

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

/// Datasets and parent run of a configuration that was read from a file in `folder`: where the path relative to `folder`
/// leads to one, that is taken (the run was moved together with its data), else the absolute path stays.
void resolveDatasets(RunConfig& config, const std::filesystem::path& folder);

} // namespace mien::cli

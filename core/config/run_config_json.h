// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/run_config.h"

#include <filesystem>
#include <string>

namespace mien {

/// `run.json`: format version 1. Unknown keys and unknown versions are errors that name them: a setting must never be
/// ignored in silence.
std::string toJson(const RunConfig& config);
Result<RunConfig> runConfigFromJson(const std::string& json, const std::string& where);
Result<RunConfig> readRunConfig(const std::filesystem::path& file);

/// Usage error on a value that none of the enumerated settings knows, or on a protocol that cannot be read. Options of
/// the network are checked by the engine.
Result<void> checkRunConfig(const RunConfig& config);

} // namespace mien

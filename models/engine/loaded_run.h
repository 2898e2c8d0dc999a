// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"
#include "models/networks/network_type.h"

#include <filesystem>
#include <memory>

namespace mien {

/// Reads fold-K/best.pt of every fold below `folder` that has one. Input error when there is none. `type` must outlive
/// the result.
Result<std::unique_ptr<LoadedRun>> loadRun(const NetworkType& type, const Options& options, const RunConfig& config,
                                           const std::filesystem::path& folder);

} // namespace mien

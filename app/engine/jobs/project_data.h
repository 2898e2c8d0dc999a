// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run_config.h"

#include "core/base/result.h"

#include <filesystem>

namespace mien::jobs {

/// The config with its datasets replaced by those of `data`: a dataset folder, or a project with what its user made of
/// the clips (core/project/project_datasets.h).
Result<RunConfig> withDataOf(const RunConfig& config, const std::filesystem::path& data);

} // namespace mien::jobs

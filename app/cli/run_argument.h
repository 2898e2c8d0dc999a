// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace mien::cli {

/// Input error in words when `folder` is no run folder.
Result<void> requireRun(const std::filesystem::path& folder);

/// The same, or a TorchScript module (.pt), for commands that take either.
Result<void> requireRunOrModule(const std::filesystem::path& source);

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien {
class Engine;
}

namespace mien::jobs {

/// One training step of networks as their papers have them, for experiments that train smaller ones: that it runs, and
/// what it takes. Takes the steps of those that `table` (CSV) has no row of, and adds them to it one by one.
Result<void> takeFullSizeSteps(const std::vector<std::string>& networks, const std::filesystem::path& table,
                               Engine& engine, const RunControl& control);

/// The table as Markdown; empty where there is none. Input error where it cannot be read.
Result<std::string> fullSizeSteps(const std::filesystem::path& table);

} // namespace mien::jobs

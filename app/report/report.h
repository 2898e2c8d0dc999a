// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "models/api/engine.h"

#include <filesystem>

namespace mien {

/// Writes a page about a run: verdict, conditions, figures beside the paper's, learning curves, and activation maps of
/// held-out clips. One HTML file without references to others, UTF-8, English; the same run gives the same bytes.
///
/// What a run lacks (a deleted video, no predictions yet) becomes a sentence in the page. Errors: Input when
/// `runFolder` is no run or its run.json cannot be read, Usage when `file` does not end in .html or .htm, Cancelled.
/// *Finish early* leaves out the maps that are not made yet. Thread: the engine's.
Result<void> writeReport(const std::filesystem::path& runFolder, const std::filesystem::path& file, Engine& engine,
                         const RunControl& control);

} // namespace mien

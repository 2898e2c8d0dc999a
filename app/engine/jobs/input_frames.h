// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs/run_data.h"

namespace mien::jobs {

/// An input that belongs to no dataset as the only clip of a run: its frames, with landmarks where the plan's inputs
/// need them, and no samples. Input error where that fails.
Result<RunData> framesOfInput(const std::filesystem::path& input, const InputPlan& plan, const RunControl& control);

} // namespace mien::jobs

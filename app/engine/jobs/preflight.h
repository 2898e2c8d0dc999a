// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"

namespace mien::jobs {

/// What is checked before training starts, when everything that it learns from is there.
struct Preflight
{
    TrainingNeeds needs;
    std::int64_t disk = 0;                  ///< bytes that checkpoints and tables will take
    std::optional<std::int64_t> freeDisk;   ///< where the run lies
    std::vector<std::string> warnings = {}; ///< what the results should be read with
};

/// Tries the network out and compares with what is free: Failed error in words where memory or disk will not do. Where
/// a batch does not fit into the memory, `request.config` gets the micro_batch that does, so that run.json says it and
/// the run repeats exactly. `memory` as in TrainJob.
Result<Preflight> preflight(TrainRequest& request, std::optional<std::int64_t> memory, const Engine& engine,
                            const RunControl& control);

/// "memory: about 540 MB of the whole process at its peak; …": one line for a person.
std::string describe(const Preflight& checked, const TrainRequest& request, const OptionValues& options);

} // namespace mien::jobs

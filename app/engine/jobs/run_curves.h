// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/io/tensorboard_events.h"
#include "core/types/metrics.h"

#include <filesystem>
#include <map>

namespace mien::jobs {

/// The curves of a run for TensorBoard: events/fold-K/events.out.tfevents.mien below the run folder, written as the
/// epochs come. What an earlier start of a resumed run knows is taken from metrics.csv. Curves are a copy: what cannot
/// be written is said once and ends no training.
class RunCurves
{
public:
    RunCurves(std::filesystem::path folder, const RunControl& control) : m_folder(std::move(folder)), m_control(control)
    {
    }

    void add(const EpochMetrics& metrics);

private:
    Result<void> write(const EpochMetrics& metrics);
    Result<void> begin(int fold, int epoch);

    std::filesystem::path m_folder;
    const RunControl& m_control;
    std::map<int, EventFile> m_files; ///< by fold
    bool m_failed = false;
};

} // namespace mien::jobs

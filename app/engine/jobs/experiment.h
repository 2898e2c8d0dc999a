// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/config/experiment.h"

#include <functional>

namespace mien::jobs {

/// Below an experiment's output (full_size.h).
inline constexpr const char* fullSizeTable = "full-size.csv";

/// What became of a cell.
struct CellOutcome
{
    enum class State { Waiting, Finished, Failed };
    State state = State::Waiting;
    bool wasFinished = false; ///< by an earlier start
    std::string problem;      ///< of a failed one, in words
    double seconds = 0;       ///< in this start
};

struct ExperimentJob
{
    std::filesystem::path file;   ///< core/config/experiment.h
    std::filesystem::path output; ///< a folder of its own: data/, a folder per cell, results.csv, RESULTS.md
    /// Draws a dataset into a folder that does not exist yet. Who calls the job brings it: the jobs know no generator.
    std::function<Result<void>(const GeneratedData&, const std::filesystem::path& folder, const RunControl&)> draw;
};

struct ExperimentOutcome
{
    Experiment experiment;
    std::vector<CellOutcome> cells; ///< same order as experiment.cells
    double seconds = 0;
};

/// Draws the data that is missing, then trains cell after cell. Finished cells are never repeated, interrupted ones are
/// resumed; a cell that fails is written down with its reason and ends nothing but the cells that depend on it. After
/// every cell results.csv and RESULTS.md are written anew. A cell whose folder holds a run with other settings than the
/// file asks for now fails, and what lies there is left alone. Usage error where data that is there was drawn in
/// another way. `events`: of the cell that is trained.
Result<ExperimentOutcome> runExperiment(const ExperimentJob& job, Engine& engine, const TrainEvents& events,
                                        const RunControl& control);

/// results.csv and RESULTS.md of an experiment, from the summaries of its cells.
Result<void> writeResults(const ExperimentJob& job, const ExperimentOutcome& outcome);

} // namespace mien::jobs

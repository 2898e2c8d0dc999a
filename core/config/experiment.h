// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/run_config.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mien {

/// A dataset that an experiment draws for itself where it is not there yet (core/synth).
struct GeneratedData
{
    std::string folder; ///< below the experiment's output
    std::string layout = "ckplus";
    int subjects = 20;
    std::uint64_t seed = 1;
    int width = 0, height = 0;                   ///< of the pictures, pixels; 0 = as the layout has them
    std::map<std::string, std::string> settings; ///< as of `mien-cli synth --set`
};

/// One run of an experiment: a row of its tables and seeds.
struct ExperimentCell
{
    std::string name;  ///< its folder below the output: unique, made of what distinguishes it
    std::string block; ///< title of the table that it belongs to
    std::string setting;
    std::string protocol; ///< as the file says it; that of `config` has the folder of cross:DIR in full
    RunConfig config;     ///< parentRun: name of the cell that has to be finished before, resolved by the runner
};

/// Networks × protocols × settings × controls × seeds, block by block; each block is a table.
struct Experiment
{
    std::string title;
    std::vector<GeneratedData> generated;
    std::vector<ExperimentCell> cells; ///< in the order of running: parents before those that need them
    std::vector<std::string> fullSize; ///< networks of which a step as their papers have them is taken and counted
};

/// Reads an experiment file (JSON; its keys are explained in docs/experiments.md). Paths of data are relative to the
/// file, or to `output` where they name generated data. Input error that names the block and key.
Result<Experiment> readExperiment(const std::filesystem::path& file, const std::filesystem::path& output);

} // namespace mien

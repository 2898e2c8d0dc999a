// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/model_card.h"
#include "models/api/engine.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What goes to Python and comes from there (docs/exchange.md).
namespace mien::jobs {

/// The networks of a run as TorchScript modules.
struct ExportJob
{
    std::filesystem::path run;
    std::optional<int> fold;      ///< nothing = every fold that has weights
    std::filesystem::path folder; ///< made if absent; files of the same names are replaced
    std::string licence = {};     ///< of the weights, in words; empty = said to be not stated
};

struct ExportedModule
{
    int fold = 0;
    std::filesystem::path module; ///< <network>-fold-K.pt
    std::filesystem::path card;   ///< the same with .json: what it takes, gives and was trained on
};

/// Writes a module and its description per fold. Numbers of people, clips and data are those of the run folder.
Result<std::vector<ExportedModule>> exportRun(const ExportJob& job, Engine& engine, const RunControl& control);

/// A TorchScript module: a file that is called .pt.
bool isModule(const std::filesystem::path& path);

/// The description beside a module. Input error where it is missing, or names another hash.
Result<ModelCard> cardOf(const std::filesystem::path& module);

/// Names of what a run folder's network, or a module, gives.
Result<std::vector<std::string>> outputsOf(const std::filesystem::path& source);

/// SHA-256 of a file, hex.
Result<std::string> sha256Of(const std::filesystem::path& file);

} // namespace mien::jobs

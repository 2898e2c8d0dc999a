// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "core/project/project_datasets.h"

#include <string>
#include <vector>

namespace mien::cli {

/// What a person's project changes of a dataset, in words: "2 clips excluded, 3 under another label"; empty = nothing.
std::string changesOf(const ProjectDataset& dataset);

/// The datasets that `--data` names: a folder, or those of a project, which are said.
Result<std::vector<RunConfig::Dataset>> datasetsOf(const std::string& path, CliContext& context);

/// The one dataset of a project; usage error where it has several. Of a folder: the folder.
Result<RunConfig::Dataset> datasetOf(const std::string& path, CliContext& context);

} // namespace mien::cli

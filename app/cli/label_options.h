// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "app/cli/options.h"
#include "core/dataset/label_mapping.h"
#include "core/types/run_config.h"

#include <vector>

namespace mien::cli {

/// --labels and --label, of every command that reads labels.
std::vector<OptionSpec> labelOptions();

/// What they say; empty where they are not given. Usage or Input error in words.
Result<LabelMapping> labelMapping(const Arguments& arguments);

/// Says, before anything is trained, which label becomes what, what the class list leaves, and which clips go because
/// the network, called `network`, has not their class. What cannot be read the training itself reports.
void sayLabels(const RunConfig& config, const std::vector<std::string>& classes, CliContext& context);

} // namespace mien::cli

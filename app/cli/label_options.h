// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "core/dataset/label_mapping.h"

#include <vector>

namespace mien::cli {

/// --labels and --label, of every command that reads labels.
std::vector<OptionSpec> labelOptions();

/// What they say; empty where they are not given. Usage or Input error in words.
Result<LabelMapping> labelMapping(const Arguments& arguments);

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"

#include <map>
#include <string>
#include <vector>

namespace mien {

/// --where NAME=VALUE[,VALUE]: attribute → values apart by commas, one of which has to hold; all attributes must.
using Conditions = std::map<std::string, std::string>;

bool matches(const ClipEntry& clip, const Conditions& conditions);

/// Input error in words when a condition names an attribute that no clip has, or a value that none has: a slip of the
/// pen would else be an empty dataset. The remedy lists what there is.
Result<void> checkConditions(const std::vector<const DatasetIndex*>& indexes, const Conditions& conditions);

/// Only the clips that match; everything else stays as it is.
DatasetIndex filtered(DatasetIndex index, const Conditions& conditions);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/protocol.h"
#include "core/types/task.h"

#include <string>
#include <vector>

namespace mien {

/// Whether the clip may have what a network of `task` learns from: labels of frames may turn out to be of another kind.
bool isLabelledFor(const ClipEntry& clip, Task task);

/// A class that a fold's network never sees cannot be learned: better said before training than found in a table.
/// Input error that says which class is missing where, of neutral samples also that they are drawn, and what helps
/// under this protocol. `classes`: names by Sample::label.
Result<void> checkClasses(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                          const std::vector<std::string>& classes, const Protocol& protocol);

/// Action units of which a fold's network sees no sample with, or none without: what it answers there means nothing,
/// the others are learned all the same. A sentence for those that are alike. `units`: names by Sample::targets.
std::vector<std::string> oneSidedUnits(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                                       const std::vector<std::string>& units);

} // namespace mien

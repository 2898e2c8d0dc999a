// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <string>

namespace mien::jobs {

/// A clip of one of a run's datasets under the name it has in the run.
struct NamedClip
{
    const DatasetIndex* dataset;
    const ClipEntry* clip;
    std::string id;
    std::string subject;
};

} // namespace mien::jobs

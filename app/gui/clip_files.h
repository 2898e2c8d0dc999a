// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace mien {

/// Where the files of a clip are named: in a dataset that is open, or in a project, whose half a million names stay in
/// its file until somebody asks. Thread: any.
struct ClipFiles
{
    std::shared_ptr<const DatasetIndex> dataset; ///< null = of a project
    std::string clip;                            ///< of the dataset
    std::filesystem::path project;
    std::filesystem::path root; ///< of the project's source
    int id = 0;                 ///< ProjectClip::id

    /// Absolute, in order of time. A fraction of a millisecond.
    Result<std::vector<std::filesystem::path>> list() const;
};

} // namespace mien

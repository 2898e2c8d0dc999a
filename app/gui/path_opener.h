// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <memory>
#include <variant>

namespace mien {

/// A run folder: its path.
struct OpenedRun
{
    std::filesystem::path folder;
};

/// A dataset, or a loose video, image or folder of images as a dataset of one clip.
struct OpenedDataset
{
    std::shared_ptr<const DatasetIndex> index;
    bool single = false; ///< made of one loose file or folder
};

using Opened = std::variant<OpenedRun, OpenedDataset>;

/// The root that a dataset has when it is opened by `path`: one folder has one, also where links lead to it, for clips
/// are known by it. Thread: any; asks the disk.
std::filesystem::path rootOf(const std::filesystem::path& path);

/// Finds out what a path is and reads it: a run folder (has run.json), a dataset of a known layout, a folder of
/// images, a video or an image. Error in words for everything else.
/// Thread: any; takes seconds for large datasets.
Result<Opened> openPath(const std::filesystem::path& path, const RunControl& control);

} // namespace mien

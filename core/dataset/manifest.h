// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <string>

namespace mien {

/// The text of a manifest.csv in `folder` that names every clip of `index` (docs/manifest.md): the reader `manifest`
/// gives the same clips back. Folders are listed, nothing is opened. Failed error for a path that no row can hold.
Result<std::string> manifestText(const DatasetIndex& index, const std::filesystem::path& folder);

/// Writes the labels of a clip's frames, which the index' reader gives, to frame_labels/ in `folder`. Failed error
/// where the reader has none.
Result<void> writeFrameLabels(const DatasetIndex& index, const ClipEntry& clip, const std::filesystem::path& folder);

/// Writes it, with the labels of frames beside it (frame_labels/), into `folder`, which is made where it is missing.
/// What is there is replaced. Pictures and videos stay where they are.
Result<void> writeManifest(const DatasetIndex& index, const std::filesystem::path& folder, const RunControl& control);

} // namespace mien

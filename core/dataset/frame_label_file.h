// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <string>

namespace mien {

/// Where the labels of a clip's frames lie beside a manifest.csv: frame_labels/<id>.csv. Letters of an id that no file
/// name may have are written as %XX.
std::filesystem::path frameLabelFile(const std::filesystem::path& folder, const std::string& clip);

/// A row per frame, `frame` from 1 of the clip, then `expression`, `valence`, `arousal` and `AU<n>`, those that there
/// are; an empty cell = not annotated.
std::string frameLabelText(const FrameLabels& labels);

/// The same again. Input error with the line for what is no such table.
Result<FrameLabels> readFrameLabels(const std::filesystem::path& file);

} // namespace mien

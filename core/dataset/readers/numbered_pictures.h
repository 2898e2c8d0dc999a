// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "core/dataset/readers/folder_listing.h"

#include <functional>
#include <optional>
#include <vector>

namespace mien {

using WarnAt = std::function<void(const std::filesystem::path& file, const std::string& message)>;

/// The pictures of a sequence's folder.
struct NumberedPictures
{
    std::vector<std::filesystem::path> files; ///< in order of the numbers that end their names, those without one last
    std::vector<int> numbers;                 ///< of files[i], ascending, each once; shorter where some have none
};

/// Warns of empty pictures, of a second picture of a frame (left out) and of pictures without a number (kept).
NumberedPictures numberedPictures(const FolderListing& listing, const std::filesystem::path& folder,
                                  const WarnAt& warn);

/// Warns of the numbers that miss between `first` and the last.
void reportGaps(const std::vector<int>& numbers, int first, const std::filesystem::path& folder, const WarnAt& warn);

/// The number of every frame of a clip: that which ends a picture's name (empty where none does); the frames of a
/// video count from `firstOfVideo`. Empty for videos of unknown length.
std::vector<std::optional<int>> frameNumbers(const ClipEntry& clip, int firstOfVideo);

} // namespace mien

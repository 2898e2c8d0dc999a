// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dataset/readers/reader_log.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// A folder that holds pictures, or a video.
struct MediaItem
{
    std::filesystem::path path;
    bool isVideo = false;
    std::vector<std::filesystem::path> pictures; ///< of a folder, natural order
};

/// Folders with pictures and videos below `root`, down to `depth` folders, in natural order. Links are
/// followed, every folder counts once. Folders that cannot be listed are warned of. Stops early when cancelled.
/// `empty`: gets those that hold nothing at all.
std::vector<MediaItem> findMedia(const std::filesystem::path& root, int depth, ReaderLog& log,
                                 const RunControl& control, std::vector<std::filesystem::path>* empty = nullptr);

/// Pictures of one sequence in order of the number at the end of their names.
struct NumberedFrames
{
    std::vector<int> numbers;
    std::vector<std::filesystem::path> files;
};

/// Warns of gaps, of second pictures of a number (left out), of pictures without a number (left out) and of empty ones.
NumberedFrames numberedFrames(const MediaItem& folder, ReaderLog& log);

} // namespace mien

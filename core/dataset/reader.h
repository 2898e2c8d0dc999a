// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"
#include "core/types/geometry.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What the person who opens a dataset knows and its files do not say.
struct ReaderOptions
{
    /// Coded frame f is the picture of number f + frameOffset. Projects disagree on it for BP4D+ (0 or −1).
    int frameOffset = 0;
    /// Takes the emotion that a task was meant to induce for the label of its videos: what was intended, not what the
    /// face shows.
    bool inducedLabels = false;

    bool operator==(const ReaderOptions&) const = default;
};

/// A dataset layout. To add one: a file in readers/ with a function `const Reader& <id>Reader()` and a line in
/// readers.def. A reader opens no video and decodes no picture; what is odd becomes a diagnostic with file and line
/// and never loses a good clip. Folders named `truth` are ignored by all readers.
struct Reader
{
    std::string id;    ///< "ckplus"
    std::string title; ///< "Extended Cohn-Kanade (CK+)"

    /// True if `folder` looks like this layout. Cheap: lists a few folders.
    bool (*probe)(const std::filesystem::path& folder);

    Result<DatasetIndex> (*read)(const std::filesystem::path& folder, const RunControl& control);

    /// Landmarks that the dataset brings along for a clip, one entry per frame, empty where it has none. Null for
    /// layouts without landmarks. Used only where a run asks for `landmarks` = `dataset`.
    Result<std::vector<std::optional<Landmarks68>>> (*landmarks)(const DatasetIndex& index,
                                                                 const ClipEntry& clip) = nullptr;

    /// Labels of single frames of a clip, read again from its files; null for layouts that have none.
    Result<FrameLabels> (*frameLabels)(const DatasetIndex& index, const ClipEntry& clip) = nullptr;

    /// read() with options; null for layouts that have none.
    Result<DatasetIndex> (*readWith)(const std::filesystem::path& folder, const ReaderOptions& options,
                                     const RunControl& control) = nullptr;
};

/// How truth/README.txt of a generated dataset begins.
inline constexpr const char* generatedMark = "Ground truth of a generated dataset.";
inline constexpr const char* generatedMarkFile = "truth/README.txt"; ///< below the dataset's root
bool isGenerated(const std::filesystem::path& folder);               ///< has it

/// All readers, in order of probing.
const std::vector<const Reader*>& readers();

/// The reader of that name; null where there is none.
const Reader* findReader(const std::string& id);

/// Reads `path` with the named reader, or with the first whose probe accepts it. Input error when the folder is
/// missing, empty or of no known layout (the message lists the known ones). Usage error for options that the layout
/// does not have.
Result<DatasetIndex> readDataset(const std::filesystem::path& path, const std::string& reader,
                                 const RunControl& control, const ReaderOptions& options = {});

} // namespace mien

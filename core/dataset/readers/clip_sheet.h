// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/readers/reader_log.h"

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mien {

/// What a table says of one clip.
struct ClipSheetRow
{
    int line = 0;
    std::string clip; ///< as written, without the ending of a video's name
    std::optional<std::string> label;
    std::string gender;  ///< "female", "male" or empty
    std::string subject; ///< empty where the table has none
};

/// A table with a clip per row, as BAUM has them: clip, emotion, code, gender.
struct ClipSheet
{
    std::filesystem::path file;
    std::map<std::string, ClipSheetRow> rows; ///< by clip in lower case
};

/// Reads such a table; columns by the header that has an emotion, else in the order above, with a note. `codes` are
/// the names of codes 1, 2, …; empty where they are not known, and codes then are not looked at. The label's name
/// counts, a code that contradicts it is warned of and stands in only where there is no name or one that no table
/// knows. Nothing, with a warning, where the file cannot be read.
std::optional<ClipSheet> readClipSheet(const std::filesystem::path& file, std::span<const std::string_view> codes,
                                       ReaderLog& log);

} // namespace mien

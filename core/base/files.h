// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace mien::files {

/// The whole file. Input error when it is missing, a folder, or unreadable.
Result<std::string> read(const std::filesystem::path& file);

/// Writes to a temporary file beside `file`, flushes it to the disk and renames it: readers see the old or the new
/// content, never a part. Parent folders must exist.
Result<void> writeAtomically(const std::filesystem::path& file, std::string_view content);

/// Creates `folder` and its parents. The error says which part is in the way or not ours to write.
Result<void> ensureFolder(const std::filesystem::path& folder);

} // namespace mien::files

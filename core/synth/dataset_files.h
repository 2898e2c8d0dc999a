// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace mien::synth {

/// Writes a file and its parent folders. Not flushed to the disk one by one: a dataset has thousands of files, is
/// removed as a whole when the work fails, and can be made again from its seed.
Result<void> writeDatasetFile(const std::filesystem::path& file, std::string_view content);

} // namespace mien::synth

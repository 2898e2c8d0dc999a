// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace mien::files {

/// What lies at `path`, links followed. Input error, with the system's reason, where there is nothing or nobody may
/// look: a folder of another user, links in a circle and a device that fails are no missing file.
Result<std::filesystem::file_status> statusOf(const std::filesystem::path& path);

} // namespace mien::files

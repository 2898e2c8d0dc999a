// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace mien {

/// Where things lie that can be computed again: MIEN_CACHE_DIR if set, else `mien` in the user's cache folder (XDG Base
/// Directory Specification). It need not exist.
std::filesystem::path cacheFolder();

} // namespace mien

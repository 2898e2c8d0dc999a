// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cache_folder.h"

#include <cstdlib>

namespace mien {

std::filesystem::path cacheFolder()
{
    const auto value = [](const char* name) {
        const char* set = std::getenv(name);
        return std::filesystem::path(set ? set : "");
    };
    if (const auto chosen = value("MIEN_CACHE_DIR"); !chosen.empty()) return chosen;
    // The specification has relative paths ignored.
    if (const auto xdg = value("XDG_CACHE_HOME"); xdg.is_absolute()) return xdg / "mien";
    return value("HOME") / ".cache" / "mien";
}

} // namespace mien

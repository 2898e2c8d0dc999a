// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace mien {

/// The folder of real faces for tests: below $MIEN_SHARED, else beside the checkout. It is not part of the
/// repository; tests that use it skip with sharedMediaAbsent where there is nothing.
inline std::optional<std::filesystem::path> sharedMedia()
{
    const char* chosen = std::getenv("MIEN_SHARED");
    const std::filesystem::path shared = chosen && *chosen
                                             ? std::filesystem::path(chosen)
                                             : std::filesystem::path(MIEN_SOURCE_DIR).parent_path() / "shared";
    std::error_code code;
    if (!std::filesystem::is_directory(shared / "media", code)) return std::nullopt;
    return shared / "media";
}

inline constexpr const char* sharedMediaAbsent =
    "no folder of test media: set MIEN_SHARED, or put it beside the checkout as \"shared\"";

} // namespace mien

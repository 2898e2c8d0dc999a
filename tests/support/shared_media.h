// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace mien::test {

/// A file of the media folder that may lie beside the checkout, or in MIEN_SHARED; nothing where it is absent: the test
/// skips with a message.
inline std::optional<std::filesystem::path> sharedFile(const std::filesystem::path& relative)
{
    const char* given = std::getenv("MIEN_SHARED");
    for (const std::filesystem::path& root :
         {std::filesystem::path(given ? given : ""), std::filesystem::path(MIEN_SOURCE_DIR) / ".." / "shared"}) {
        std::error_code code;
        if (!root.empty() && std::filesystem::exists(root / relative, code)) return root / relative;
    }
    return std::nullopt;
}

} // namespace mien::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace mien {

/// A file as memory: read when it is looked at, dropped by the system as it likes. It stays open to nobody: thousands
/// may be mapped, where a process may hold some thousand files open.
struct MappedFile
{
    std::shared_ptr<const std::uint8_t> bytes; ///< unmapped with its last owner; null = missing, empty or unreadable
    std::size_t size = 0;

    static MappedFile open(const std::filesystem::path& file);
};

} // namespace mien

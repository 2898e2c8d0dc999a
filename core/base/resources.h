// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

/// What the machine has to give and what this process takes, in bytes. Nothing where the system does not say.
namespace mien::resources {

/// Memory that this process may still take before something is swapped out or killed: what the kernel calls available,
/// and not more than the limits of its control group (versions 1 and 2), `ulimit -v` and `ulimit -d` leave.
std::optional<std::int64_t> availableMemory();

/// Memory that this process keeps for itself now: resident pages that stand in no file.
std::optional<std::int64_t> ownMemory();

/// What may be written below `folder`, which need not exist yet.
std::optional<std::int64_t> availableDisk(const std::filesystem::path& folder);

/// "850 MB", "1.4 GB": 1 MB = 10^6 bytes.
std::string bytesText(std::int64_t bytes);

} // namespace mien::resources

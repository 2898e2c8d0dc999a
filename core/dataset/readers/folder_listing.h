// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// What a reader sees of a folder: natural order; hidden entries and folders named `truth` left out; links followed.
struct FolderListing
{
    std::vector<std::filesystem::path> folders; ///< full paths
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> lost; ///< links named as pictures or videos that lead nowhere or in a circle
    std::string problem;                     ///< why the folder could not be listed; empty if it could
};

/// What readers say of FolderListing::lost.
inline constexpr const char* lostLink = "is a link that leads nowhere or in a circle; it is left out";

FolderListing listFolder(const std::filesystem::path& folder);

/// The child folder of that name, upper and lower case alike; an exact match first.
std::optional<std::filesystem::path> childFolder(const std::filesystem::path& folder, std::string_view name);

/// The number at the end of a stem: 11 of "S005_001_00000011". Empty without digits or beyond nine significant ones.
std::optional<int> trailingNumber(std::string_view stem);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace mien::manifest {

/// Columns of manifest.csv that Mien knows, in the order in which they are written (docs/manifest.md). All but `path`
/// may be absent; any other column is an attribute.
inline constexpr std::array<std::string_view, 13> columns = {
    "path", "id", "kind", "subject", "label", "first", "last", "onset", "apex", "offset", "valence", "arousal", "aus"};

/// In front of an attribute that is called like one of the columns.
inline constexpr std::string_view attributePrefix = "attribute:";

inline constexpr std::string_view fileName = "manifest.csv";
inline constexpr std::string_view frameLabelFolder = "frame_labels"; ///< holds <clip id>.csv for clips that have some
inline constexpr char fileParting = '|';                             ///< between the files of a sequence

} // namespace mien::manifest

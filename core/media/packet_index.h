// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace mien {

/// Where the pictures of a video lie in time, from its packets alone: nothing is decoded.
///
/// Where every shown packet has a presentation time stamp of its own (`exact`), picture k is the one with the k-th
/// smallest stamp, by whatever route it is reached. Otherwise (raw streams, missing or repeated stamps) pictures can
/// only be counted by decoding from the start.
struct PacketIndex
{
    /// A packet at which decoding can start.
    struct Key
    {
        int rank = 0;           ///< of its picture
        std::int64_t stamp = 0; ///< to seek to, in units of the stream's time base; never behind the packet
    };

    bool exact = false;
    bool stampless = false;           ///< the container has no time stamps at all
    std::vector<std::int64_t> stamps; ///< in order of presentation; only if `exact`
    std::vector<Key> keys;            ///< by rank; only if `exact`

    int count() const { return static_cast<int>(stamps.size()); }
    std::optional<int> rankOf(std::int64_t stamp) const;
    /// Position in `keys` of the last key at or before picture `rank`; -1 if there is none.
    int keyBefore(int rank) const;
};

/// Reads every packet of the file's picture stream. Pictures outside an edit list and pictures that are never shown
/// (alternate references of VP8) do not count. Input error as libav::openInput(), or when there is no packet.
Result<PacketIndex> readPacketIndex(const std::filesystem::path& file);

} // namespace mien

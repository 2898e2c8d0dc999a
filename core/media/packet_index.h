// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/libav.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mien {

/// The pictures of a video stream in order of presentation, from its packets alone; nothing is decoded.
class PacketIndex
{
public:
    struct Entry
    {
        std::int64_t pts; ///< stream time base
        std::int64_t dts; ///< to seek by; equals pts where the container has none
        bool key;
    };

    /// Reads all packets of `stream` and returns to the start of the file. An index without usable time stamps
    /// (raw streams; missing or repeated ones) is empty.
    static PacketIndex read(AVFormatContext& format, int stream);

    bool usable() const { return !m_entries.empty(); }
    int size() const { return static_cast<int>(m_entries.size()); }
    const Entry& operator[](int frame) const { return m_entries[static_cast<std::size_t>(frame)]; }

    std::optional<int> frameAt(std::int64_t pts) const;
    int keyFrameBefore(int frame) const; ///< the last key frame not behind `frame`; 0 if there is none

private:
    std::vector<Entry> m_entries;
};

} // namespace mien

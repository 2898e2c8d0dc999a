// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/packet_index.h"

#include <algorithm>

namespace mien {

PacketIndex PacketIndex::read(AVFormatContext& format, int stream)
{
    PacketIndex index;
    bool stamped = true;
    const libav::Packet packet(av_packet_alloc());
    while (av_read_frame(&format, packet.get()) >= 0) {
        // Packets that an edit list discards are decoded but never shown.
        if (packet->stream_index == stream && !(packet->flags & AV_PKT_FLAG_DISCARD)) {
            stamped = stamped && packet->pts != AV_NOPTS_VALUE;
            const std::int64_t dts = packet->dts == AV_NOPTS_VALUE ? packet->pts : packet->dts;
            index.m_entries.push_back({packet->pts, dts, (packet->flags & AV_PKT_FLAG_KEY) != 0});
        }
        av_packet_unref(packet.get());
    }
    avformat_seek_file(&format, stream, INT64_MIN, INT64_MIN, INT64_MAX, 0);
    std::stable_sort(index.m_entries.begin(), index.m_entries.end(), [](auto& a, auto& b) { return a.pts < b.pts; });
    const auto repeated = std::adjacent_find(index.m_entries.begin(), index.m_entries.end(),
                                             [](auto& a, auto& b) { return a.pts == b.pts; });
    if (!stamped || repeated != index.m_entries.end()) index.m_entries.clear();
    return index;
}

std::optional<int> PacketIndex::frameAt(std::int64_t pts) const
{
    const auto it = std::lower_bound(m_entries.begin(), m_entries.end(), pts,
                                     [](const Entry& entry, std::int64_t value) { return entry.pts < value; });
    if (it == m_entries.end() || it->pts != pts) return std::nullopt;
    return static_cast<int>(it - m_entries.begin());
}

int PacketIndex::keyFrameBefore(int frame) const
{
    while (frame > 0 && !m_entries[static_cast<std::size_t>(frame)].key) --frame;
    return frame;
}

} // namespace mien

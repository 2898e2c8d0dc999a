// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/packet_index.h"

#include "core/media/libav.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mien {

namespace {

struct Entry
{
    std::int64_t pts = AV_NOPTS_VALUE;
    std::int64_t dts = AV_NOPTS_VALUE;
    bool key = false;
};

bool isShown(const AVPacket& packet, AVCodecID codec)
{
    if (packet.flags & AV_PKT_FLAG_DISCARD) return false;
    // RFC 6386, section 9.1: bit 4 of the frame tag is show_frame.
    if (codec == AV_CODEC_ID_VP8 && packet.size > 0) return (packet.data[0] & 0x10) != 0;
    return true;
}

/// Elementary streams: FFmpeg invents stamps for them by an assumed rate.
bool isElementaryStream(const AVInputFormat& format)
{
    constexpr std::array<std::string_view, 13> names = {"h264",       "hevc",      "m4v",  "mpegvideo", "mjpeg",
                                                        "mjpeg_2000", "h261",      "h263", "vc1",       "avs2",
                                                        "avs3",       "cavsvideo", "dirac"};
    return (format.flags & AVFMT_NOTIMESTAMPS) != 0 ||
           std::find(names.begin(), names.end(), format.name) != names.end();
}

std::vector<Entry> readEntries(libav::Input& input)
{
    std::vector<Entry> entries;
    const libav::Packet packet = libav::newPacket();
    while (av_read_frame(input.format.get(), packet.get()) >= 0) {
        if (packet->stream_index == input.stream->index && isShown(*packet, input.stream->codecpar->codec_id))
            entries.push_back({packet->pts, packet->dts, (packet->flags & AV_PKT_FLAG_KEY) != 0});
        av_packet_unref(packet.get());
    }
    return entries;
}

} // namespace

std::optional<int> PacketIndex::rankOf(std::int64_t stamp) const
{
    const auto at = std::lower_bound(stamps.begin(), stamps.end(), stamp);
    if (at == stamps.end() || *at != stamp) return std::nullopt;
    return static_cast<int>(at - stamps.begin());
}

int PacketIndex::keyBefore(int rank) const
{
    const auto behind =
        std::upper_bound(keys.begin(), keys.end(), rank, [](int r, const Key& key) { return r < key.rank; });
    return static_cast<int>(behind - keys.begin()) - 1;
}

Result<PacketIndex> readPacketIndex(const std::filesystem::path& file)
{
    auto input = libav::openInput(file);
    if (!input) return input.error();
    const std::vector<Entry> entries = readEntries(*input);
    if (entries.empty())
        return Error::input("holds no picture", file.string(), "the file may be cut off; copy it again");

    PacketIndex index;
    index.stampless = isElementaryStream(*input->format->iformat);
    if (index.stampless) return index;
    for (const Entry& entry : entries) {
        if (entry.pts == AV_NOPTS_VALUE) return PacketIndex{};
        index.stamps.push_back(entry.pts);
    }
    std::sort(index.stamps.begin(), index.stamps.end());
    if (std::adjacent_find(index.stamps.begin(), index.stamps.end()) != index.stamps.end()) return PacketIndex{};
    // Broken files may hold any number; times are differences of stamps.
    if (std::int64_t span = 0; __builtin_sub_overflow(index.stamps.back(), index.stamps.front(), &span))
        return PacketIndex{};
    index.exact = true;
    for (const Entry& entry : entries) {
        if (!entry.key) continue;
        // Some containers seek by decoding time, some by presentation time: the smaller suits both.
        const std::int64_t stamp = entry.dts == AV_NOPTS_VALUE ? entry.pts : std::min(entry.pts, entry.dts);
        index.keys.push_back({*index.rankOf(entry.pts), stamp});
    }
    std::sort(index.keys.begin(), index.keys.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    return index;
}

} // namespace mien

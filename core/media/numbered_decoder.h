// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/packet_index.h"
#include "core/media/video_decoder.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace mien {

/// Gives the pictures of a video their numbers and times.
///
/// Every number is given once, in order, with a picture or with an Error. With an exact PacketIndex the number is the
/// rank of the picture's time stamp, so a picture that cannot be decoded leaves the numbers behind it unchanged.
/// Otherwise pictures are counted from the start, and an undecodable stretch takes one number.
class NumberedDecoder
{
public:
    /// `index` must outlive the decoder.
    static Result<NumberedDecoder> open(const std::filesystem::path& file, const PacketIndex& index);

    struct Item
    {
        int number = 0;
        double seconds = 0;         ///< since picture 0
        bool timeAssumed = false;   ///< follows from the nominal frame rate
        bool damaged = false;       ///< the codec had to conceal missing data
        Error error;                ///< why there is no picture; only if `picture` is null
        AVFrame* picture = nullptr; ///< owned by the decoder, valid until the next call
    };

    /// The next number, or nothing at the end.
    std::optional<Item> next();
    int nextNumber() const { return m_number; } ///< what next() gives, if there is one

    /// Goes to the key picture at place `key` of the index; the next number is that of the key. False if the
    /// container refuses. Only with an exact index.
    bool seekToKey(int key);

    VideoDecoder& decoder() { return m_decoder; }

private:
    NumberedDecoder(VideoDecoder decoder, std::filesystem::path file, const PacketIndex& index);
    std::optional<Item> nextByStamp();
    std::optional<Item> nextByCount();
    double countedSeconds(bool& assumed);

    VideoDecoder m_decoder;
    std::filesystem::path m_file;
    const PacketIndex* m_index;
    int m_number = 0;
    bool m_ended = false;
    std::optional<int> m_held;                    ///< by stamp: rank of the decoded picture not given yet
    std::optional<VideoDecoder::Outcome> m_ahead; ///< by count: what was decoded while looking for a stretch's end
    std::optional<std::int64_t> m_firstStamp;     ///< by count
    double m_firstSeconds = 0;                    ///< by count: the time of m_firstStamp
    double m_seconds = 0;                         ///< by count: of the number given last
};

} // namespace mien

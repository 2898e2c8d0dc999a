// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/numbered_decoder.h"

namespace mien {

Result<NumberedDecoder> NumberedDecoder::open(const std::filesystem::path& file, const PacketIndex& index)
{
    auto decoder = VideoDecoder::open(file);
    if (!decoder) return decoder.error();
    return NumberedDecoder(std::move(*decoder), file, index);
}

NumberedDecoder::NumberedDecoder(VideoDecoder decoder, std::filesystem::path file, const PacketIndex& index)
    : m_decoder(std::move(decoder)), m_file(std::move(file)), m_index(&index)
{
}

std::optional<NumberedDecoder::Item> NumberedDecoder::next()
{
    auto item = m_index->exact ? nextByStamp() : nextByCount();
    if (!item) return std::nullopt;
    if (!item->picture) {
        const std::string& detail = m_decoder.failure();
        item->error = Error::failed("frame could not be decoded" + (detail.empty() ? "" : " (" + detail + ")"),
                                    m_file.string() + ", frame " + std::to_string(item->number + 1));
    } else {
        item->damaged = item->picture->decode_error_flags != 0 || (item->picture->flags & AV_FRAME_FLAG_CORRUPT) != 0;
    }
    return item;
}

std::optional<NumberedDecoder::Item> NumberedDecoder::nextByStamp()
{
    while (!m_held && !m_ended) {
        const auto outcome = m_decoder.next();
        if (outcome == VideoDecoder::Outcome::End) m_ended = true;
        if (outcome != VideoDecoder::Outcome::Picture) continue;
        const AVFrame& picture = m_decoder.picture();
        const auto stamp = picture.pts == AV_NOPTS_VALUE ? picture.best_effort_timestamp : picture.pts;
        const auto rank = m_index->rankOf(stamp);
        // After a seek the pictures before the key lack their references.
        if (rank && *rank >= m_number) m_held = rank;
    }
    if (m_number >= m_index->count()) return std::nullopt;
    Item item;
    item.number = m_number++;
    const auto ticks = m_index->stamps[static_cast<std::size_t>(item.number)] - m_index->stamps.front();
    item.seconds = static_cast<double>(ticks) * av_q2d(m_decoder.stream().time_base);
    if (m_held == item.number) {
        item.picture = &m_decoder.picture();
        m_held.reset();
    }
    return item;
}

std::optional<NumberedDecoder::Item> NumberedDecoder::nextByCount()
{
    auto outcome = m_ahead ? *m_ahead : m_decoder.next();
    m_ahead.reset();
    if (outcome == VideoDecoder::Outcome::End) {
        m_ahead = outcome;
        return std::nullopt;
    }
    Item item;
    if (outcome == VideoDecoder::Outcome::Picture) {
        item.picture = &m_decoder.picture();
    } else {
        while (outcome == VideoDecoder::Outcome::Failure) outcome = m_decoder.next();
        m_ahead = outcome;
        // Garbage behind the last picture is no lost picture.
        if (outcome == VideoDecoder::Outcome::End) return std::nullopt;
    }
    item.number = m_number;
    if (item.picture) {
        item.seconds = countedSeconds(item.timeAssumed);
    } else {
        item.timeAssumed = true;
        item.seconds = item.number == 0 ? 0 : m_seconds + 1 / m_decoder.framesPerSecond();
    }
    m_seconds = item.seconds;
    ++m_number;
    return item;
}

double NumberedDecoder::countedSeconds(bool& assumed)
{
    const double step = 1 / m_decoder.framesPerSecond();
    const double assumedSeconds = m_number == 0 ? 0 : m_seconds + step;
    const auto stamp = m_decoder.picture().best_effort_timestamp;
    assumed = true;
    if (m_index->stampless) return m_number * step;
    if (stamp == AV_NOPTS_VALUE) return assumedSeconds;
    if (!m_firstStamp) {
        m_firstStamp = stamp;
        m_firstSeconds = assumedSeconds;
    }
    std::int64_t ticks = 0;
    if (__builtin_sub_overflow(stamp, *m_firstStamp, &ticks)) return assumedSeconds;
    const double seconds = m_firstSeconds + static_cast<double>(ticks) * av_q2d(m_decoder.stream().time_base);
    // Time never stands still or runs back, whatever a damaged file says.
    if (m_number > 0 && seconds <= m_seconds) return assumedSeconds;
    assumed = false;
    return seconds;
}

bool NumberedDecoder::seekToKey(int key)
{
    const PacketIndex::Key& target = m_index->keys.at(static_cast<std::size_t>(key));
    m_held.reset();
    m_ended = false;
    m_number = target.rank;
    return m_decoder.seek(target.stamp);
}

} // namespace mien

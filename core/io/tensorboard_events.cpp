// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensorboard_events.h"

#include <array>
#include <bit>
#include <cmath>

namespace mien {

namespace {

// Field numbers and wire types of tensorflow.Event, .Summary and .Summary.Value.
constexpr char eventWallTime = (1 << 3) | 1;    // double
constexpr char eventStep = (2 << 3) | 0;        // int64
constexpr char eventFileVersion = (3 << 3) | 2; // string
constexpr char eventSummary = (5 << 3) | 2;     // message
constexpr char summaryValue = (1 << 3) | 2;     // message
constexpr char valueTag = (1 << 3) | 2;         // string
constexpr char valueSimple = (2 << 3) | 5;      // float

template <typename T> void appendLittleEndian(std::string& bytes, T value)
{
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xff);
}

void appendVarint(std::string& bytes, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
    bytes += static_cast<char>(value);
}

void appendText(std::string& bytes, char field, std::string_view text)
{
    bytes += field;
    appendVarint(bytes, text.size());
    bytes += text;
}

std::string eventAt(double wallTime)
{
    std::string event(1, eventWallTime);
    appendLittleEndian(event, std::bit_cast<std::uint64_t>(wallTime));
    return event;
}

/// Rotated and shifted, so that the checksum of data that holds checksums says something.
std::uint32_t masked(std::uint32_t crc)
{
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

constexpr std::array<std::uint32_t, 256> crcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0u);
        table[i] = crc;
    }
    return table;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes)
{
    static constexpr auto table = crcTable();
    std::uint32_t crc = ~0u;
    for (const char c : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xff];
    return ~crc;
}

Result<EventFile> EventFile::create(const std::filesystem::path& file, double wallTime)
{
    EventFile events;
    events.m_file = file;
    events.m_out.open(file, std::ios::binary | std::ios::trunc);
    std::string event = eventAt(wallTime);
    appendText(event, eventFileVersion, "brain.Event:2");
    if (auto written = events.record(event); !written) return written.error();
    return events;
}

Result<void> EventFile::scalar(const std::string& tag, std::int64_t step, double value, double wallTime)
{
    if (std::isnan(value)) return {};
    std::string entry;
    appendText(entry, valueTag, tag);
    entry += valueSimple;
    appendLittleEndian(entry, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    std::string summary;
    appendText(summary, summaryValue, entry);
    std::string event = eventAt(wallTime);
    event += eventStep;
    appendVarint(event, static_cast<std::uint64_t>(step));
    appendText(event, eventSummary, summary);
    return record(event);
}

Result<void> EventFile::record(const std::string& event)
{
    std::string bytes;
    appendLittleEndian(bytes, static_cast<std::uint64_t>(event.size()));
    appendLittleEndian(bytes, masked(crc32c(bytes)));
    bytes += event;
    appendLittleEndian(bytes, masked(crc32c(event)));
    m_out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    m_out.flush();
    if (m_out) return {};
    return Error::failed("cannot be written", m_file.string(), "check the folder's rights and free space");
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace mien {

/// A file of scalars that TensorBoard shows: TFRecord frames (length, masked CRC-32C of it, data, masked CRC-32C of it;
/// little endian) around protocol buffers tensorflow.Event. TensorBoard reads it while it grows.
class EventFile
{
public:
    /// Replaces what is there; parent folders must exist. TensorBoard looks for "tfevents" in the name.
    static Result<EventFile> create(const std::filesystem::path& file, double wallTime);

    /// One value of a curve. `wallTime`: seconds since 1970. NaN is not written: not computed is no value.
    Result<void> scalar(const std::string& tag, std::int64_t step, double value, double wallTime);

private:
    EventFile() = default;
    Result<void> record(const std::string& event);

    std::filesystem::path m_file;
    std::ofstream m_out;
};

/// CRC-32C (Castagnoli, RFC 3720), as TFRecord uses it.
std::uint32_t crc32c(std::string_view bytes);

} // namespace mien

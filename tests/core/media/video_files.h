// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

#include <QByteArray>
#include <QStringList>
#include <filesystem>
#include <string>
#include <vector>

/// Videos for tests, made and measured by the ffmpeg programs: an opinion independent of Mien's decoder.
namespace mien::videofiles {

/// True if `ffmpeg` and `ffprobe` run.
bool toolsPresent();

/// Writes 90 frames of FFmpeg's moving test picture, 176×144 at 25/s, with the given output options. Throws
/// std::runtime_error with ffmpeg's words.
void make(const std::filesystem::path& file, const QStringList& options);

/// Runs ffmpeg on `input`.
void convert(const std::filesystem::path& input, const std::filesystem::path& output, const QStringList& options);

/// Stamps of the decoded frames by ffprobe, seconds since the first; NaN where it knows none.
std::vector<double> probedTimes(const std::filesystem::path& file);

/// Frames as ffmpeg decodes them: 24-bit BGR, one after the other.
QByteArray decodedBgr(const std::filesystem::path& file);

/// SHA-256 of the visible pixels.
QByteArray hash(const Frame& frame);

/// Everything next() gives up to the end.
struct Pass
{
    std::vector<Frame> frames;
    std::vector<Error> errors;
};
Pass readAll(FrameSource& source);

} // namespace mien::videofiles

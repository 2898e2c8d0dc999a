// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

#include <cstring>
#include <filesystem>
#include <string>

namespace mien {

/// What came of a hostile file.
struct ReadThrough
{
    bool opened = false;
    int frames = 0;
    int errors = 0;
    bool steady = true; ///< the last frame looks the same when it is gone to; of damaged videos only as far as the
                        ///< codec says where it guessed (H.264 does, MPEG-2 and MPEG-4 part 2 do not)
    std::string fault;  ///< what broke a promise of FrameSource; empty if nothing did
};

inline bool samePixels(const Frame& a, const Frame& b)
{
    if (a.width != b.width || a.height != b.height || a.channels != b.channels) return false;
    for (int y = 0; y < a.height; ++y)
        if (std::memcmp(a.pixels.get() + y * a.stride, b.pixels.get() + y * b.stride,
                        static_cast<std::size_t>(a.width) * static_cast<std::size_t>(a.channels)) != 0)
            return false;
    return true;
}

/// Opens a file as the window and the extraction do, reads all of it in colour and in grey, goes to the last frame and
/// back to the first, and holds what comes against the promises of FrameSource: numbers and times that rise, one size,
/// as many times as numbers, and words for what fails.
inline ReadThrough readThrough(const std::filesystem::path& file)
{
    ReadThrough seen;
    const auto fail = [&](const std::string& words) {
        if (seen.fault.empty()) seen.fault = words;
    };
    const auto checkWords = [&](const Error& error) {
        if (error.what.empty() || error.where.empty()) fail("an error without words: " + error.message());
    };
    auto opened = openSource(file);
    if (!opened) {
        if (opened.error().kind != ErrorKind::Input) fail("refused, but not as an input");
        if (opened.error().remedy.empty()) fail("refused without saying what to do: " + opened.error().message());
        checkWords(opened.error());
        return seen;
    }
    seen.opened = true;
    FrameSource& source = **opened;
    int last = -1;
    double seconds = -1;
    Frame lastFrame;
    const auto check = [&](const Frame& frame) {
        if (frame.index <= last) fail("frame " + std::to_string(frame.index) + " behind " + std::to_string(last));
        if (!(frame.seconds > seconds)) fail("time stands still at frame " + std::to_string(frame.index));
        if (frame.width != source.info().width || frame.height != source.info().height) fail("another size");
        last = frame.index;
        seconds = frame.seconds;
        lastFrame = frame;
    };
    for (;;) {
        const auto frame = source.next();
        if (frame && !*frame) break;
        if (frame)
            check(**frame), ++seen.frames;
        else
            checkWords(frame.error()), ++seen.errors;
    }
    const int numbers = seen.frames + seen.errors;
    if (last >= numbers) fail("a number beyond those given");
    const auto times = source.times();
    if (!times || static_cast<int>(times->size()) != numbers) fail("not as many times as frames");
    if (source.info().frameCount != numbers) fail("another number of frames than were given");
    if (last >= 0) {
        const auto again = source.frame(last);
        if (!again) fail("the last frame is not there again: " + again.error().message());
        if (again && again->index != last) fail("another frame than was asked for");
        if (again && times && !(again->seconds == seconds)) fail("the last frame has another time");
        seen.steady = again && samePixels(*again, lastFrame);
    }
    if (const auto moved = source.seek(0); !moved) fail("does not go back: " + moved.error().message());
    int grey = 0;
    for (;; ++grey) {
        const auto frame = source.nextGrey();
        if (frame && !*frame) break;
        if (frame && (*frame)->channels != 1) fail("grey is not grey");
    }
    if (grey != numbers) fail("grey gives " + std::to_string(grey) + " of " + std::to_string(numbers) + " frames");
    return seen;
}

} // namespace mien

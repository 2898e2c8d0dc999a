// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_sequence.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/io/landmark_frames.h"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>

namespace mien::landmarks {

namespace fs = std::filesystem;

namespace {

std::string stemOf(const fs::path& file, const FrameFormat& format)
{
    const std::string name = file.filename().string();
    return name.substr(0, name.size() - std::string_view(format.ending).size());
}

/// The number of the frame of each file, from 0; nothing where the names do not tell.
std::optional<std::vector<std::int64_t>> framesByName(const std::vector<fs::path>& files, const FrameFormat& format)
{
    std::vector<std::int64_t> numbers;
    std::string common;
    for (const fs::path& file : files) {
        const std::string stem = stemOf(file, format);
        const std::size_t digits = stem.find_last_not_of("0123456789") + 1; // 0 where there is nothing else
        const auto number = text::toInt(stem.substr(digits));
        if (numbers.empty()) common = stem.substr(0, digits);
        if (!number || stem.substr(0, digits) != common) return std::nullopt;
        numbers.push_back(*number);
    }
    const std::int64_t first = numbers.front() == 0 ? 0 : 1;
    std::int64_t previous = first - 1;
    for (std::int64_t& number : numbers) {
        if (number <= previous || number - previous > longestGap) return std::nullopt;
        previous = number;
        number -= first;
    }
    return numbers;
}

} // namespace

Result<std::vector<fs::path>> frameFiles(const fs::path& folder, const FrameFormat& format)
{
    std::error_code code;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (!text::startsWith(name, ".") && text::endsWith(text::lower(name), format.ending) &&
            entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    if (code) return Error::input("the folder cannot be read: " + code.message(), folder.string());
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return text::naturalLess(a.filename().string(), b.filename().string());
    });
    return files;
}

Result<FaceTrack> readFrameFiles(const std::vector<fs::path>& files, const FrameFormat& format)
{
    const auto numbers = framesByName(files, format);
    std::vector<FaceFrame> frames(numbers ? static_cast<std::size_t>(numbers->back() + 1) : files.size());
    std::optional<Error> problem;
    bool anyFace = false;
    for (std::size_t i = 0; i < files.size(); ++i) {
        FaceFrame& frame = frames[numbers ? static_cast<std::size_t>((*numbers)[i]) : i];
        const auto text = files::read(files[i]);
        const auto points = text ? format.parse(*text, files[i].string()) : Result<Landmarks68>(text.error());
        anyFace |= points.ok();
        frame = points ? frameWithFace(*points) : frameWithProblem(points.error().message());
        if (!points && !problem) problem = points.error();
    }
    if (!anyFace) return *problem;
    return trackOf(std::move(frames));
}

Result<std::vector<fs::path>> writeFrameFiles(const FaceTrack& track, const FrameFormat& format, const fs::path& folder,
                                              const std::string& stem, const RunControl& control)
{
    std::vector<const FaceFrame*> frames;
    std::vector<fs::path> written;
    for (const FaceFrame& frame : track.frames)
        if (hasAllLandmarks(frame)) {
            frames.push_back(&frame);
            written.push_back(folder / (numberedName(stem, frame.frame) + format.ending));
        }
    const std::string what = std::string("*") + format.ending;
    if (frames.empty())
        return Error::failed("no frame has a face, and a folder of " + what + " cannot say that", folder.string(),
                             "choose a format that lists frames");
    if (auto made = files::ensureFolder(folder); !made) return made.error();
    const auto present = frameFiles(folder, format);
    if (!present) return present.error();
    const std::set<fs::path> ours(written.begin(), written.end());
    for (const fs::path& file : *present)
        if (!ours.contains(file))
            return Error::failed("the folder already holds other files " + what + ", " + file.filename().string() +
                                     " among them",
                                 folder.string(), "choose a new folder");
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
        if (auto saved = files::writeAtomically(written[i], format.toText(frames[i]->landmarks)); !saved)
            return saved.error();
        control.report(
            Progress{"writing landmarks", static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(frames.size())});
    }
    return written;
}

} // namespace mien::landmarks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "core/base/text.h"
#include "core/io/landmark_files.h"
#include "core/media/frame_source.h"

#include <system_error>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

std::string formatIds(const char* separator)
{
    std::vector<std::string> ids;
    for (const LandmarkFormatInfo& format : landmarkFormats()) ids.emplace_back(format.id);
    return text::join(ids, separator);
}

std::string formatHelp()
{
    std::string lines;
    for (const LandmarkFormatInfo& format : landmarkFormats())
        lines += std::string("\n") + format.id + ": " + format.title + "; lacks " + format.lacks + ".";
    return lines;
}

/// Pictures have no landmarks yet: the sentence of a format reader would not say so.
Result<void> refusePictures(const fs::path& input)
{
    std::error_code code;
    const bool folder = fs::is_directory(input, code);
    const bool pictures = folder ? !looksLikeLandmarks(input) && !recogniseLandmarks(input) && imageFilesIn(input).ok()
                                 : fs::exists(input, code) && (looksLikeVideo(input) || looksLikeImage(input));
    if (!pictures) return {};
    return Error::usage("holds pictures, not landmarks", input.string(), "run mien-cli extract first");
}

void warnOfLosses(const FaceTrack& track, const WrittenLandmarks& written, const fs::path& input,
                  const LandmarkFormatInfo& target, CliContext& context)
{
    int problems = 0;
    const FaceFrame* first = nullptr;
    for (const FaceFrame& frame : track.frames) {
        if (frame.problem.empty()) continue;
        ++problems;
        if (!first) first = &frame;
    }
    const std::string frames = std::to_string(track.frames.size()) + " frames";
    if (first)
        context.warn(input.string() + ": " + std::to_string(problems) + " of " + frames +
                     " could not be used; the first is frame " + std::to_string(first->frame + 1) + ": " +
                     first->problem);
    if (written.leftOut > 0)
        context.warn(input.string() + ": " + std::to_string(written.leftOut) + " of " + frames +
                     " have no face and therefore no file (" + target.id + " cannot say it)");
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto format = landmarkFormat(arguments.text("to"));
    if (!format)
        return Error::usage("unknown format '" + arguments.text("to") + "'", {},
                            "these can be written: " + formatIds(", "));
    const fs::path input = arguments.positional(0);
    if (auto refused = refusePictures(input); !refused) return refused;
    const auto from = recogniseLandmarks(input);
    if (!from) return from.error();
    const auto track = readLandmarks(input);
    if (!track) return track.error();
    const fs::path output = arguments.text("output");
    const auto written = writeLandmarks(*track, {*format, output, landmarkStem(input), input}, context.control());
    if (!written) return written.error();

    const auto frames = static_cast<int>(track->frames.size());
    warnOfOtherPeople(input, track->peopleLeftOut, context);
    warnOfLosses(*track, *written, input, info(*format), context);
    if (arguments.has("json")) {
        context.print(QJsonObject{{QStringLiteral("input"), json(input)},
                                  {QStringLiteral("from"), QString::fromLatin1(info(*from).id)},
                                  {QStringLiteral("to"), QString::fromLatin1(info(*format).id)},
                                  {QStringLiteral("frames"), frames},
                                  {QStringLiteral("faces"), track->foundCount()},
                                  {QStringLiteral("output"), json(output)},
                                  {QStringLiteral("files"), static_cast<qint64>(written->files.size())}});
        return {};
    }
    context.progress().clear();
    context.out() << input.string() << " (" << info(*from).id << "): a face in " << track->foundCount() << " of "
                  << frames << (frames == 1 ? " frame -> " : " frames -> ") << output.string() << " ("
                  << info(*format).id << ")" << std::endl;
    return {};
}

} // namespace

const Command& convertCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "convert",
        .summary = "Writes the 68 landmarks of a file in the format of another program.",
        .details = "Landmarks only, so far: no annotations; one face per frame, of several the one with the widest "
                   "eyes. The format of INPUT is found out by its content. Coordinates "
                   "keep every digit, but for openface, which has one decimal. Where a format names pictures, frame 12 "
                   "of clip.csv is clip_00000012.png: what \"ffmpeg -i clip.mp4 clip_%08d.png\" writes.\n"
                   "JSON: {input, from, to, frames, faces, output, files}; files is how many were written." +
                   formatHelp(),
        .syntax = {.positionals = {{"INPUT", "File of landmarks in one of the formats below, or a folder of .pts or "
                                             "_landmarks.txt files (one sequence; numbers at the end of the names are "
                                             "frames)."}},
                   .options = {outputOption("FILE-or-DIR",
                                            "File to write; for pts and ckplus a folder with a file per frame, made if "
                                            "absent, or for a single frame a file.",
                                            true),
                               {.name = "to",
                                .type = Type::Text,
                                .value = "FORMAT",
                                .help = "Format to write: " + formatIds(", ") + ".",
                                .required = true},
                               jsonOption("One line of JSON.")}},
        .run = run};
    return command;
}

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_files.h"

#include "core/base/files.h"
#include "core/base/path_status.h"
#include "core/base/text.h"
#include "core/io/ckplus_landmarks.h"
#include "core/io/coco_faces.h"
#include "core/io/dlib_xml.h"
#include "core/io/landmark_frames.h"
#include "core/io/landmark_sequence.h"
#include "core/io/landmark_table.h"
#include "core/io/openface_csv.h"
#include "core/io/pts.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr landmarks::FrameFormat ptsFrames = {".pts", toPts, parsePts};
constexpr landmarks::FrameFormat ckplusFrames = {"_landmarks.txt", toCkPlusLandmarks, parseCkPlusLandmarks};

const landmarks::FrameFormat& frameFormat(LandmarkFormat format)
{
    return format == LandmarkFormat::Pts ? ptsFrames : ckplusFrames;
}

/// The format by the end of the name.
std::optional<LandmarkFormat> byName(const fs::path& file)
{
    const std::string name = text::lower(file.filename().string());
    for (const LandmarkFormatInfo& each : landmarkFormats())
        if (text::endsWith(name, each.ending)) return each.format;
    return std::nullopt;
}

/// The format by the first bytes of a file.
std::optional<LandmarkFormat> byContent(std::string_view head)
{
    const auto lines = landmarks::linesOf(head);
    if (lines.empty()) return std::nullopt;
    const std::string first = text::lower(lines.front().text);
    if (first.front() == '<') return LandmarkFormat::DlibXml;
    if (first.front() == '{' && (first.size() == 1 || first.find('"') != std::string::npos))
        return LandmarkFormat::Coco;
    if (text::startsWith(first, "version") || text::startsWith(first, "n_points")) return LandmarkFormat::Pts;
    if (landmarks::coordinatesOf(first, {})) return LandmarkFormat::CkPlus;
    for (const char* column : {"x_0", "y_0", "frame"})
        if (first.find(column) != std::string::npos && first.find(',') != std::string::npos)
            return LandmarkFormat::OpenFace;
    return std::nullopt;
}

std::string headOf(const fs::path& file)
{
    constexpr std::size_t enough = 4096;
    std::string head(enough, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(enough));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return head;
}

std::string knownFormats()
{
    std::vector<std::string> names;
    for (const LandmarkFormatInfo& each : landmarkFormats()) names.emplace_back(each.title);
    return text::join(names, ", ");
}

bool holdsFrames(const fs::path& folder, const landmarks::FrameFormat& format)
{
    const auto files = landmarks::frameFiles(folder, format);
    return files && !files->empty();
}

Result<LandmarkFormat> recogniseFolder(const fs::path& folder)
{
    const auto pts = landmarks::frameFiles(folder, ptsFrames);
    if (!pts) return pts.error();
    const bool ckplus = holdsFrames(folder, ckplusFrames);
    if (!pts->empty() && ckplus)
        return Error::input("the folder holds landmarks in two formats, .pts and _landmarks.txt", folder.string(),
                            "leave those of one sequence in it");
    if (!pts->empty()) return LandmarkFormat::Pts;
    if (ckplus) return LandmarkFormat::CkPlus;
    return Error::input("the folder holds no landmarks", folder.string(),
                        "give a folder of .pts or _landmarks.txt files, or a file");
}

Result<FaceTrack> readOne(const fs::path& file, const landmarks::FrameFormat& format)
{
    const auto text = files::read(file);
    if (!text) return text.error();
    const auto points = format.parse(*text, file.string());
    if (!points) return points.error();
    return landmarks::trackOf({landmarks::frameWithFace(*points)});
}

Result<FaceTrack> readFolder(const fs::path& folder, const landmarks::FrameFormat& format)
{
    const auto files = landmarks::frameFiles(folder, format);
    if (!files) return files.error();
    return landmarks::readFrameFiles(*files, format);
}

/// A single frame as a single file.
Result<WrittenLandmarks> writeOne(const FaceTrack& track, const LandmarkTarget& target)
{
    if (track.frames.size() != 1)
        return Error::usage("is one file, and there are " + std::to_string(track.frames.size()) + " frames",
                            target.output.string(), "give a folder");
    if (!landmarks::hasAllLandmarks(track.frames.front()))
        return Error::failed("the frame has no face, and this format cannot say that", target.output.string());
    const std::string text = frameFormat(target.format).toText(track.frames.front().landmarks);
    if (auto written = files::writeAtomically(target.output, text); !written) return written.error();
    return WrittenLandmarks{{target.output}, 0};
}

Result<WrittenLandmarks> writeFrames(const FaceTrack& track, const LandmarkTarget& target, const RunControl& control)
{
    std::error_code code;
    if (byName(target.output) == target.format && !fs::is_directory(target.output, code))
        return writeOne(track, target);
    auto written = landmarks::writeFrameFiles(track, frameFormat(target.format), target.output, target.stem, control);
    if (!written) return written.error();
    const auto leftOut = track.frames.size() - written->size();
    return WrittenLandmarks{std::move(*written), static_cast<int>(leftOut)};
}

/// Beside a table whose landmarks are not ours: openFaceDetails() would speak of our detector.
std::string detailsOf(const FaceTrack& track, const LandmarkTarget& target)
{
    std::string out = "Input: " + target.source.string() + "\nWriter: Mien " MIEN_VERSION ", converted\n";
    if (track.width > 0 && track.height > 0)
        out += "Image width: " + std::to_string(track.width) + "\nImage height: " + std::to_string(track.height) + "\n";
    out += "Frames: " + std::to_string(track.frames.size()) + "\n";
    out += "Frames with a face: " + std::to_string(track.foundCount()) + "\n";
    out += std::string("Timestamps: ") + (track.timeAssumed ? "assumed: the input has none, 30 frames a second\n"
                                                            : "those of the input, seconds since its first frame\n");
    out += "Landmarks 2D: those of the input, pixels; the centre of the top-left pixel is (0, 0)\n";
    for (const FaceFrame& frame : track.frames)
        if (!frame.problem.empty()) out += "Frame " + std::to_string(frame.frame + 1) + ": " + frame.problem + "\n";
    return out;
}

std::string textOf(const FaceTrack& track, const LandmarkTarget& target)
{
    switch (target.format) {
    case LandmarkFormat::DlibXml:
        return toDlibXml(track, target.stem);
    case LandmarkFormat::Coco:
        return toCocoFaces(track, target.stem);
    case LandmarkFormat::OpenFace:
        return toOpenFaceCsv(track);
    case LandmarkFormat::Pts:
    case LandmarkFormat::CkPlus:
        break;
    }
    throw std::logic_error("a format of one file per frame has no common text");
}

} // namespace

const std::vector<LandmarkFormatInfo>& landmarkFormats()
{
    static const std::vector<LandmarkFormatInfo> all = {
        {LandmarkFormat::OpenFace, "openface", "table of OpenFace 2, Py-Feat or Mien (.csv)",
         "box, score, and more decimals than OpenFace's (pixels 1, confidence 2, seconds 3)", ".csv", false},
        {LandmarkFormat::Pts, "pts", "points of iBUG (.pts), which count pixels from 1",
         "times, size, box, score, confidence, hidden landmarks, frames without a face", ".pts", true},
        {LandmarkFormat::CkPlus, "ckplus", "landmarks of CK+ (_landmarks.txt)",
         "times, size, box, score, confidence, hidden landmarks, frames without a face", "_landmarks.txt", true},
        {LandmarkFormat::DlibXml, "dlib-xml", "list of dlib and imglab (.xml)", "times, confidence, hidden landmarks",
         ".xml", false},
        {LandmarkFormat::Coco, "coco", "faces of COCO-WholeBody (.json)", "times, confidence, hidden landmarks",
         ".json", false},
    };
    return all;
}

const LandmarkFormatInfo& info(LandmarkFormat format)
{
    const auto& all = landmarkFormats();
    return *std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.format == format; });
}

std::optional<LandmarkFormat> landmarkFormat(const std::string& id)
{
    for (const LandmarkFormatInfo& each : landmarkFormats())
        if (each.id == id) return each.format;
    return std::nullopt;
}

bool looksLikeLandmarks(const fs::path& path)
{
    std::error_code code;
    if (!fs::is_directory(path, code)) return byName(path).has_value();
    return (holdsFrames(path, ptsFrames) || holdsFrames(path, ckplusFrames)) && !imageFilesIn(path);
}

Result<LandmarkFormat> recogniseLandmarks(const fs::path& path)
{
    const auto status = files::statusOf(path);
    if (!status) return status.error();
    if (fs::is_directory(*status)) return recogniseFolder(path);
    if (!fs::is_regular_file(*status))
        return Error::input("is neither a file nor a folder", path.string(), "give a file of landmarks");
    if (const auto format = byContent(headOf(path))) return *format;
    if (const auto format = byName(path)) return *format;
    return Error::input("holds no landmarks in a format that is known", path.string(), "known are: " + knownFormats());
}

Result<FaceTrack> readLandmarks(const fs::path& path)
{
    const auto format = recogniseLandmarks(path);
    if (!format) return format.error();
    if (*format == LandmarkFormat::OpenFace) return readLandmarkTable(path);
    std::error_code code;
    if (info(*format).filePerFrame)
        return fs::is_directory(path, code) ? readFolder(path, frameFormat(*format))
                                            : readOne(path, frameFormat(*format));
    const auto text = files::read(path);
    if (!text) return text.error();
    return *format == LandmarkFormat::DlibXml ? parseDlibXml(*text, path.string())
                                              : parseCocoFaces(*text, path.string());
}

Result<WrittenLandmarks> writeLandmarks(const FaceTrack& track, const LandmarkTarget& target, const RunControl& control)
{
    if (track.frames.empty()) return Error::failed("there is no frame to write", target.output.string());
    if (info(target.format).filePerFrame) return writeFrames(track, target, control);
    std::error_code code;
    fs::path file = target.output;
    if (fs::is_directory(file, code)) file /= target.stem + info(target.format).ending;
    if (auto made = files::ensureFolder(fs::absolute(file).parent_path()); !made) return made.error();
    if (auto written = files::writeAtomically(file, textOf(track, target)); !written) return written.error();
    if (target.format != LandmarkFormat::OpenFace) return WrittenLandmarks{{file}, 0};
    const fs::path details = file.parent_path() / (file.stem().string() + "_of_details.txt");
    if (auto written = files::writeAtomically(details, detailsOf(track, target)); !written) return written.error();
    return WrittenLandmarks{{file, details}, 0};
}

std::string landmarkStem(const fs::path& input)
{
    fs::path named = input.lexically_normal();
    if (named.filename().empty()) named = named.parent_path(); // "points/"
    std::error_code code;
    std::string stem = named.filename().string();
    if (!fs::is_directory(input, code)) {
        const auto format = byName(named);
        stem = format ? stem.substr(0, stem.size() - std::string_view(info(*format).ending).size())
                      : named.stem().string();
    }
    std::replace_if(
        stem.begin(), stem.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '_');
    return stem.empty() || stem == "." || stem == ".." ? "frame" : stem;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// The formats of 68 landmarks that Mien reads and writes.
enum class LandmarkFormat {
    OpenFace, ///< core/io/landmark_table.h; also Py-Feat's and our own tables
    Pts,      ///< core/io/pts.h
    CkPlus,   ///< core/io/ckplus_landmarks.h
    DlibXml,  ///< core/io/dlib_xml.h
    Coco,     ///< core/io/coco_faces.h
};

/// What people have to know of a format.
struct LandmarkFormatInfo
{
    LandmarkFormat format;
    const char* id;     ///< "dlib-xml"
    const char* title;  ///< "picture list of dlib (XML)"
    const char* lacks;  ///< what it cannot carry, in words
    const char* ending; ///< of its files
    bool filePerFrame;  ///< a sequence is a folder; a frame without a face has no file
};

const std::vector<LandmarkFormatInfo>& landmarkFormats();
const LandmarkFormatInfo& info(LandmarkFormat format);
std::optional<LandmarkFormat> landmarkFormat(const std::string& id);

/// True for what may stand for a video by its name: a file that ends in .csv, .pts, _landmarks.txt, .xml or .json, and
/// a folder that holds .pts or _landmarks.txt and no picture.
bool looksLikeLandmarks(const std::filesystem::path& path);

/// The format of a file by its content, and where that says nothing by its name; of a folder by the names in it. Input
/// error in words for everything that is none.
Result<LandmarkFormat> recogniseLandmarks(const std::filesystem::path& path);

/// The landmarks of a file in any of the formats, or of a folder of .pts or _landmarks.txt files in natural order as
/// one sequence (numbers at the end of the names are frames, see core/io/landmark_sequence.h). One entry per frame, in
/// order; a frame the file leaves out or has no face for is a frame without a face. Tables apart, no format has times:
/// frames are taken as 30 a second, and the track says so. Input error in one sentence for everything else.
Result<FaceTrack> readLandmarks(const std::filesystem::path& path);

/// What was written.
struct WrittenLandmarks
{
    std::vector<std::filesystem::path> files;
    int leftOut = 0; ///< frames without a file, in formats of one file per frame
};

/// Writes the landmarks (FaceFrame::landmarks) of `track` so that readLandmarks() gives the same floats; the OpenFace
/// table has one decimal, as OpenFace itself.
///
/// `output` is a file; where it is a folder, the file is `<stem><ending>` in it. For formats of one file per frame it
/// is a folder, made if absent, or for a track of one frame also a file, which it is by its ending. `stem` names
/// pictures and files, `source` is named in the details beside an OpenFace table. Usage error where `output` does not
/// suit.
struct LandmarkTarget
{
    LandmarkFormat format;
    std::filesystem::path output;
    std::string stem = "frame";
    std::filesystem::path source = {};
};
Result<WrittenLandmarks> writeLandmarks(const FaceTrack& track, const LandmarkTarget& target,
                                        const RunControl& control = {});

/// The name of an input without folder and ending, for LandmarkTarget::stem: printable, never empty.
std::string landmarkStem(const std::filesystem::path& input);

} // namespace mien

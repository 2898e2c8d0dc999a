// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files of landmarks: each format's parser, and the one that finds out which of them a file is.
#include "core/io/ckplus_landmarks.h"
#include "core/io/coco_faces.h"
#include "core/io/dlib_xml.h"
#include "core/io/landmark_files.h"
#include "core/io/landmark_frames.h"
#include "core/io/landmark_table.h"
#include "core/io/pts.h"
#include "tests/fuzz/fuzz_support.h"

#include <cstring>

using namespace mien;

namespace {

using Parse = Result<FaceTrack> (*)(std::string_view, const std::string&);
using Write = std::string (*)(const FaceTrack&, const std::string&);

bool isSame(const FaceFrame& a, const FaceFrame& b)
{
    if (landmarks::hasSomeLandmarks(a) != landmarks::hasSomeLandmarks(b)) return false;
    if (!landmarks::hasSomeLandmarks(a)) return true;
    for (std::size_t i = 0; i < a.landmarks.size(); ++i) {
        const Point& p = a.landmarks[i];
        const Point& q = b.landmarks[i];
        const auto differs = [](float x, float y) { return x != y && !(x != x && y != y); };
        if (differs(p.x, q.x) || differs(p.y, q.y)) return false;
    }
    return true;
}

/// What is read is read the same again once it is written.
void checkTrack(std::string_view input, Parse parse, Write write)
{
    const auto track = parse(input, "landmarks");
    if (!fuzz::holds(track)) return;
    const auto again = parse(write(*track, "frame"), "again");
    bool isFound = false;
    for (const FaceFrame& frame : track->frames) isFound = isFound || landmarks::hasSomeLandmarks(frame);
    if (!isFound) return; // formats may refuse a list without any face
    fuzz::expect(again.ok() && again->frames.size() == track->frames.size(), "as many frames are read as were written");
    for (std::size_t i = 0; i < track->frames.size(); ++i)
        fuzz::expect(isSame(track->frames[i], again->frames[i]), "landmarks are read as they were written");
}

template <typename ParseFrame, typename WriteFrame>
void checkFrame(std::string_view input, ParseFrame parse, WriteFrame write)
{
    const auto points = parse(input, "landmarks");
    if (!fuzz::holds(points)) return;
    const auto again = parse(write(*points), "again");
    fuzz::expect(again.ok() && *again == *points, "landmarks are read as they were written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Scratch scratch;
    const std::string_view input = fuzz::textOf(data, size);
    checkFrame(input, parsePts, toPts);
    checkFrame(input, parseCkPlusLandmarks, toCkPlusLandmarks);
    checkTrack(input, parseDlibXml, toDlibXml);
    checkTrack(input, parseCocoFaces, toCocoFaces);
    const auto file = scratch.write("landmarks.csv", input);
    const auto table = readLandmarkTable(file);
    if (fuzz::holds(table)) {
        double time = -1e300;
        for (const FaceFrame& frame : table->frames) {
            fuzz::expect(frame.seconds >= time, "times never run backwards");
            time = frame.seconds;
        }
    }
    (void)fuzz::holds(recogniseLandmarks(file));
    (void)fuzz::holds(readLandmarks(file));
    return 0;
}

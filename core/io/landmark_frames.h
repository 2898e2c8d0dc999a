// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the readers and writers of landmark files (core/io/landmark_files.h) share.
namespace mien::landmarks {

/// No picture is as large: a coordinate beyond it, or none at all (NaN), is no place in a picture.
inline constexpr double farthest = 1e7;
inline constexpr std::size_t pointCount = std::tuple_size_v<Landmarks68>;

/// Frames that files or rows of a table may leave out at a stretch: longer runs mean that the numbers count something
/// else, a time perhaps, or that one has a slip. The bound also keeps one odd number from asking for all memory.
inline constexpr std::int64_t longestGap = 10'000;

struct NumberedLine
{
    int number; ///< from 1
    std::string_view text;
};

/// The lines of `text` that hold more than blanks, trimmed; ends of lines may be LF, CR LF or CR. Views into `text`.
std::vector<NumberedLine> linesOf(std::string_view text);

struct Coordinates
{
    double x = 0;
    double y = 0;
};

/// A line of two numbers between blanks, commas or semicolons. Input error at `where` for anything else.
Result<Coordinates> coordinatesOf(std::string_view line, const std::string& where);

/// Whether a picture could have this coordinate, or this point.
bool isPlace(double value);
bool isPlace(const Point& point);

/// True for a frame with a face all of whose landmarks are places in a picture: what formats without a word for
/// "absent" can hold.
bool hasAllLandmarks(const FaceFrame& frame);

/// The same for at least one of them.
bool hasSomeLandmarks(const FaceFrame& frame);

/// The shortest decimals, read as a double, that give `value` again as a float.
double decimal(float value);

/// The detector's box, or the smallest box around the landmarks where there is none. The frame has some landmarks.
Box boxOf(const FaceFrame& frame);

FaceFrame frameWithFace(const Landmarks68& points);
FaceFrame frameWithProblem(std::string problem);

/// A track of formats without times: frames are numbered in order from 0 and taken as 30 a second, which the track
/// says.
FaceTrack trackOf(std::vector<FaceFrame> frames, int width = 0, int height = 0);

/// The one size of all pictures of a file; 0 where they differ or one of them has none.
class CommonSize
{
public:
    void add(int width, int height);
    int width() const { return m_width; }
    int height() const { return m_height; }

private:
    bool m_first = true;
    int m_width = 0;
    int m_height = 0;
};

/// "clip_00000012" for frame 11: how ffmpeg numbers pictures it is told to write as clip_%08d.
std::string numberedName(const std::string& stem, int frame);

/// Text of a file as it may stand in a message: in quotes, short, one line.
std::string quoted(std::string_view text);

/// Input error for `count` points where the scheme has 68.
Error wrongCount(std::size_t count, const std::string& where);

} // namespace mien::landmarks

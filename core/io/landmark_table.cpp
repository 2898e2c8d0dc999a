// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_table.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/io/landmark_frames.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <iterator>
#include <map>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr double assumedRate = 30;           ///< frames per second, where a table does not tell
constexpr std::int64_t longest = 10'000'000; ///< frames: a larger number is no frame number

/// Columns by what they mean; −1 = the table has none.
struct Columns
{
    std::array<int, 68> x{};
    std::array<int, 68> y{};
    int frame = -1;
    int face = -1;
    int time = -1;
    int success = -1;
    int confidence = -1;
    int hidden = -1;
};

/// OpenFace 3 numbers its eight outputs AU01_r … AU08_r, whatever units they are.
bool hasRunningAuNumbers(const csv::Table& table)
{
    int units = 0, running = 0;
    for (const std::string& name : table.header) {
        const auto trimmed = text::trimmed(name);
        units += text::startsWith(trimmed, "AU") && text::endsWith(trimmed, "_r");
    }
    for (int n = 1; n <= 8; ++n) running += table.column("AU0" + std::to_string(n) + "_r") >= 0;
    return units == 8 && running == 8;
}

Result<Columns> columnsOf(const csv::Table& table, const fs::path& file)
{
    if (hasRunningAuNumbers(table))
        return Error::input(
            "looks like a table of OpenFace 3, whose AU01_r to AU08_r are running numbers and not action "
            "units",
            file.string(), "remove these eight columns to use its landmarks");
    Columns columns;
    for (std::size_t i = 0; i < 68; ++i) {
        columns.x[i] = table.column("x_" + std::to_string(i));
        columns.y[i] = table.column("y_" + std::to_string(i));
        if (columns.x[i] < 0 || columns.y[i] < 0)
            return Error::input("has no column " + std::string(columns.x[i] < 0 ? "x_" : "y_") + std::to_string(i),
                                file.string(), "give a table with the 68 landmarks, x_0 … x_67 and y_0 … y_67");
    }
    columns.frame = table.column("frame");
    columns.face = table.column("face_id");
    if (columns.face < 0) columns.face = table.column("Identity");
    columns.time = table.column("timestamp");
    columns.success = table.column("success");
    columns.confidence = table.column("confidence");
    columns.hidden = table.column("landmarks_hidden");
    return columns;
}

std::string cell(const csv::Table& table, std::size_t row, int column)
{
    return column < 0 ? std::string() : std::string(text::trimmed(table.rows[row][static_cast<std::size_t>(column)]));
}

/// The landmarks of a row; nothing where it has no face. An Error where a cell is neither a number nor empty.
Result<std::optional<Landmarks68>> pointsOf(const csv::Table& table, std::size_t row, const Columns& columns,
                                            const fs::path& file)
{
    const auto none = std::optional<Landmarks68>();
    if (columns.success >= 0 && text::toDouble(cell(table, row, columns.success)).value_or(0) == 0) return none;
    Landmarks68 points;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (const bool x : {true, false}) {
            const int column = x ? columns.x[i] : columns.y[i];
            const std::string value = cell(table, row, column);
            if (value.empty() || text::lower(value) == "nan") return none;
            const auto number = text::toDouble(value);
            if (!number || !std::isfinite(*number))
                return Error::input("'" + value + "' is no number (column " +
                                        std::string(text::trimmed(table.header[static_cast<std::size_t>(column)])) +
                                        ")",
                                    file.string() + ", line " + std::to_string(table.lines[row]));
            (x ? points[i].x : points[i].y) = static_cast<float>(*number);
        }
    return std::optional(points);
}

/// The landmarks that a row says are hidden: numbers, parted by spaces. An Error where something else stands there.
Result<std::bitset<68>> hiddenOf(const csv::Table& table, std::size_t row, const Columns& columns, const fs::path& file)
{
    std::bitset<68> hidden;
    for (const std::string& word : text::split(cell(table, row, columns.hidden), ' ')) {
        if (word.empty()) continue;
        const auto number = text::toInt(word);
        if (!number || *number < 0 || *number >= 68)
            return Error::input("'" + word + "' is no landmark (column landmarks_hidden)",
                                file.string() + ", line " + std::to_string(table.lines[row]));
        hidden.set(static_cast<std::size_t>(*number));
    }
    return hidden;
}

/// NaN for what is no probability: not known.
double confidenceOf(const std::string& value)
{
    const auto number = text::toDouble(value);
    return number && *number >= 0 && *number <= 1 ? *number : NAN;
}

struct Row
{
    std::int64_t frame;
    double confidence;
    std::bitset<68> hidden;
    Landmarks68 points;
};

/// What the rows say of a frame, whoever is in it.
struct Instant
{
    double seconds = NAN; ///< NaN = not said
    int line = 0;
};

/// All rows, sorted.
struct Rows
{
    std::map<std::string, std::vector<Row>> faces; ///< by the name of the face
    std::map<std::int64_t, Instant> frames;        ///< all that the table names, faces in them or not
};

Result<Rows> rowsOf(const csv::Table& table, const Columns& columns, const fs::path& file)
{
    Rows rows;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const std::string frameText = cell(table, r, columns.frame);
        const auto frame =
            columns.frame < 0 ? std::optional<double>(static_cast<double>(r)) : text::toDouble(frameText);
        if (!frame || !(*frame >= 0 && *frame < static_cast<double>(longest)))
            return Error::input("'" + frameText + "' is no frame number",
                                file.string() + ", line " + std::to_string(table.lines[r]));
        const auto number = static_cast<std::int64_t>(*frame);
        Instant& instant = rows.frames.try_emplace(number, Instant{NAN, table.lines[r]}).first->second;
        const auto seconds = text::toDouble(cell(table, r, columns.time));
        if (seconds && std::isfinite(*seconds) && !std::isfinite(instant.seconds)) instant = {*seconds, table.lines[r]};
        const auto points = pointsOf(table, r, columns, file);
        if (!points) return points.error();
        const auto hidden = hiddenOf(table, r, columns, file);
        if (!hidden) return hidden.error();
        if (*points)
            rows.faces[cell(table, r, columns.face)].push_back(
                {number, confidenceOf(cell(table, r, columns.confidence)), *hidden, **points});
    }
    return rows;
}

/// An Error where two frames that follow each other in the table are further apart than any film leaves out.
Result<void> withoutLongGap(const std::map<std::int64_t, Instant>& frames, const fs::path& file)
{
    std::int64_t previous = frames.begin()->first;
    for (const auto& [frame, instant] : frames) {
        if (frame - previous > landmarks::longestGap)
            return Error::input("frame " + std::to_string(frame) + " follows on frame " + std::to_string(previous),
                                file.string() + ", line " + std::to_string(instant.line),
                                "no film leaves out so many: correct the number");
        previous = frame;
    }
    return {};
}

/// The entries of a track without faces, from the first to the last frame of the table, at their times. Frames without
/// a time lie evenly between those around them, and before the first and behind the last at the rate of all of them;
/// with one time or none that rate is assumed.
Result<FaceTrack> emptyTrack(const std::map<std::int64_t, Instant>& frames, const fs::path& file)
{
    struct Known
    {
        std::int64_t frame;
        double seconds;
    };
    if (auto dense = withoutLongGap(frames, file); !dense) return dense.error();
    std::vector<Known> known;
    for (const auto& [frame, instant] : frames) {
        if (!std::isfinite(instant.seconds)) continue;
        if (!known.empty() && instant.seconds < known.back().seconds)
            return Error::input(
                "times run backwards: frame " + std::to_string(frame) + " is at " + text::number(instant.seconds) +
                    " s and frame " + std::to_string(known.back().frame) + " before it at " +
                    text::number(known.back().seconds) + " s",
                file.string() + ", line " + std::to_string(instant.line), "mend the column timestamp, or remove it");
        known.push_back({frame, instant.seconds});
    }
    const std::int64_t first = frames.begin()->first, last = frames.rbegin()->first;
    FaceTrack track;
    track.timeAssumed = known.empty() || (known.size() == 1 && last > first);
    if (known.empty()) known.push_back({first, 0});
    const auto slope = [](const Known& a, const Known& b) {
        return (b.seconds - a.seconds) / static_cast<double>(b.frame - a.frame);
    };
    const double outside = known.size() > 1 ? slope(known.front(), known.back()) : 1 / assumedRate;
    track.frames.resize(static_cast<std::size_t>(last - first + 1));
    auto next = known.begin(); // the first time at or behind the frame
    for (std::size_t i = 0; i < track.frames.size(); ++i) {
        const std::int64_t frame = first + static_cast<std::int64_t>(i);
        while (next != known.end() && next->frame < frame) ++next;
        const bool between = next != known.begin() && next != known.end();
        const Known& from = next == known.end() ? known.back() : *next;
        const double perFrame = between ? slope(*std::prev(next), from) : outside;
        track.frames[i].frame = static_cast<int>(i);
        track.frames[i].seconds = from.seconds + static_cast<double>(frame - from.frame) * perFrame;
    }
    return track;
}

/// The rows of the face with the widest eyes on average; none where nobody has a face.
const std::vector<Row>* widestOf(const std::map<std::string, std::vector<Row>>& faces)
{
    const auto width = [](const std::vector<Row>& rows) {
        double sum = 0;
        for (const Row& row : rows) sum += outerEyeDistance(row.points);
        return sum / static_cast<double>(rows.size());
    };
    const auto widest = std::max_element(
        faces.begin(), faces.end(), [&](const auto& a, const auto& b) { return width(a.second) < width(b.second); });
    return widest == faces.end() ? nullptr : &widest->second;
}

/// Width and height from the details that Mien writes beside its tables.
void readSize(FaceTrack& track, const fs::path& file)
{
    const auto details = files::read(file.parent_path() / (file.stem().string() + "_of_details.txt"));
    if (!details) return;
    for (const std::string& line : text::split(*details, '\n'))
        for (const auto& [name, value] : {std::pair{"Image width:", &track.width}, {"Image height:", &track.height}})
            if (text::startsWith(line, name))
                *value = static_cast<int>(
                    text::toInt(text::trimmed(line.substr(std::string_view(name).size()))).value_or(0));
}

} // namespace

Result<FaceTrack> readLandmarkTable(const fs::path& file)
{
    const auto table = csv::read(file);
    if (!table) return table.error();
    const auto columns = columnsOf(*table, file);
    if (!columns) return columns.error();
    if (table->rows.empty()) return Error::input("the table has no row", file.string());

    const auto rows = rowsOf(*table, *columns, file);
    if (!rows) return rows.error();
    auto track = emptyTrack(rows->frames, file);
    if (!track) return track.error();
    readSize(*track, file);
    const std::vector<Row>* face = widestOf(rows->faces);
    if (!face) return track;
    track->peopleLeftOut = static_cast<int>(rows->faces.size()) - 1;
    const std::int64_t first = rows->frames.begin()->first;
    for (const Row& row : *face) {
        FaceFrame& entry = track->frames[static_cast<std::size_t>(row.frame - first)];
        entry.found = true;
        entry.landmarks = entry.measured = row.points;
        entry.box = boundingBox(row.points);
        entry.confidence = row.confidence;
        entry.hidden = row.hidden;
    }
    return track;
}

} // namespace mien

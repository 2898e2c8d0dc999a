// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_landmarks.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/dataset/reader.h"

#include <algorithm>
#include <optional>

namespace mien {

namespace {

constexpr double assumedRate = 30; ///< frames per second of sequences without a clock

FaceTrack toTrack(const std::vector<std::optional<Landmarks68>>& points, int width, int height)
{
    FaceTrack track{width, height, true, {}};
    for (std::size_t i = 0; i < points.size(); ++i) {
        FaceFrame frame;
        frame.frame = static_cast<int>(i);
        frame.seconds = static_cast<double>(i) / assumedRate;
        frame.found = points[i].has_value();
        if (frame.found) {
            frame.landmarks = *points[i];
            frame.box = boundingBox(frame.landmarks);
        }
        track.frames.push_back(frame);
    }
    return track;
}

/// Points of one row, or nothing if a cell is no number.
std::optional<Landmarks68> pointsOf(const std::vector<std::string>& cells, const std::vector<int>& columns)
{
    Landmarks68 points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto x = text::toDouble(cells[columns[2 * i]]);
        const auto y = text::toDouble(cells[columns[2 * i + 1]]);
        if (!x || !y) return std::nullopt;
        points[i] = {static_cast<float>(*x), static_cast<float>(*y)};
    }
    return points;
}

} // namespace

Result<FaceTrack> datasetLandmarks(const DatasetIndex& index, const ClipEntry& clip, int width, int height)
{
    const Reader* reader = findReader(index.reader);
    if (!reader || !reader->landmarks)
        return Error::input("this dataset brings no landmarks along", index.root.string(),
                            "extract them from the pictures");
    const auto points = reader->landmarks(index, clip);
    if (!points) return points.error();
    return toTrack(*points, width, height);
}

Result<FaceTrack> truthLandmarks(const DatasetIndex& index, const ClipEntry& clip, int width, int height)
{
    const auto file = index.root / "truth" / (clip.id + ".csv");
    const auto table = csv::read(file);
    if (!table) return table.error();
    std::vector<int> columns;
    for (std::size_t i = 0; i < std::tuple_size_v<Landmarks68>; ++i)
        for (const char* axis : {"x_", "y_"}) {
            columns.push_back(table->column(axis + std::to_string(i)));
            if (columns.back() < 0)
                return Error::input("the column " + (axis + std::to_string(i)) + " is missing", file.string());
        }
    std::vector<std::optional<Landmarks68>> points;
    for (const auto& row : table->rows) points.push_back(pointsOf(row, columns));
    return toTrack(points, width, height);
}

} // namespace mien

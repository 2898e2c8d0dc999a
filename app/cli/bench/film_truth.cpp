// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/film_truth.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/io/landmark_frames.h"
#include "core/types/metrics.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

/// AU12, AU12_l or AU12_r: 12; nothing for other columns.
std::optional<int> actionUnitOf(std::string_view column)
{
    if (!text::startsWith(column, "AU")) return std::nullopt;
    column.remove_prefix(2);
    if (text::endsWith(column, "_l") || text::endsWith(column, "_r")) column.remove_suffix(2);
    const auto number = text::toInt(column);
    return number && *number > 0 && *number < 100 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

class TruthTable
{
public:
    TruthTable(const csv::Table& table, std::string where) : m_table(table), m_where(std::move(where)) {}

    Result<FilmTruth> read()
    {
        if (auto placed = placeRows(); !placed) return placed.error();
        if (auto points = readLandmarks(); !points) return points.error();
        const auto series = [&](const char* name) {
            const int column = m_table.column(name);
            return column < 0 ? std::vector<double>(m_length, notComputed) : seriesOf(column);
        };
        m_truth.yaw = series("yaw_deg");
        m_truth.pitch = series("pitch_deg");
        m_truth.roll = series("roll_deg");
        readActionUnits();
        return std::move(m_truth);
    }

private:
    /// The frame of every row, from 0.
    Result<void> placeRows()
    {
        const int column = m_table.column("frame");
        for (std::size_t r = 0; r < m_table.rows.size(); ++r) {
            const auto number = text::toInt(field(r, column));
            if (!number || *number < 0) return fault(r, "has no number of a frame");
            m_frames.push_back(static_cast<std::size_t>(*number));
        }
        if (m_frames.empty()) return Error::input("has no rows", m_where);
        if (auto dense = withoutLongGap(); !dense) return dense;
        if (*std::min_element(m_frames.begin(), m_frames.end()) > 0)
            for (std::size_t& frame : m_frames) --frame;
        m_length = *std::max_element(m_frames.begin(), m_frames.end()) + 1;
        return {};
    }

    /// More frames without a row, before the first one too, are a slip of the table.
    Result<void> withoutLongGap() const
    {
        std::vector<std::size_t> rows(m_frames.size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return m_frames[a] < m_frames[b]; });
        std::size_t previous = 0;
        for (const std::size_t row : rows) {
            if (static_cast<std::int64_t>(m_frames[row] - previous) > landmarks::longestGap)
                return fault(row, "leaves out more than " + std::to_string(landmarks::longestGap) + " frames");
            previous = m_frames[row];
        }
        return {};
    }

    Result<void> readLandmarks()
    {
        m_truth.landmarks.resize(m_length);
        for (std::size_t i = 0; i < 68; ++i) {
            const int x = m_table.column("x_" + std::to_string(i)), y = m_table.column("y_" + std::to_string(i));
            if (x < 0 || y < 0)
                return Error::input("has no columns x_" + std::to_string(i) + " and y_" + std::to_string(i), m_where,
                                    "truth has all 68 points");
            for (std::size_t r = 0; r < m_frames.size(); ++r) {
                auto& points = m_truth.landmarks[m_frames[r]];
                if (i == 0) points.emplace();
                const auto px = text::toDouble(field(r, x)), py = text::toDouble(field(r, y));
                if (!px || !py) return fault(r, "has no number for point " + std::to_string(i));
                (*points)[i] = {static_cast<float>(*px), static_cast<float>(*py)};
            }
        }
        return {};
    }

    void readActionUnits()
    {
        std::map<int, std::vector<int>> columns;
        for (std::size_t c = 0; c < m_table.header.size(); ++c)
            if (const auto number = actionUnitOf(text::trimmed(m_table.header[c])))
                columns[*number].push_back(static_cast<int>(c));
        for (const auto& [number, sides] : columns) {
            std::vector<double> mean(m_length, 0.0);
            for (const int side : sides) {
                const auto values = seriesOf(side);
                for (std::size_t f = 0; f < m_length; ++f) mean[f] += values[f] / static_cast<double>(sides.size());
            }
            m_truth.actionUnits[number] = std::move(mean);
        }
    }

    /// NaN where the column has no number.
    std::vector<double> seriesOf(int column) const
    {
        std::vector<double> series(m_length, notComputed);
        for (std::size_t r = 0; r < m_frames.size(); ++r)
            series[m_frames[r]] = text::toDouble(field(r, column)).value_or(notComputed);
        return series;
    }

    const std::string& field(std::size_t row, int column) const
    {
        return m_table.rows[row][static_cast<std::size_t>(column)];
    }

    Error fault(std::size_t row, const std::string& what) const
    {
        return Error::input("line " + std::to_string(m_table.lines[row]) + " " + what, m_where,
                            "mend the table of truth, or move it away from the video");
    }

    const csv::Table& m_table;
    const std::string m_where;
    std::vector<std::size_t> m_frames; ///< of the rows
    std::size_t m_length = 0;
    FilmTruth m_truth;
};

} // namespace

fs::path truthFileOf(const fs::path& video)
{
    const fs::path named = video.has_filename() ? video : video.parent_path(); // a folder may end with a slash
    std::error_code code;
    const auto stem = fs::is_directory(named, code) ? named.filename() : named.stem();
    return named.parent_path() / (stem.string() + ".csv");
}

Result<std::optional<FilmTruth>> readTruth(const fs::path& file)
{
    std::error_code code;
    if (!fs::exists(file, code)) return std::optional<FilmTruth>();
    const auto table = csv::read(file);
    if (!table) return table.error();
    for (const char* needed : {"frame", "x_0", "y_0"})
        if (table->column(needed) < 0) return std::optional<FilmTruth>();
    for (const char* found : {"success", "confidence"})
        if (table->column(found) >= 0) return std::optional<FilmTruth>();
    auto truth = TruthTable(*table, file.string()).read();
    if (!truth) return truth.error();
    return std::optional(std::move(*truth));
}

} // namespace mien::cli

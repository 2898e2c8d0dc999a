// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/frame_label_file.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/dataset/manifest_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace mien {

namespace fs = std::filesystem;

namespace {

/// Numbers of one column; an empty cell is NaN. False: `line` holds one that is no number.
bool readNumbers(const csv::Table& table, int column, std::vector<float>& values, int& line)
{
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string& cell = table.rows[row][static_cast<std::size_t>(column)];
        const bool isEmpty = text::trimmed(cell).empty();
        const auto value = isEmpty ? std::optional(std::numeric_limits<double>::quiet_NaN()) : text::toDouble(cell);
        line = table.lines[row];
        if (!value) return false;
        values.push_back(static_cast<float>(*value));
    }
    return true;
}

/// 12 of "au12"; nothing for what is no action unit of FACS.
std::optional<int> unitOf(const std::string& name)
{
    constexpr std::int64_t most = 999;
    const auto unit = text::startsWith(name, "au") ? text::toInt(name.substr(2)) : std::nullopt;
    if (!unit || *unit < 1 || *unit > most) return std::nullopt;
    return static_cast<int>(*unit);
}

} // namespace

fs::path frameLabelFile(const fs::path& folder, const std::string& clip)
{
    constexpr char hex[] = "0123456789ABCDEF";
    std::string name;
    for (std::size_t i = 0; i < clip.size(); ++i) {
        const char c = clip[i];
        if (c != '/' && c != '%' && c != '\0' && !(c == '.' && i == 0)) {
            name += c;
            continue;
        }
        name += '%';
        name += hex[static_cast<unsigned char>(c) >> 4];
        name += hex[static_cast<unsigned char>(c) & 15];
    }
    return folder / manifest::frameLabelFolder / (name + ".csv");
}

std::string frameLabelText(const FrameLabels& labels)
{
    std::size_t frames = std::max({labels.expression.size(), labels.valence.size(), labels.arousal.size()});
    for (const auto& [unit, values] : labels.actionUnits) frames = std::max(frames, values.size());
    std::vector<std::string> header = {"frame"};
    if (!labels.expression.empty()) header.push_back("expression");
    if (!labels.valence.empty()) header.push_back("valence");
    if (!labels.arousal.empty()) header.push_back("arousal");
    for (const auto& [unit, values] : labels.actionUnits) header.push_back("AU" + std::to_string(unit));
    std::string text = csv::line(header);
    for (std::size_t i = 0; i < frames; ++i) {
        std::vector<std::string> row = {std::to_string(i + 1)};
        if (!labels.expression.empty()) row.push_back(labels.expression[i]);
        if (!labels.valence.empty()) row.push_back(text::number(labels.valence[i]));
        if (!labels.arousal.empty()) row.push_back(text::number(labels.arousal[i]));
        for (const auto& [unit, values] : labels.actionUnits) row.push_back(text::number(values[i]));
        text += csv::line(row);
    }
    return text;
}

Result<FrameLabels> readFrameLabels(const fs::path& file)
{
    const auto table = csv::read(file);
    if (!table) return table.error();
    const int frameColumn = table->column("frame");
    if (frameColumn < 0) return Error::input("the column 'frame' is missing", file.string() + ", line 1");
    for (std::size_t row = 0; row < table->rows.size(); ++row)
        if (text::toInt(table->rows[row][static_cast<std::size_t>(frameColumn)]) != static_cast<std::int64_t>(row + 1))
            return Error::input("frame " + std::to_string(row + 1) + " is missing",
                                file.string() + ", line " + std::to_string(table->lines[row]),
                                "there is a row for every frame, from 1; cells may be empty");
    FrameLabels labels;
    std::set<std::string> seen;
    int line = 0;
    for (int column = 0; column < static_cast<int>(table->header.size()); ++column) {
        const std::string name = text::lower(table->header[static_cast<std::size_t>(column)]);
        const auto unit = unitOf(name);
        std::vector<float>* values = name == "valence"   ? &labels.valence
                                     : name == "arousal" ? &labels.arousal
                                     : unit              ? &labels.actionUnits[*unit]
                                                         : nullptr;
        const bool isExpression = name == "expression";
        if (!values && !isExpression) continue;
        if (!seen.insert(unit ? std::to_string(*unit) : name).second)
            return Error::input("the column '" + name + "' is there twice", file.string() + ", line 1",
                                "name every column once");
        if (isExpression)
            for (const auto& row : table->rows) labels.expression.push_back(row[static_cast<std::size_t>(column)]);
        else if (!readNumbers(*table, column, *values, line))
            return Error::input("a cell of " + name + " is no number",
                                file.string() + ", line " + std::to_string(line));
    }
    return labels;
}

} // namespace mien

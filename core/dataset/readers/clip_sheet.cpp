// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/clip_sheet.h"

#include "core/base/text.h"
#include "core/dataset/readers/cell_text.h"
#include "core/facs/emotions.h"
#include "core/io/sheet.h"
#include "core/media/frame_source.h"

#include <algorithm>

namespace mien {

namespace {

namespace fs = std::filesystem;

struct Columns
{
    int clip = 0;
    int emotion = 1;
    int code = 2;
    int gender = 3;
    int subject = -1;
};

/// Columns by their names; nothing if `row` is no header.
std::optional<Columns> columnsOf(const SheetRow& row)
{
    Columns columns{-1, -1, -1, -1, -1};
    for (int i = 0; i < static_cast<int>(row.cells.size()); ++i) {
        const std::string name = cells::plainName(row.cell(i));
        const auto has = [&](std::string_view word) { return name.find(word) != std::string::npos; };
        const auto take = [&](int& column) { column = column < 0 ? i : column; };
        if (has("code"))
            take(columns.code);
        else if (has("emotion") || has("label") || name == "affect")
            take(columns.emotion);
        else if (has("gender") || name == "sex")
            take(columns.gender);
        else if (has("clip") || has("file") || has("video"))
            take(columns.clip);
        else if (has("subject") || has("person"))
            take(columns.subject);
    }
    return columns.emotion >= 0 ? std::optional(columns) : std::nullopt;
}

class ClipSheetReader
{
public:
    ClipSheetReader(fs::path file, std::span<const std::string_view> codes, ReaderLog& log) : m_codes(codes), m_log(log)
    {
        m_sheet.file = std::move(file);
    }

    std::optional<ClipSheet> read();

private:
    void warn(const SheetRow& row, const std::string& message) { m_log.warn(m_sheet.file, row.line, message); }
    void readRow(const SheetRow& row, const Columns& columns);
    std::optional<std::string> codeName(const SheetRow& row, const Columns& columns);
    std::optional<std::string> label(const SheetRow& row, const Columns& columns);
    std::string gender(const SheetRow& row, const Columns& columns);

    std::span<const std::string_view> m_codes;
    ReaderLog& m_log;
    ClipSheet m_sheet;
};

std::optional<std::string> ClipSheetReader::codeName(const SheetRow& row, const Columns& columns)
{
    const std::string cell = row.cell(columns.code);
    if (m_codes.empty() || cells::isUnknown(cell)) return std::nullopt;
    const auto code = cells::wholeNumber(cell);
    if (code && *code >= 1 && static_cast<std::size_t>(*code) <= m_codes.size())
        return std::string(m_codes[static_cast<std::size_t>(*code - 1)]);
    warn(row, "the code " + cells::inQuotes(cell) + " is not one of 1 to " + std::to_string(m_codes.size()) +
                  "; it is not used");
    return std::nullopt;
}

std::optional<std::string> ClipSheetReader::label(const SheetRow& row, const Columns& columns)
{
    const std::string cell = row.cell(columns.emotion);
    const auto byCode = codeName(row, columns);
    auto name = cells::emotion(cell);
    if (text::toDouble(cell)) name.reset(); // a bare code is no name
    if (!name && byCode) {
        warn(row, "the emotion " + cells::inQuotes(cell) + " is no name; the code's, " + *byCode + ", is taken");
        return byCode;
    }
    if (!name) {
        warn(row, "the row has no emotion; the clip counts as unlabelled");
        return std::nullopt;
    }
    const bool isKnown = emotionFromAlias(*name) || std::find(m_codes.begin(), m_codes.end(), *name) != m_codes.end();
    if (byCode && *byCode != *name) {
        warn(row, cells::inQuotes(cell) + " contradicts its code, which is " + *byCode + "; " +
                      (isKnown ? "the name counts" : "no emotion is called so, and the code counts"));
        if (!isKnown) return byCode;
    }
    if (!isKnown && nearestEmotion(*name)) warn(row, wordsOnForeignLabel(*name));
    return name;
}

std::string ClipSheetReader::gender(const SheetRow& row, const Columns& columns)
{
    const std::string cell = text::lower(row.cell(columns.gender));
    if (cells::isUnknown(cell)) return {};
    if (cell == "m" || cell == "male" || cell == "man") return "male";
    if (cell == "f" || cell == "female" || cell == "woman") return "female";
    warn(row, "the gender " + cells::inQuotes(cell) + " is neither male nor female; it is not used");
    return {};
}

void ClipSheetReader::readRow(const SheetRow& row, const Columns& columns)
{
    ClipSheetRow found;
    found.line = row.line;
    found.clip = row.cell(columns.clip);
    if (cells::isUnknown(found.clip)) {
        warn(row, "the row names no clip; it is left out");
        return;
    }
    if (looksLikeVideo(found.clip)) found.clip = fs::path(found.clip).stem().string();
    const std::string key = text::lower(found.clip);
    if (const auto first = m_sheet.rows.find(key); first != m_sheet.rows.end()) {
        warn(row, cells::inQuotes(found.clip) + " is already in row " + std::to_string(first->second.line) +
                      ", which counts");
        return;
    }
    found.label = label(row, columns);
    found.gender = gender(row, columns);
    found.subject = row.cell(columns.subject);
    m_sheet.rows.emplace(key, std::move(found));
}

std::optional<ClipSheet> ClipSheetReader::read()
{
    const auto sheets = readSheets(m_sheet.file);
    if (!sheets) {
        const std::string& where = sheets.error().where;
        m_log.warn(m_sheet.file, 0,
                   "the table cannot be used: " + sheets.error().what +
                       (where == m_sheet.file.string() ? "" : " (" + where + ")"));
        return std::nullopt;
    }
    for (const Sheet& sheet : *sheets)
        for (std::size_t r = 0; r < sheet.rows.size(); ++r)
            if (const auto columns = columnsOf(sheet.rows[r])) {
                Columns used = *columns;
                if (used.clip < 0) {
                    used.clip = 0;
                    m_log.warn(m_sheet.file, sheet.rows[r].line,
                               "no column names the clips; the first is taken for it");
                }
                for (++r; r < sheet.rows.size(); ++r) readRow(sheet.rows[r], used);
                return std::move(m_sheet);
            }
    m_log.note(m_sheet.file, 0, "no row names the columns; they are taken as clip, emotion, code, gender");
    for (const SheetRow& row : sheets->front().rows) readRow(row, {});
    return std::move(m_sheet);
}

} // namespace

std::optional<ClipSheet> readClipSheet(const fs::path& file, std::span<const std::string_view> codes, ReaderLog& log)
{
    return ClipSheetReader(file, codes, log).read();
}

} // namespace mien

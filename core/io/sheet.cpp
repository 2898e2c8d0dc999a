// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/sheet.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/io/xlsx.h"

#include <algorithm>
#include <string_view>

namespace mien {

namespace {

/// The most frequent of the three separators outside quotes; a comma in doubt.
char separatorOf(std::string_view text)
{
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool inQuotes = false;
    for (const char c : text) {
        if (c == '"') inQuotes = !inQuotes;
        if (inQuotes) continue;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

} // namespace

std::string SheetRow::cell(int column) const
{
    if (column < 0 || static_cast<std::size_t>(column) >= cells.size()) return {};
    return std::string(text::trimmed(cells[static_cast<std::size_t>(column)]));
}

Result<std::vector<Sheet>> readSheets(const std::filesystem::path& file)
{
    auto content = files::read(file);
    if (!content) return content.error();
    if (text::lower(file.extension().string()) == ".xlsx") return xlsx::parse(*content, file.string());
    std::vector<Sheet> sheets(1);
    for (csv::Record& record : csv::records(*content, separatorOf(*content))) {
        if (record.isUnclosed)
            return Error::input("a quote is not closed", file.string() + ", line " + std::to_string(record.line));
        sheets.front().rows.push_back({record.line, std::move(record.fields)});
    }
    return sheets;
}

bool looksLikeSheet(const std::filesystem::path& file)
{
    const std::string extension = text::lower(file.extension().string());
    const bool isLock = text::startsWith(file.filename().string(), "~$");
    return !isLock && (extension == ".xlsx" || extension == ".csv");
}

} // namespace mien

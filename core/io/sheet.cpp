// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/sheet.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/io/xlsx.h"

namespace mien {

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
    for (csv::Record& record : csv::records(*content, csv::separatorOf(*content))) {
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

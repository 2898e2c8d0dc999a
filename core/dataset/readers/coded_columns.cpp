// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/coded_columns.h"

#include "core/base/text.h"
#include "core/dataset/readers/cell_text.h"

#include <algorithm>

namespace mien {

CodedColumns columnsOf(const SheetRow& header)
{
    CodedColumns columns;
    const auto take = [](int& column, int index) { column = column < 0 ? index : column; };
    for (int i = 0; i < static_cast<int>(header.cells.size()); ++i) {
        const std::string name = cells::plainName(header.cell(i));
        const auto begins = [&](std::string_view with) { return text::startsWith(name, with); };
        if (begins("subject"))
            take(columns.subject, i);
        else if (begins("file") || begins("video"))
            take(columns.filename, i);
        else if (begins("inducement"))
            take(columns.inducement, i);
        else if (begins("onset"))
            take(columns.onset, i);
        else if (begins("apex"))
            take(columns.apex, i);
        else if (begins("offset"))
            take(columns.offset, i);
        else if (begins("micro") || begins("macro") || begins("type"))
            take(columns.type, i);
        else if (begins("actionunit") || name == "au" || name == "aus")
            take(columns.units, i);
        else if (name.find("emotion") != std::string::npos)
            take(columns.emotion, i);
        else if (begins("objective"))
            take(columns.objective, i);
        else if (begins("category"))
            take(columns.category, i);
    }
    return columns;
}

std::optional<std::size_t> headerOf(const Sheet& sheet)
{
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
        const CodedColumns columns = columnsOf(sheet.rows[r]);
        const auto& row = sheet.rows[r].cells;
        const auto first =
            std::find_if(row.begin(), row.end(), [](const std::string& cell) { return !text::trimmed(cell).empty(); });
        if (columns.subject == first - row.begin() && columns.onset >= 0) return r;
    }
    return std::nullopt;
}

} // namespace mien

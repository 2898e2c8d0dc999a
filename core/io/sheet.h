// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// A row that holds something.
struct SheetRow
{
    int line = 0;                   ///< of the text file, or row of the spreadsheet, from 1: as people see it
    std::vector<std::string> cells; ///< UTF-8, as written; rows may differ in length

    std::string cell(int column) const; ///< without blanks around it; empty for a column that is not there
};

/// A table as coders keep them, whatever file it comes from. Rows without any content are left out.
struct Sheet
{
    std::string name; ///< empty for text files
    std::vector<SheetRow> rows;
};

/// The sheets of an .xlsx in their order, or the one table of a .csv or .txt (separated by comma, semicolon or tab,
/// whichever the file has most of; UTF-8). Input error with words for anything else.
Result<std::vector<Sheet>> readSheets(const std::filesystem::path& file);

/// True if the file's name ends like one that readSheets() takes as a table: .xlsx or .csv. Lock files of open
/// spreadsheets ("~$…") are none.
bool looksLikeSheet(const std::filesystem::path& file);

} // namespace mien

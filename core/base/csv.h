// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mien::csv {

/// One line (RFC 4180 quoting where a field needs it), with its newline.
std::string line(const std::vector<std::string>& fields);

/// One line of a file that may have faults; `line` counts from 1.
struct Record
{
    std::vector<std::string> fields;
    int line = 0;
    bool isUnclosed = false; ///< a quote opens here and never closes: `fields` end with this line
};

/// What parts the fields of a table: the most frequent of comma, semicolon and tab outside quotes; a comma in doubt.
char separatorOf(std::string_view text);

/// Every line of `text` that holds something, those of wrong length too: for tables with titles above their header, and
/// for readers that go on behind a fault.
std::vector<Record> records(std::string_view text, char separator = ',');

/// A comma-separated table with one header row. Fields are UTF-8.
struct Table
{
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; ///< each as long as `header`
    std::vector<int> lines;                     ///< line number in the file of each row, from 1

    int column(std::string_view name) const; ///< -1 if absent; names are trimmed before comparing
};

Result<Table> parse(std::string_view text, const std::string& where);
Result<Table> read(const std::filesystem::path& file);

} // namespace mien::csv

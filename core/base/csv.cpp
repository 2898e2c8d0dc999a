// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>

namespace mien::csv {

namespace {

std::string quoted(const std::string& field)
{
    // Semicolons and tabs, too: readers guess the separator by what stands outside of quotes (separatorOf()).
    if (field.find_first_of(",;\t\"\r\n") == std::string::npos) return field;
    std::string out = "\"";
    for (const char c : field) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

/// Takes one record off the front of `text`; counts the newlines it spans. False on an unclosed quote.
bool takeRecord(std::string_view& text, std::vector<std::string>& fields, int& newlines, char separator = ',')
{
    fields.assign(1, {});
    newlines = 0;
    bool inQuotes = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (inQuotes) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                fields.back() += '"';
                ++i;
            } else if (c == '"') {
                inQuotes = false;
            } else {
                newlines += c == '\n';
                fields.back() += c;
            }
        } else if (c == '"' && fields.back().empty()) {
            inQuotes = true;
        } else if (c == separator) {
            fields.emplace_back();
        } else if (c == '\n') {
            ++i;
            ++newlines;
            break;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    text.remove_prefix(i);
    return !inQuotes;
}

} // namespace

std::string line(const std::vector<std::string>& fields)
{
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out += ',';
        out += quoted(fields[i]);
    }
    return out + '\n';
}

int Table::column(std::string_view name) const
{
    for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] == name) return static_cast<int>(i);
    return -1;
}

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

std::vector<Record> records(std::string_view text, char separator)
{
    if (text::startsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    // A quote that never closes is looked for to the end of the file. Where that happens in every line the time would
    // grow with the square of their number: behind so many such lines, a quote has to close where it opens.
    constexpr int mostSearches = 16;
    int unclosed = 0;
    std::vector<Record> found;
    int lineNumber = 1;
    while (!text.empty()) {
        Record record{{}, lineNumber, false};
        const std::size_t lineEnd = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, lineEnd);
        std::string_view rest = unclosed < mostSearches ? text : line;
        const std::size_t searched = rest.size();
        int newlines = 0;
        if (takeRecord(rest, record.fields, newlines, separator)) {
            text.remove_prefix(searched - rest.size());
        } else {
            // The rest of the file hides behind the open quote: give up this line only.
            ++unclosed;
            record.isUnclosed = true;
            record.fields = text::split(line.substr(0, line.find('\n')), separator);
            text.remove_prefix(lineEnd);
            newlines = 1;
        }
        const bool isBlank = std::all_of(record.fields.begin(), record.fields.end(),
                                         [](const std::string& field) { return text::trimmed(field).empty(); });
        if (!isBlank) found.push_back(std::move(record));
        lineNumber += newlines;
    }
    return found;
}

Result<Table> parse(std::string_view text, const std::string& where)
{
    if (text::startsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    Table table;
    std::vector<std::string> fields;
    int lineNumber = 1;
    int newlines = 0;
    if (text.empty()) return Error::input("the table is empty", where, "expected a header row");
    if (!takeRecord(text, table.header, newlines)) return Error::input("a quote is not closed", where + ", line 1");
    for (std::string& name : table.header) name = std::string(text::trimmed(name));
    lineNumber += newlines;
    while (!text.empty()) {
        if (!takeRecord(text, fields, newlines))
            return Error::input("a quote is not closed", where + ", line " + std::to_string(lineNumber));
        const bool blank = fields.size() == 1 && text::trimmed(fields[0]).empty();
        if (!blank && fields.size() != table.header.size())
            return Error::input(std::to_string(fields.size()) + " fields where the header has " +
                                    std::to_string(table.header.size()),
                                where + ", line " + std::to_string(lineNumber));
        if (!blank) {
            table.rows.push_back(fields);
            table.lines.push_back(lineNumber);
        }
        lineNumber += newlines;
    }
    return table;
}

Result<Table> read(const std::filesystem::path& file)
{
    const auto text = files::read(file);
    if (!text) return text.error();
    return parse(*text, file.string());
}

} // namespace mien::csv

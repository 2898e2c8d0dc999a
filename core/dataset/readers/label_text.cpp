// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/label_text.h"

#include "core/base/printable.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace mien {

std::vector<NumberedLine> labelLines(std::string_view text)
{
    if (text::startsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<NumberedLine> lines;
    int number = 0;
    std::size_t filled = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view content = text::trimmed(text.substr(0, end));
        lines.push_back({++number, std::string(content)});
        if (!content.empty()) filled = lines.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    lines.resize(filled);
    return lines;
}

std::vector<NumberedLine> linesWithText(std::string_view text)
{
    std::vector<NumberedLine> lines = labelLines(text);
    lines.erase(std::remove_if(lines.begin(), lines.end(), [](const NumberedLine& l) { return l.text.empty(); }),
                lines.end());
    return lines;
}

std::vector<std::string> words(std::string_view line)
{
    constexpr std::string_view separators = " \t,;";
    std::vector<std::string> found;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(separators, at)) != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
        found.emplace_back(line.substr(at, end - at));
        at = end;
    }
    return found;
}

std::vector<std::string> commaFields(std::string_view line)
{
    std::vector<std::string> fields = text::split(line, ',');
    for (std::string& field : fields) field = std::string(text::trimmed(field));
    return fields;
}

bool isWhole(double value)
{
    return std::isfinite(value) && value == std::floor(value);
}

std::string shown(std::string_view text)
{
    constexpr std::size_t most = 40;
    std::string out = "'";
    out += text::printable(text.substr(0, most));
    out += text.size() > most ? "…'" : "'";
    return out;
}

} // namespace mien

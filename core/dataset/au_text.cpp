// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/au_text.h"

#include "core/base/printable.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr std::string_view partings = " \t,;+";
constexpr std::string_view digits = "0123456789";
constexpr int highestUnit = 99;
constexpr double highestIntensity = 1000; ///< far beyond any coder's scale; larger numbers are slips

bool parseIntensity(std::string_view text, AuCode& code)
{
    if (text.empty()) return true;
    if (text.size() == 1 && text[0] >= 'A' && text[0] <= 'E') {
        code.intensity = text[0] - 'A' + 1;
        return true;
    }
    if (text.size() < 2 || text[0] != ':') return false;
    const auto value = text::toDouble(text.substr(1));
    if (!value || !(*value >= 0 && *value <= highestIntensity)) return false;
    code.intensity = *value;
    return true;
}

bool parseUnit(std::string word, AuCode& code)
{
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    std::string_view rest = word;
    if (text::startsWith(rest, "AU")) rest.remove_prefix(2);
    if (!rest.empty() && (rest[0] == 'L' || rest[0] == 'R' || rest[0] == 'B')) {
        code.side = rest[0];
        rest.remove_prefix(1);
    }
    const std::string_view number = rest.substr(0, rest.find_first_not_of(digits));
    const auto value = number.size() <= 2 ? text::toInt(number) : std::nullopt;
    if (!value || *value < 1 || *value > highestUnit) return false;
    code.number = static_cast<int>(*value);
    return parseIntensity(rest.substr(number.size()), code);
}

} // namespace

std::vector<AuCode> parseActionUnits(std::string_view text, std::vector<std::string>& faults)
{
    std::vector<AuCode> units;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(partings, at)) != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(partings, at), text.size());
        const std::string word(text.substr(at, end - at));
        at = end;
        AuCode code;
        if (!parseUnit(word, code)) {
            faults.push_back("'" + text::printable(word) + "' is no action unit; it is left out");
            continue;
        }
        // Left and right of one unit may both be coded, each with an intensity of its own.
        const bool isTwice = std::any_of(units.begin(), units.end(), [&](const AuCode& known) {
            return known.number == code.number && known.side == code.side;
        });
        if (isTwice)
            faults.push_back("action unit " + std::to_string(code.number) + " is named twice; the first one counts");
        else
            units.push_back(code);
    }
    return units;
}

std::string formatActionUnits(const std::vector<AuCode>& units)
{
    std::string text;
    for (const AuCode& unit : units) {
        if (!text.empty()) text += ' ';
        if (unit.side != 'B') text += unit.side;
        text += std::to_string(unit.number);
        if (!unit.intensity) continue;
        const double value = *unit.intensity;
        if (value >= 1 && value <= 5 && value == std::floor(value))
            text += static_cast<char>('A' + static_cast<int>(value) - 1);
        else
            text += ":" + text::number(value);
    }
    return text;
}

} // namespace mien

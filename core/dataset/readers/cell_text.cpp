// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/cell_text.h"

#include "core/base/printable.h"
#include "core/base/text.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <cmath>

namespace mien::cells {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "12B or 15": what stands before the word; both words need a blank around them.
std::size_t alternativeAt(const std::string& token)
{
    const std::string lower = text::lower(token);
    return std::min(lower.find(" or "), lower.find(" | "));
}

/// One action unit; nothing if `token` is none.
std::optional<AuCode> unitOf(std::string token)
{
    std::erase(token, ' ');
    token = text::lower(token);
    std::string_view rest = token;
    AuCode code;
    if (text::startsWith(rest, "au")) rest.remove_prefix(2);
    if (!rest.empty() && (rest[0] == 'l' || rest[0] == 'r' || rest[0] == 'b')) {
        code.side = static_cast<char>(rest[0] - 'a' + 'A');
        rest.remove_prefix(1);
        if (text::startsWith(rest, "au")) rest.remove_prefix(2);
    }
    std::size_t digits = 0;
    while (digits < rest.size() && isDigit(rest[digits])) ++digits;
    if (digits == 0 || digits > 2) return std::nullopt;
    code.number = static_cast<int>(text::toInt(rest.substr(0, digits)).value());
    rest.remove_prefix(digits);
    if (rest == ".0") rest = {}; // a lone number that a spreadsheet kept as one
    if (!rest.empty() && rest[0] >= 'a' && rest[0] <= 'e') {
        code.intensity = rest[0] - 'a' + 1;
        rest.remove_prefix(1);
    }
    if (rest == "l" || rest == "r") {
        code.side = static_cast<char>(rest[0] - 'a' + 'A');
        rest = {};
    }
    return rest.empty() && code.number > 0 ? std::optional(code) : std::nullopt;
}

} // namespace

bool isUnknown(std::string_view cell)
{
    const std::string word = text::lower(text::trimmed(cell));
    return word.empty() || word == "/" || word == "\\" || word == "-" || word == "?" || word == "n/a" || word == "na" ||
           word == "nan" || word == "none";
}

std::optional<int> wholeNumber(std::string_view cell)
{
    constexpr double most = 1e9;
    const auto value = text::toDouble(cell);
    if (!value || !(std::abs(*value) <= most) || *value != std::floor(*value)) return std::nullopt;
    return static_cast<int>(*value);
}

std::string plainName(std::string_view text)
{
    std::string name = text::lower(text);
    std::erase_if(name, [](char c) { return !isDigit(c) && !(c >= 'a' && c <= 'z'); });
    return name;
}

std::optional<std::string> emotion(std::string_view cell)
{
    if (isUnknown(cell)) return std::nullopt;
    if (auto name = emotionFromAlias(cell)) return name;
    return text::lower(text::trimmed(cell));
}

std::vector<AuCode> actionUnits(std::string_view cell, std::vector<std::string>& problems)
{
    std::vector<AuCode> codes;
    if (isUnknown(cell)) return codes;
    std::string list(text::trimmed(cell));
    std::replace_if(
        list.begin(), list.end(), [](char c) { return c == ',' || c == ';' || c == '&' || c == '\n'; }, '+');
    for (const std::string& part : text::split(list, '+')) {
        std::string token(text::trimmed(part));
        if (token.empty()) continue;
        if (const std::size_t at = alternativeAt(token); at != std::string::npos) {
            problems.push_back(inQuotes(token) + " is undecided; the first is taken");
            token.resize(at);
        }
        if (token.back() == '?') {
            problems.push_back(inQuotes(token) + " is doubtful; it is taken");
            token.pop_back();
        }
        const auto code = unitOf(token);
        const bool isTwice = code && std::any_of(codes.begin(), codes.end(), [&](const AuCode& other) {
                                 return other.number == code->number && other.side == code->side;
                             });
        if (!code)
            problems.push_back(inQuotes(token) + " is no action unit; it is left out");
        else if (isTwice)
            problems.push_back("action unit " + inQuotes(token) + " is listed twice; the first is taken");
        else
            codes.push_back(*code);
    }
    return codes;
}

std::string inQuotes(std::string_view text)
{
    constexpr std::size_t most = 40;
    std::string shown(text.substr(0, most));
    while (text.size() > most && !shown.empty() && (shown.back() & 0xC0) == 0x80) shown.pop_back();
    if (text.size() > most && !shown.empty() && (shown.back() & 0x80)) shown.pop_back(); // no half character
    return "'" + text::printable(shown) + (text.size() > most ? "…'" : "'");
}

} // namespace mien::cells

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace mien::text {

namespace {

template <typename T> std::string shortest(T value)
{
    if (std::isnan(value)) return {};
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

template <typename T> std::optional<T> parse(std::string_view s)
{
    s = trimmed(s);
    if (!s.empty() && s.front() == '+') s.remove_prefix(1);
    T value{};
    const auto [end, code] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (code != std::errc() || end != s.data() + s.size() || s.empty()) return std::nullopt;
    return value;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::string number(double value)
{
    return shortest(value);
}
std::string number(float value)
{
    return shortest(value);
}

std::string duration(double seconds)
{
    const long whole = std::lround(std::max(0.0, seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string fixed(double value, int decimals)
{
    if (std::isnan(value)) return {};
    char buffer[400];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals).ptr;
    std::string s(buffer, end);
    // "-0.0" is a rounding artefact no table should show.
    if (s.front() == '-' && s.find_first_not_of("-0.") == std::string::npos) s.erase(0, 1);
    return s;
}

std::optional<double> toDouble(std::string_view s)
{
    return parse<double>(s);
}
std::optional<std::int64_t> toInt(std::string_view s)
{
    return parse<std::int64_t>(s);
}

std::string_view trimmed(std::string_view s)
{
    const char* blanks = " \t\r\n\v\f";
    const auto first = s.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view s)
{
    std::string out(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::vector<std::string> split(std::string_view s, char separator)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto at = s.find(separator);
        parts.emplace_back(s.substr(0, at));
        if (at == std::string_view::npos) return parts;
        s.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

bool startsWith(std::string_view s, std::string_view prefix)
{
    return s.substr(0, prefix.size()) == prefix;
}

bool endsWith(std::string_view s, std::string_view suffix)
{
    return s.size() >= suffix.size() && s.substr(s.size() - suffix.size()) == suffix;
}

bool naturalLess(std::string_view a, std::string_view b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            while (i + 1 < a.size() && a[i] == '0' && isDigit(a[i + 1])) ++i;
            while (j + 1 < b.size() && b[j] == '0' && isDigit(b[j + 1])) ++j;
            std::size_t m = i;
            std::size_t n = j;
            while (m < a.size() && isDigit(a[m])) ++m;
            while (n < b.size() && isDigit(b[n])) ++n;
            if (m - i != n - j) return m - i < n - j;
            if (const int order = a.substr(i, m - i).compare(b.substr(j, n - j)); order != 0) return order < 0;
            i = m;
            j = n;
        } else {
            if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
            ++i;
            ++j;
        }
    }
    if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
    return a < b;
}

} // namespace mien::text

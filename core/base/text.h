// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien::text {

/// Shortest decimals that read back as the same number, point as decimal sign, whatever the locale.
/// A NaN means "not computed" and becomes the empty string.
std::string number(double value);
std::string number(float value);

/// `decimals` digits after the point; NaN becomes the empty string.
std::string fixed(double value, int decimals);

/// "45 s", "3 min 20 s", "2 h 5 min".
std::string duration(double seconds);

/// The whole of `s` (blanks around it allowed) as a number, or nothing.
std::optional<double> toDouble(std::string_view s);
std::optional<std::int64_t> toInt(std::string_view s);

std::string_view trimmed(std::string_view s);
std::string lower(std::string_view s); ///< ASCII only
std::vector<std::string> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool startsWith(std::string_view s, std::string_view prefix);
bool endsWith(std::string_view s, std::string_view suffix);

/// Order of people: "img2" before "img10". Digit runs compare as numbers, the rest by byte.
bool naturalLess(std::string_view a, std::string_view b);

} // namespace mien::text

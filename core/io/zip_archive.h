// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mien::zip {

/// Content by name; names have forward slashes and no leading one.
using Parts = std::map<std::string, std::string>;

/// The parts of a zip archive whose names `isWanted` accepts; of two parts of one name the first. Input error for
/// what is no archive, cut short, damaged, encrypted, or whose parts together are larger than `mostBytes`.
Result<Parts> read(std::string_view archive, const std::string& where, std::size_t mostBytes,
                   const std::function<bool(const std::string& name)>& isWanted);

enum class Compression { Stored, Deflated };

/// An archive of these parts in this order. Times are those of the format's first day, so that the same parts give
/// the same bytes whenever and in whatever time zone they are written.
Result<std::string> write(const std::vector<std::pair<std::string, std::string>>& parts, Compression compression);

} // namespace mien::zip

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/sheet.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mien::xlsx {

/// What a workbook may grow to when it is unpacked: archives of a few kilobytes can hold gigabytes.
struct Limits
{
    std::size_t bytes = std::size_t{256} << 20; ///< of the parts unpacked, and again of the text in all cells
    std::size_t cells = 5'000'000;              ///< counted up to the last cell of each row
};

/// The worksheets of an .xlsx workbook (ECMA-376), in the order of its tabs. A cell is what it shows without its
/// format: text (runs joined), a number as written, TRUE or FALSE, a formula's last result; dates stay numbers.
/// Input error, one sentence, for anything that is no whole workbook or larger than `limits`.
Result<std::vector<Sheet>> parse(std::string_view file, const std::string& where, const Limits& limits = {});

} // namespace mien::xlsx

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/sheet.h"
#include "core/io/zip_archive.h"

#include <string>
#include <vector>

namespace mien::xlsx {

/// A workbook with these sheets: rows at their `line`, which must rise, empty cells left out, cells that read as plain
/// numbers ("46", "-0.5"; not "006") as numbers, all else as shared strings. The same sheets give the same bytes.
Result<std::string> write(const std::vector<Sheet>& sheets, zip::Compression compression = zip::Compression::Stored);

} // namespace mien::xlsx

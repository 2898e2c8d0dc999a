// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/readers/coded_sheet.h"
#include "core/io/sheet.h"

#include <cstddef>
#include <optional>

namespace mien {

/// The columns that a header names; −1 for those it does not.
CodedColumns columnsOf(const SheetRow& header);

/// Index into `sheet.rows` of the row that starts with "Subject" and speaks of an onset.
std::optional<std::size_t> headerOf(const Sheet& sheet);

} // namespace mien

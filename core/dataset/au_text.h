// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// Action units as coders write them in one cell, "1 4C L12": an optional side (L, R, B), the number, and an optional
/// intensity, A…E for 1…5 or ":2.5" on the coder's scale. Blanks, commas, semicolons and + part them; an "AU" in front
/// of a number is allowed. What cannot be read is left out and goes to `faults`, as does a unit named twice.
std::vector<AuCode> parseActionUnits(std::string_view text, std::vector<std::string>& faults);

/// The same cell again, parted by blanks.
std::string formatActionUnits(const std::vector<AuCode>& units);

} // namespace mien

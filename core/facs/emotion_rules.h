// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mien {

/// An action unit that somebody saw.
struct SeenUnit
{
    int number = 0;
    std::optional<double> intensity; ///< 1…5 for A…E; empty = not graded
};

/// The emotion that FACS rules give for units a coder saw (action unit spec, section 8, stage 1): of several rules
/// that fire the one with more units, then the first of the table. Nothing where none fires: that a coder saw no rule's
/// units makes no neutral face.
std::optional<std::string> emotionOfUnits(const std::vector<SeenUnit>& units);

} // namespace mien

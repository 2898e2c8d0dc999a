// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mien {

/// An action unit that somebody, or a network, saw.
struct SeenUnit
{
    int number = 0;
    std::optional<double> intensity; ///< 1…5 for A…E; empty = not graded
    double probability = 1;          ///< how sure a network is
};

/// A FACS rule whose units were all seen.
struct FiredRule
{
    std::string emotion;
    std::vector<int> units;
    double probability = 0; ///< mean of its units'
};

/// The rules that fire (action unit spec, section 8, stage 1), the best first: by probability, then by more units, then
/// in order of the table.
std::vector<FiredRule> firedRules(const std::vector<SeenUnit>& units);

/// The emotion that FACS rules give for units a coder saw (action unit spec, section 8, stage 1): of several rules
/// that fire the one with more units, then the first of the table. Nothing where none fires: that a coder saw no rule's
/// units makes no neutral face.
std::optional<std::string> emotionOfUnits(const std::vector<SeenUnit>& units);

struct PrototypeScore
{
    std::string name; ///< "happily surprised"
    double score = 0; ///< −1…1
};

/// How the units that are there fit the 23 prototypes of plain and compound emotions (same section), the best first,
/// equal ones in order of the table: the share of a prototype's units that are there, minus the share of those that are
/// there and none of its own (none there: 0). `known`: units that are looked for at all; the others of a prototype do
/// not count.
std::vector<PrototypeScore> prototypeScores(const std::vector<int>& present, const std::vector<int>& known);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "core/synth/au_set.h"

#include <string>
#include <vector>

namespace mien::synth {

/// The grade a FACS coder gives: 0 = not coded (below 0.15), else 1 … 5 (A … E) by fifths of the range 0 … 1.
int gradeOf(double intensity);

/// What a FACS coder would write down: action units from intensity 0.15, graded 1 … 5 (A … E) by fifths of the range.
std::vector<AuCode> codedActionUnits(const AuSet& actionUnits);

/// What a coder of micro-expressions sees frame by frame: action units that leave their resting value by 0.06 or more,
/// with the side where only one moves; the strongest alone where none goes so far. `graded`: with intensities.
std::vector<AuCode> codedBurst(const AuSet& rest, const AuSet& apex, bool graded);

/// As coders list them: "L4B+12".
std::string unitsCell(const std::vector<AuCode>& codes);

} // namespace mien::synth

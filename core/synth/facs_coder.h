// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/identity.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

inline constexpr double codedFrom = 0.15; ///< weaker traces are not coded

/// The grade a FACS coder gives: 0 = not coded, else 1 … 5 (A … E) by fifths of the range 0 … 1.
inline int gradeOf(double intensity)
{
    return intensity < codedFrom ? 0 : std::min(5, static_cast<int>(std::ceil(5 * intensity)));
}

/// Drawn faces have no sex. Where a layout asks for one, those with a trace of a beard are men.
inline bool isMan(const Identity& identity)
{
    return identity.beard || identity.moustache || identity.stubble > 0;
}

} // namespace mien::synth

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

/// How two series of measurements go together. A pair of which one value is NaN (not computed) does not count; where
/// nothing can be said the answer is NaN, never 0.
namespace mien {

double meanOf(std::span<const double> values); ///< of those that are computed

/// Share 0…1 of the values lies at or below the answer; between two values linearly, as R's type 7 and NumPy do.
double percentile(std::span<const double> values, double share);

/// Pearson's r. NaN where one of the series does not vary, or with fewer than two pairs.
double pearson(std::span<const double> a, std::span<const double> b);

/// Ranks from 1; equal values share the mean of theirs. No value may be NaN.
std::vector<double> ranksOf(std::span<const double> values);

/// Spearman's rho: Pearson's r of the ranks.
double spearman(std::span<const double> a, std::span<const double> b);

/// How many samples a signal comes behind a reference, and how alike the two are then.
struct Lag
{
    double samples; ///< negative = before it
    double r;       ///< Pearson's, at the best whole shift
};

/// The shift within ±`maximum` at which the two correlate best, between samples by the parabola through the best and
/// its neighbours. The same samples of the reference, those at least `maximum` from its ends, count for every shift.
/// Both NaN where the best lies at the border, nothing varies or a value is missing.
Lag lagBehind(std::span<const double> signal, std::span<const double> reference, int maximum);

} // namespace mien

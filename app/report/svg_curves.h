// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <string>
#include <vector>

namespace mien::report {

/// Epochs of one fold, ascending.
using FoldCurve = std::vector<EpochMetrics>;

/// `metrics` by fold, folds ascending.
std::vector<FoldCurve> byFold(const std::vector<EpochMetrics>& metrics);

/// The epoch of the lowest finite validation loss, the first on a tie; 0 when there is none.
int bestEpoch(const FoldCurve& curve);

/// Limits that all folds share, so that their plots can be compared by eye.
struct CurveLimits
{
    int lastEpoch = 1;
    double loss = 1; ///< top of the axis; it starts at 0
};
CurveLimits curveLimits(const std::vector<FoldCurve>& curves);

/// Two plots side by side, loss and the figure of the task over epochs, as they were measured (nothing is smoothed):
/// training solid, validation dashed, the best epoch marked. An <svg> element with title and description for screen
/// readers; colours come from the page's style sheet. Values that are not finite interrupt a line.
std::string curvesSvg(const FoldCurve& curve, const CurveLimits& limits);

} // namespace mien::report

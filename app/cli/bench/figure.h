// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <cmath>
#include <string>

namespace mien::cli {

/// A figure, its baseline in the same run, and how the two compare. NaN = not computed.
struct Figure
{
    std::string name;
    double own = notComputed;
    double baseline = notComputed;
    std::string unit = {}; ///< empty for correlations

    /// Of correlations and lags with different signs, or against 0, there is none.
    double ratio() const { return own >= 0 && baseline > 0 ? own / baseline : notComputed; }
};

} // namespace mien::cli

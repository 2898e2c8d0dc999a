// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <vector>

namespace mien {

/// Intraclass correlations of Shrout & Fleiss 1979 from a table of targets (rows) by judges (columns). A network and
/// its truth are two judges. Single: of one judge; average: of the mean of all judges.
struct IntraclassCorrelation
{
    long targets = 0;
    long judges = 0;
    long leftOut = 0;                   ///< targets that not every judge rated
    double oneWaySingle = notComputed;  ///< ICC(1,1): each target has judges of its own
    double randomSingle = notComputed;  ///< ICC(2,1): absolute agreement, judges drawn at random
    double fixedSingle = notComputed;   ///< ICC(3,1): consistency of these judges; what AU intensity papers print
    double oneWayAverage = notComputed; ///< ICC(1,k)
    double randomAverage = notComputed; ///< ICC(2,k)
    double fixedAverage = notComputed;  ///< ICC(3,k)
};

/// Rows with a NaN are left out. All NaN with fewer than two targets or judges, or where nothing varies.
/// std::invalid_argument where rows differ in length.
IntraclassCorrelation intraclassCorrelation(const std::vector<std::vector<double>>& ratings);

} // namespace mien

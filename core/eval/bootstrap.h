// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mien {

/// Both NaN where there was too little to say.
struct Interval
{
    double low = notComputed;
    double high = notComputed;
    bool isComputed() const { return low == low && high == high; }
};

struct BootstrapOptions
{
    int resamples = 2000;
    std::uint64_t seed = 1;
    double coverage = 0.95;
    std::size_t fewestGroups = 3; ///< with fewer there is no interval
};

/// Percentile intervals of `figures` statistics by resampling whole groups (subjects) with replacement: what belongs
/// to one person stays together, because it is not independent (Efron & Tibshirani 1993, chapter 13; Field & Welsh
/// 2007). `statistic(drawn, values)` gets as many group indices as there are groups, with repetitions, and fills
/// `values`; a NaN is left out, and above 5 % of them there is no interval. The same seed gives the same intervals.
/// Percentile intervals are somewhat too short for few groups: below some twenty, take them as a lower bound.
using BootstrapStatistic = std::function<void(std::span<const std::size_t> drawn, std::span<double> values)>;
std::vector<Interval> bootstrapIntervals(std::size_t groups, std::size_t figures, const BootstrapStatistic& statistic,
                                         const BootstrapOptions& options = {});

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <span>
#include <vector>

/// Tests of whether two procedures differ, from paired results. All p values are two-sided; NaN = not computed.
namespace mien {

/// McNemar's test of two classifiers on the same samples. It takes samples as independent: with several clips of a
/// person it is too sure of itself, which the interval by subjects (bootstrap.h) beside it is not.
struct McNemar
{
    long onlyFirst = 0;        ///< samples that the first alone got right
    long onlySecond = 0;       ///< that the second alone got right
    double p = notComputed;    ///< exact, conditional on the discordant samples; 1 where there are none
    double midP = notComputed; ///< less conservative: Fagerland, Lydersen & Laake 2013
};
McNemar mcNemar(long onlyFirst, long onlySecond); ///< std::invalid_argument for a negative count

/// Corrected resampled t-test (Nadeau & Bengio 2003): folds share training samples, so the variance of their mean
/// difference is (1/J + n_test/n_train) s², not s²/J.
struct ResampledT
{
    int folds = 0;
    double mean = notComputed;      ///< of the differences
    double deviation = notComputed; ///< sample standard deviation s of the differences
    double t = notComputed;
    int degrees = 0;        ///< folds − 1
    double p = notComputed; ///< 1 where no fold differs; NaN with one fold, or where all differ by the same amount
};
/// `differences`: one a fold. `testPerTrain`: held-out samples per training sample, > 0; else all is NaN but the mean.
ResampledT correctedResampledT(std::span<const double> differences, double testPerTrain);

/// Holm's step-down adjustment for several comparisons, in the order given; NaN stays NaN and does not count.
std::vector<double> holmAdjusted(std::span<const double> p);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/bootstrap.h"
#include "core/eval/paired_tests.h"

#include <string>
#include <vector>

namespace mien {

/// One held-out sample that two procedures answered.
struct PairedSample
{
    std::string subject; ///< empty = unknown
    int fold = 0;
    bool firstRight = false;
    bool secondRight = false;
};

/// How the second procedure does against the first on the same samples. Differences are second − first, shares of
/// samples: positive = the second is better.
struct PairedComparison
{
    long samples = 0;
    long bothRight = 0;
    long bothWrong = 0;
    long subjects = 0; ///< 0 where a sample names none
    double firstAccuracy = notComputed;
    double secondAccuracy = notComputed;
    double difference = notComputed; ///< of the pooled accuracies
    Interval interval;               ///< of the difference: 95 %, by resampling subjects
    McNemar mcNemar;                 ///< over all samples
    ResampledT resampledT;           ///< over folds
};

/// `testPerTrain`: held-out clips per training clip of a fold (Nadeau & Bengio's n₂/n₁).
PairedComparison comparePaired(const std::vector<PairedSample>& samples, double testPerTrain,
                               const BootstrapOptions& options = {});

} // namespace mien

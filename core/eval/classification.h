// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"
#include "core/types/prediction.h"

#include <string>
#include <vector>

namespace mien {

/// Precision, recall and F1 of one class; 0 when undefined (landmark TCN spec, section 7).
struct ClassScore
{
    std::string name;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    long support = 0; ///< samples of this class
};

struct FoldScore
{
    int fold = 0;
    long samples = 0;
    double accuracy = notComputed;
};

/// The figures of a run over its held-out samples.
struct ClassificationReport
{
    ConfusionMatrix confusion; ///< pooled over folds
    std::vector<ClassScore> classes;
    std::vector<FoldScore> folds;
    double accuracyMean = notComputed;   ///< over folds
    double accuracyStd = notComputed;    ///< sample standard deviation over folds; NaN with one fold
    double accuracyPooled = notComputed; ///< over samples
    double macroF1 = notComputed;        ///< over classes with support
    std::string majorityClass;           ///< the one with most samples, the first on a tie
    double chanceLevel = notComputed;    ///< accuracy of always answering `majorityClass`
};

ClassificationReport evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes);

} // namespace mien

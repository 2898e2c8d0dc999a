// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <string>
#include <vector>

/// What follows from a confusion matrix alone.
namespace mien {

/// Precision, recall and F1 of one class; 0 when undefined (landmark TCN spec, section 7).
struct ClassScore
{
    std::string name;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    long support = 0;                      ///< samples of this class
    double averagePrecision = notComputed; ///< this class against the rest, by its probability (core/eval/ranking.h)
    double rocAuc = notComputed;           ///< likewise
};

/// One per class, in their order, without the two figures that need probabilities.
std::vector<ClassScore> classScores(const ConfusionMatrix& confusion);

/// One class against all others, whatever those were taken for.
struct OneVsRest
{
    long trueNegatives = 0;
    long falsePositives = 0;
    long falseNegatives = 0;
    long truePositives = 0;
};
OneVsRest oneVsRest(const ConfusionMatrix& confusion, std::size_t which); ///< std::out_of_range beyond the classes

/// Shares of each row (of each true class), 0…1; a row without samples is NaN.
std::vector<std::vector<double>> rowShares(const ConfusionMatrix& confusion);
/// Shares of all samples, 0…1; NaN without samples.
std::vector<std::vector<double>> sampleShares(const ConfusionMatrix& confusion);

/// Means over the classes that have samples, each counting alike; NaN without samples. `recall` is the balanced
/// accuracy of scikit-learn and the UAR of the micro-expression challenges, `f1` their UF1 when folds are pooled first
/// (See et al., MEGC 2019).
struct ClassMeans
{
    double precision = notComputed;
    double recall = notComputed;
    double f1 = notComputed;
};
ClassMeans macroMeans(const std::vector<ClassScore>& scores);
ClassMeans weightedMeans(const std::vector<ClassScore>& scores); ///< each class by its samples; recall = accuracy

} // namespace mien

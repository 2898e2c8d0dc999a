// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/confusion.h"
#include "core/eval/subject_figures.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"

#include <string>
#include <utility>
#include <vector>

namespace mien {

struct FoldScore
{
    int fold = 0;
    long samples = 0;
    double accuracy = notComputed;
};

/// The figures of a run over its held-out samples: those with a truth and an answer.
struct ClassificationReport
{
    ConfusionMatrix confusion;   ///< pooled over folds
    ConfusionMatrix nextHighest; ///< rows: predicted class, columns: the class that came second (next_highest.h)
    std::vector<ClassScore> classes;
    std::vector<FoldScore> folds;
    SubjectFigures bySubject;               ///< means over people, and 95 % intervals
    double accuracyMean = notComputed;      ///< over folds
    double accuracyStd = notComputed;       ///< sample standard deviation over folds; NaN with one fold
    double accuracyPooled = notComputed;    ///< over samples
    double macroF1 = notComputed;           ///< over classes with support; pooled over folds it is the UF1 of MEGC
    double balancedAccuracy = notComputed;  ///< mean recall over classes with support: macro recall, UAR of MEGC
    double macroPrecision = notComputed;    ///< over classes with support
    double weightedPrecision = notComputed; ///< classes by their samples; the weighted recall is the accuracy
    double weightedF1 = notComputed;
    /// Each class against the rest by its probability, mean over the classes for which that is defined. Probabilities
    /// of all folds' networks in one ranking: folds that are calibrated differently lower it.
    double meanAveragePrecision = notComputed;
    double rocAuc = notComputed;
    double calibrationError = notComputed; ///< top label, 15 bins (calibration.h)
    std::string majorityClass;             ///< the one with most samples, the first on a tie
    double chanceLevel = notComputed;      ///< accuracy of always answering `majorityClass`
};

/// std::out_of_range where a truth lies beyond the classes.
ClassificationReport evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes);

/// Every single figure with its name in files and JSON, shares 0…1, NaN = not computed: accuracy_mean, accuracy_std,
/// accuracy_pooled(_low, _high), accuracy_subjects(_std, _low, _high), balanced_accuracy(_low, _high), macro_f1(_low,
/// _high), uf1, uar, macro_precision, macro_recall, weighted_precision, weighted_recall, weighted_f1, map, roc_auc,
/// ece, chance_level.
std::vector<std::pair<const char*, double>> scalarFigures(const ClassificationReport& report);

} // namespace mien

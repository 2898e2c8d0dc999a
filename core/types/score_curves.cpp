// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/score_curves.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

bool hasValues(const std::vector<double>& values)
{
    return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

} // namespace

ScoreCurves scoreCurvesOf(const std::vector<EpochMetrics>& metrics)
{
    using Kind = ScoreCurves::Kind;
    ScoreCurves accuracy{Kind::Accuracy, {}, {}, {}};
    ScoreCurves precision{Kind::MeanAveragePrecision, {}, {}, {}};
    ScoreCurves concordance{Kind::Concordance, {}, {}, {}};
    for (const EpochMetrics& row : metrics) {
        accuracy.training.push_back(row.trainAccuracy);
        accuracy.validation.push_back(row.validationAccuracy);
        precision.validation.push_back(row.validation.map);
        concordance.validation.push_back(row.validation.cccValence);
        concordance.arousal.push_back(row.validation.cccArousal);
    }
    // Most action units are absent most of the time, which an accuracy rewards.
    if (hasValues(precision.validation)) return precision;
    if (hasValues(concordance.validation) || hasValues(concordance.arousal)) return concordance;
    if (hasValues(accuracy.training) || hasValues(accuracy.validation)) return accuracy;
    return {};
}

std::string scoreInWords(const EpochMetrics& epoch)
{
    switch (scoreCurvesOf({epoch}).kind) {
    case ScoreCurves::Kind::Accuracy:
        return "validation accuracy " + text::fixed(epoch.validationAccuracy, 3);
    case ScoreCurves::Kind::MeanAveragePrecision:
        return "validation mAP " + text::fixed(epoch.validation.map, 3);
    case ScoreCurves::Kind::Concordance:
        return "validation CCC " + text::fixed(epoch.validation.cccValence, 3) + " of valence, " +
               text::fixed(epoch.validation.cccArousal, 3) + " of arousal";
    case ScoreCurves::Kind::None:
        break;
    }
    return {};
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/classification.h"

#include "core/eval/calibration.h"
#include "core/eval/correlation.h"
#include "core/eval/next_highest.h"
#include "core/eval/ranking.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace mien {

namespace {

double mean(const std::vector<double>& values)
{
    if (values.empty()) return notComputed;
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

double sampleDeviation(const std::vector<double>& values)
{
    if (values.size() < 2) return notComputed;
    const double centre = mean(values);
    double sum = 0;
    for (const double v : values) sum += (v - centre) * (v - centre);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Each class against the rest. Probabilities that are NaN (a network that went astray) have no order: nothing then.
void rankClasses(const std::vector<Prediction>& predictions, std::vector<ClassScore>& classes)
{
    const auto positive = std::make_unique<bool[]>(predictions.size()); // vector<bool> has no span
    for (std::size_t c = 0; c < classes.size(); ++c) {
        std::vector<double> scores;
        for (const Prediction& prediction : predictions) {
            if (prediction.truth < 0 || prediction.probabilities.empty()) continue;
            positive[scores.size()] = prediction.truth == static_cast<int>(c);
            scores.push_back(prediction.probabilities.at(c));
        }
        if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isnan(s); })) continue;
        classes[c].averagePrecision = averagePrecision({positive.get(), scores.size()}, scores);
        classes[c].rocAuc = rocAuc({positive.get(), scores.size()}, scores);
    }
}

void addClassFigures(const std::vector<Prediction>& predictions, ClassificationReport& report)
{
    report.classes = classScores(report.confusion);
    const ClassMeans macro = macroMeans(report.classes), weighted = weightedMeans(report.classes);
    report.macroF1 = macro.f1;
    report.balancedAccuracy = macro.recall;
    report.macroPrecision = macro.precision;
    report.weightedPrecision = weighted.precision;
    report.weightedF1 = weighted.f1;
    rankClasses(predictions, report.classes);
    std::vector<double> precisions, areas;
    long largest = 0;
    for (const ClassScore& score : report.classes) {
        precisions.push_back(score.averagePrecision);
        areas.push_back(score.rocAuc);
        if (score.support <= largest) continue;
        largest = score.support;
        report.majorityClass = score.name;
    }
    report.meanAveragePrecision = meanOf(precisions);
    report.rocAuc = meanOf(areas);
    if (largest > 0) report.chanceLevel = static_cast<double>(largest) / static_cast<double>(report.confusion.total());
}

} // namespace

ClassificationReport evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes)
{
    ClassificationReport report;
    report.confusion = ConfusionMatrix(classes);
    std::map<int, ConfusionMatrix> byFold;
    for (const Prediction& prediction : predictions) {
        if (prediction.truth < 0 || prediction.probabilities.empty()) continue;
        report.confusion.add(prediction.truth, prediction.predicted());
        byFold.try_emplace(prediction.fold, classes).first->second.add(prediction.truth, prediction.predicted());
    }
    std::vector<double> accuracies;
    for (const auto& [fold, confusion] : byFold) {
        report.folds.push_back({fold, confusion.total(), confusion.accuracy()});
        accuracies.push_back(confusion.accuracy());
    }
    report.accuracyMean = mean(accuracies);
    report.accuracyStd = sampleDeviation(accuracies);
    report.accuracyPooled = report.confusion.accuracy();
    addClassFigures(predictions, report);
    report.nextHighest = nextHighest(predictions, classes).counts;
    report.calibrationError = topLabelCalibration(predictions).error;
    report.bySubject = subjectFigures(predictions, classes);
    return report;
}

std::vector<std::pair<const char*, double>> scalarFigures(const ClassificationReport& report)
{
    const SubjectFigures& subjects = report.bySubject;
    return {{"accuracy_mean", report.accuracyMean},
            {"accuracy_std", report.accuracyStd},
            {"accuracy_pooled", report.accuracyPooled},
            {"accuracy_pooled_low", subjects.accuracyPooledInterval.low},
            {"accuracy_pooled_high", subjects.accuracyPooledInterval.high},
            {"accuracy_subjects", subjects.accuracyMean},
            {"accuracy_subjects_std", subjects.accuracyStd},
            {"accuracy_subjects_low", subjects.accuracyMeanInterval.low},
            {"accuracy_subjects_high", subjects.accuracyMeanInterval.high},
            {"balanced_accuracy", report.balancedAccuracy},
            {"balanced_accuracy_low", subjects.balancedAccuracyInterval.low},
            {"balanced_accuracy_high", subjects.balancedAccuracyInterval.high},
            {"macro_f1", report.macroF1},
            {"macro_f1_low", subjects.macroF1Interval.low},
            {"macro_f1_high", subjects.macroF1Interval.high},
            {"uf1", report.macroF1},
            {"uar", report.balancedAccuracy},
            {"macro_precision", report.macroPrecision},
            {"macro_recall", report.balancedAccuracy},
            {"weighted_precision", report.weightedPrecision},
            {"weighted_recall", report.accuracyPooled},
            {"weighted_f1", report.weightedF1},
            {"map", report.meanAveragePrecision},
            {"roc_auc", report.rocAuc},
            {"ece", report.calibrationError},
            {"chance_level", report.chanceLevel}};
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/classification.h"

#include <cmath>
#include <map>

namespace mien {

namespace {

double ratio(long part, long whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

ClassScore score(const ConfusionMatrix& confusion, std::size_t c)
{
    ClassScore result;
    result.name = confusion.classes[c];
    long predicted = 0;
    for (std::size_t i = 0; i < confusion.classes.size(); ++i) {
        result.support += confusion.counts[c][i];
        predicted += confusion.counts[i][c];
    }
    const long hits = confusion.counts[c][c];
    result.precision = ratio(hits, predicted);
    result.recall = ratio(hits, result.support);
    result.f1 = ratio(2 * hits, predicted + result.support);
    return result;
}

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
    std::vector<double> f1;
    long largest = 0;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        report.classes.push_back(score(report.confusion, c));
        if (report.classes.back().support > largest) {
            largest = report.classes.back().support;
            report.majorityClass = classes[c];
        }
        if (report.classes.back().support > 0) f1.push_back(report.classes.back().f1);
    }
    report.accuracyMean = mean(accuracies);
    report.accuracyStd = sampleDeviation(accuracies);
    report.accuracyPooled = report.confusion.accuracy();
    report.macroF1 = mean(f1);
    if (largest > 0) report.chanceLevel = static_cast<double>(largest) / static_cast<double>(report.confusion.total());
    return report;
}

} // namespace mien

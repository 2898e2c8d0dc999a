// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/subject_figures.h"

#include "core/eval/confusion.h"
#include "core/eval/correlation.h"

#include <cmath>
#include <map>

namespace mien {

namespace {

/// Counts of one subject, row after row of its confusion matrix.
using Counts = std::vector<long>;

void addFigures(const std::vector<std::string>& classes, const std::vector<Counts>& bySubject,
                const std::vector<SubjectScore>& subjects, std::span<const std::size_t> drawn, std::span<double> values)
{
    const std::size_t n = classes.size();
    ConfusionMatrix sum(classes);
    double accuracies = 0;
    for (const std::size_t s : drawn) {
        accuracies += subjects[s].accuracy();
        for (std::size_t i = 0; i < n * n; ++i) sum.counts[i / n][i % n] += bySubject[s][i];
    }
    const ClassMeans means = macroMeans(classScores(sum));
    values[0] = accuracies / static_cast<double>(drawn.size());
    values[1] = sum.accuracy();
    values[2] = means.f1;
    values[3] = means.recall;
}

} // namespace

SubjectFigures subjectFigures(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes,
                              const BootstrapOptions& options)
{
    SubjectFigures figures;
    std::map<std::string, std::size_t> places;
    std::vector<Counts> bySubject;
    const std::size_t n = classes.size();
    for (const Prediction& prediction : predictions) {
        if (prediction.truth < 0 || prediction.probabilities.empty()) continue;
        if (prediction.subject.empty()) return {};
        const auto [place, isNew] = places.try_emplace(prediction.subject, bySubject.size());
        if (isNew) {
            figures.subjects.push_back({prediction.subject, 0, 0});
            bySubject.emplace_back(n * n, 0);
        }
        const auto truth = static_cast<std::size_t>(prediction.truth);
        const auto answer = static_cast<std::size_t>(prediction.predicted());
        ++bySubject[place->second].at(truth * n + answer);
        ++figures.subjects[place->second].samples;
        figures.subjects[place->second].correct += truth == answer;
    }
    std::vector<double> accuracies;
    for (const SubjectScore& subject : figures.subjects) accuracies.push_back(subject.accuracy());
    figures.accuracyMean = meanOf(accuracies);
    if (accuracies.size() > 1) {
        double squares = 0;
        for (const double a : accuracies) squares += (a - figures.accuracyMean) * (a - figures.accuracyMean);
        figures.accuracyStd = std::sqrt(squares / static_cast<double>(accuracies.size() - 1));
    }
    const auto statistic = [&](std::span<const std::size_t> drawn, std::span<double> values) {
        addFigures(classes, bySubject, figures.subjects, drawn, values);
    };
    const auto intervals = bootstrapIntervals(bySubject.size(), 4, statistic, options);
    figures.accuracyMeanInterval = intervals[0];
    figures.accuracyPooledInterval = intervals[1];
    figures.macroF1Interval = intervals[2];
    figures.balancedAccuracyInterval = intervals[3];
    return figures;
}

} // namespace mien

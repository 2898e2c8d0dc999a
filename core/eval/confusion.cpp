// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/confusion.h"

#include <stdexcept>

namespace mien {

namespace {

double ratio(long part, long whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

template <typename Weight> ClassMeans means(const std::vector<ClassScore>& scores, Weight weightOf)
{
    ClassMeans sums{0, 0, 0};
    double weights = 0;
    for (const ClassScore& score : scores) {
        if (score.support == 0) continue;
        const double weight = weightOf(score);
        weights += weight;
        sums.precision += weight * score.precision;
        sums.recall += weight * score.recall;
        sums.f1 += weight * score.f1;
    }
    if (weights == 0) return {};
    return {sums.precision / weights, sums.recall / weights, sums.f1 / weights};
}

std::vector<std::vector<double>> shares(const ConfusionMatrix& confusion, bool ofRow)
{
    const long total = confusion.total();
    std::vector<std::vector<double>> result;
    for (const auto& row : confusion.counts) {
        long whole = ofRow ? 0 : total;
        if (ofRow)
            for (const long count : row) whole += count;
        result.emplace_back();
        for (const long count : row)
            result.back().push_back(whole == 0 ? notComputed : static_cast<double>(count) / static_cast<double>(whole));
    }
    return result;
}

} // namespace

std::vector<ClassScore> classScores(const ConfusionMatrix& confusion)
{
    std::vector<ClassScore> scores;
    for (std::size_t c = 0; c < confusion.classes.size(); ++c) {
        const OneVsRest part = oneVsRest(confusion, c);
        const long predicted = part.truePositives + part.falsePositives;
        ClassScore score;
        score.name = confusion.classes[c];
        score.support = part.truePositives + part.falseNegatives;
        score.precision = ratio(part.truePositives, predicted);
        score.recall = ratio(part.truePositives, score.support);
        score.f1 = ratio(2 * part.truePositives, predicted + score.support);
        scores.push_back(std::move(score));
    }
    return scores;
}

OneVsRest oneVsRest(const ConfusionMatrix& confusion, std::size_t which)
{
    OneVsRest result;
    result.truePositives = confusion.counts.at(which).at(which);
    for (std::size_t i = 0; i < confusion.counts.size(); ++i) {
        if (i == which) continue;
        result.falseNegatives += confusion.counts[which][i];
        result.falsePositives += confusion.counts[i][which];
    }
    result.trueNegatives = confusion.total() - result.truePositives - result.falseNegatives - result.falsePositives;
    return result;
}

std::vector<std::vector<double>> rowShares(const ConfusionMatrix& confusion)
{
    return shares(confusion, true);
}

std::vector<std::vector<double>> sampleShares(const ConfusionMatrix& confusion)
{
    return shares(confusion, false);
}

ClassMeans macroMeans(const std::vector<ClassScore>& scores)
{
    return means(scores, [](const ClassScore&) { return 1.0; });
}

ClassMeans weightedMeans(const std::vector<ClassScore>& scores)
{
    return means(scores, [](const ClassScore& score) { return static_cast<double>(score.support); });
}

} // namespace mien

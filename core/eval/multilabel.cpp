// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/multilabel.h"

#include "core/eval/correlation.h"
#include "core/eval/ranking.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

namespace mien {

namespace {

double ratio(long part, long whole)
{
    return whole == 0 ? notComputed : static_cast<double>(part) / static_cast<double>(whole);
}

struct Hits
{
    long truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;
};

/// The samples of one label that count.
struct Column
{
    std::unique_ptr<bool[]> positive; // vector<bool> has no span
    std::vector<double> scores;
    Hits hits;
};

Column columnOf(std::span<const int> truth, std::span<const double> probability, std::size_t labels, std::size_t label,
                double threshold)
{
    Column column{std::make_unique<bool[]>(truth.size() / labels), {}, {}};
    for (std::size_t i = label; i < truth.size(); i += labels) {
        if (truth[i] < 0 || std::isnan(probability[i])) continue;
        const bool present = truth[i] > 0, answered = probability[i] >= threshold;
        column.positive[column.scores.size()] = present;
        column.scores.push_back(probability[i]);
        ++(present ? (answered ? column.hits.truePositives : column.hits.falseNegatives)
                   : (answered ? column.hits.falsePositives : column.hits.trueNegatives));
    }
    return column;
}

LabelScore scoreOf(const std::string& name, const Column& column)
{
    const Hits& hits = column.hits;
    const std::span<const bool> positive(column.positive.get(), column.scores.size());
    LabelScore score;
    score.name = name;
    score.samples = static_cast<long>(column.scores.size());
    score.positives = hits.truePositives + hits.falseNegatives;
    score.occurrence = ratio(score.positives, score.samples);
    score.majorityBaseline = ratio(std::max(score.positives, score.samples - score.positives), score.samples);
    score.accuracy = ratio(hits.truePositives + hits.trueNegatives, score.samples);
    score.recall = ratio(hits.truePositives, score.positives);
    score.precision = ratio(hits.truePositives, hits.truePositives + hits.falsePositives);
    score.f1 = ratio(2 * hits.truePositives, 2 * hits.truePositives + hits.falsePositives + hits.falseNegatives);
    score.averagePrecision = averagePrecision(positive, column.scores);
    score.rocAuc = rocAuc(positive, column.scores);
    return score;
}

} // namespace

MultiLabelReport evaluateMultiLabel(std::span<const int> truth, std::span<const double> probability,
                                    const std::vector<std::string>& names, double threshold)
{
    if (truth.size() != probability.size() || (names.empty() ? !truth.empty() : truth.size() % names.size() != 0))
        throw std::invalid_argument("truths and probabilities need a column for each label");
    MultiLabelReport report;
    report.threshold = threshold;
    Hits all;
    std::vector<double> precisions, f1;
    for (std::size_t label = 0; label < names.size(); ++label) {
        const Column column = columnOf(truth, probability, names.size(), label, threshold);
        all.truePositives += column.hits.truePositives;
        all.falsePositives += column.hits.falsePositives;
        all.falseNegatives += column.hits.falseNegatives;
        report.labels.push_back(scoreOf(names[label], column));
        const LabelScore& score = report.labels.back();
        if (score.positives == 0) {
            ++report.labelsWithoutPositives;
            continue;
        }
        precisions.push_back(score.averagePrecision);
        f1.push_back(score.f1);
    }
    report.meanAveragePrecision = meanOf(precisions);
    report.macroF1 = meanOf(f1);
    report.microRecall = ratio(all.truePositives, all.truePositives + all.falseNegatives);
    report.microPrecision = ratio(all.truePositives, all.truePositives + all.falsePositives);
    return report;
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <span>
#include <string>
#include <vector>

/// Figures of networks that answer several yes/no questions at once: action units (AU spec, section 6).
namespace mien {

/// One label over the samples in which it is known.
struct LabelScore
{
    std::string name;
    long samples = 0;
    long positives = 0;
    double occurrence = notComputed; ///< share of samples that carry the label, 0…1 (OCC)
    double averagePrecision = notComputed;
    double rocAuc = notComputed;
    double accuracy = notComputed;         ///< at the threshold
    double majorityBaseline = notComputed; ///< accuracy of always giving the commoner answer: max(OCC, 1 − OCC)
    double recall = notComputed;           ///< NaN without positives
    double precision = notComputed;        ///< NaN where none is answered
    double f1 = notComputed;               ///< NaN where there are neither positives nor positive answers
};

struct MultiLabelReport
{
    std::vector<LabelScore> labels;
    double meanAveragePrecision = notComputed; ///< over labels with at least one positive sample
    int labelsWithoutPositives = 0;            ///< left out of that mean
    double microRecall = notComputed;          ///< of all label–sample pairs
    double microPrecision = notComputed;
    double macroF1 = notComputed; ///< over labels with positives
    double threshold = 0.5;
};

/// Both tables row by row, sample after sample, a column for each name. Truth: above 0 = present, 0 = absent, below 0 =
/// not coded (does not count). A label is answered where its probability ≥ `threshold`; a NaN probability does not
/// count. std::invalid_argument where the tables do not fit the names.
MultiLabelReport evaluateMultiLabel(std::span<const int> truth, std::span<const double> probability,
                                    const std::vector<std::string>& names, double threshold = 0.5);

} // namespace mien

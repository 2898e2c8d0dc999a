// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace mien {

inline constexpr double notComputed = std::numeric_limits<double>::quiet_NaN();

/// What answers are worth beside their loss, of tasks that have no accuracy or more than that. NaN = not computed.
struct TaskScores
{
    double map = notComputed;        ///< action units: mean average precision over those with positives, 0…1
    double cccValence = notComputed; ///< concordance correlation, −1…1 (Lin 1989)
    double cccArousal = notComputed;
};

/// One row of metrics.csv. NaN = not computed (written as an empty cell).
struct EpochMetrics
{
    int fold = 0;                       ///< from 1
    int epoch = 0;                      ///< from 1
    double trainLoss = notComputed;     ///< mean over the epoch's batches, network in training mode
    double trainAccuracy = notComputed; ///< 0…1
    double validationLoss = notComputed;
    double validationAccuracy = notComputed;
    double learningRate = notComputed; ///< at the end of the epoch
    TaskScores validation{};           ///< of the part that selects the best epoch
};

/// Counts; rows = truth, columns = prediction, both in the order of `classes`.
struct ConfusionMatrix
{
    std::vector<std::string> classes;
    std::vector<std::vector<long>> counts;

    explicit ConfusionMatrix(std::vector<std::string> classes = {});
    void add(int truth, int predicted);
    long total() const;
    long correct() const;
    double accuracy() const; ///< NaN when empty
};

} // namespace mien

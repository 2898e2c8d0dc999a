// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <string>
#include <vector>

namespace mien {

/// What is drawn over the epochs beside the loss: the figure of the task, as far as the run has it.
struct ScoreCurves
{
    enum class Kind { None, Accuracy, MeanAveragePrecision, Concordance };
    Kind kind = Kind::None;

    /// One value per row, NaN = not computed. Accuracy: training and validation; mean average precision: validation,
    /// `training` empty; concordance: of valence (`validation`) and arousal, both of the validation part.
    std::vector<double> training, validation, arousal;
};

ScoreCurves scoreCurvesOf(const std::vector<EpochMetrics>& metrics);

/// "validation accuracy 0.913": the figure of the task at the end of an epoch; empty where it has none.
std::string scoreInWords(const EpochMetrics& epoch);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <cstddef>
#include <span>

/// Figures of a predicted series against the true one (valence or arousal by frame). A pair of which one value is NaN
/// does not count; without pairs the answer is NaN. Series of different lengths: std::invalid_argument.
namespace mien {

/// Root of the mean squared difference, in the unit of the series.
double rootMeanSquare(std::span<const double> predicted, std::span<const double> truth);

/// Lin's concordance correlation 2 s_xy / (s_x² + s_y² + (m_x − m_y)²), population moments, −1…1 (Lin 1989). NaN where
/// both series are one and the same constant.
double concordance(std::span<const double> predicted, std::span<const double> truth);

struct RegressionScore
{
    long samples = 0; ///< pairs that count
    double rmse = notComputed;
    double ccc = notComputed;
    double pcc = notComputed; ///< Pearson's r
    /// Means of the same over batches of consecutive pairs, as training logs print them; they are no figures of the
    /// whole.
    double batchRmse = notComputed;
    double batchCcc = notComputed;
    long batches = 0;        ///< 0 = no batch mean was asked for
    long batchesSkipped = 0; ///< whose ccc is not defined
};

/// `batch`: pairs in a batch, the last one shorter; 0 = whole set only.
RegressionScore regressionScore(std::span<const double> predicted, std::span<const double> truth,
                                std::size_t batch = 0);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"
#include "core/types/prediction.h"

#include <cstddef>
#include <span>
#include <vector>

namespace mien {

/// One column of a reliability diagram: answers whose confidence lies in (low, high]; 0 belongs to the first.
struct CalibrationBin
{
    double low = 0;
    double high = 1;
    long samples = 0;
    double confidence = notComputed; ///< mean over the samples
    double accuracy = notComputed;   ///< share of right answers
};

/// Whether a network is right as often as it says: `error` = Σ n_b/N |accuracy_b − confidence_b| over bins of equal
/// width (expected calibration error: Naeini et al. 2015, Guo et al. 2017). NaN without samples.
struct Calibration
{
    double error = notComputed;
    std::vector<CalibrationBin> bins;
};

inline constexpr std::size_t calibrationBins = 15; ///< Guo et al. 2017

/// `confidence` 0…1 and whether the answer was right, a pair a sample; std::invalid_argument when they do not pair or
/// there is no bin. A sample whose confidence is NaN does not count.
Calibration calibration(std::span<const double> confidence, std::span<const bool> right,
                        std::size_t bins = calibrationBins);

/// Of the most probable class of each sample that has a truth and probabilities.
Calibration topLabelCalibration(const std::vector<Prediction>& predictions, std::size_t bins = calibrationBins);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

/// How well scores put positive samples before negative ones. Equal scores form one step, so the order in which samples
/// are given changes nothing. `positive[i]` belongs to `scores[i]`, or std::invalid_argument; no score may be NaN.
namespace mien {

/// Area under the precision–recall steps: Σ (R_k − R_{k−1}) P_k, as scikit-learn's average_precision_score.
/// NaN without a positive sample.
double averagePrecision(std::span<const bool> positive, std::span<const double> scores);

/// Area under the ROC curve = share of pairs in which the positive sample scores higher, ties counting half
/// (Mann–Whitney). NaN unless there are positive and negative samples.
double rocAuc(std::span<const bool> positive, std::span<const double> scores);

} // namespace mien

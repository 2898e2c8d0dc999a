// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/bootstrap.h"
#include "core/types/prediction.h"
#include "core/types/task.h"

#include <string>
#include <utility>
#include <vector>

namespace mien {

/// How a figure of action units, or of valence and arousal, varies over the folds and over people.
struct Spread
{
    std::string name;                          ///< as in scalarFigures()
    std::vector<std::pair<int, double>> folds; ///< fold and figure; NaN = not computed
    double mean = notComputed;                 ///< over the folds that have the figure, each by its own network
    double deviation = notComputed;            ///< of those, n − 1
    Interval interval;                         ///< of the pooled figure, by resampling subjects
};

/// Units: map (over the units with positives), recall. Affect: ccc_valence, ccc_arousal, rmse_valence, rmse_arousal.
/// Nothing for classes (SubjectFigures) and without predictions. No interval where a subject has no name.
std::vector<Spread> spreadsOf(Task task, const std::vector<Prediction>& predictions, std::size_t outputs,
                              const BootstrapOptions& options = {});

/// A pooled figure of two procedures on the same samples.
struct PairedSpread
{
    std::string name; ///< as of Spread
    double first = notComputed;
    double second = notComputed;
    Interval difference; ///< of second − first, the same subjects drawn for both
};

/// The figures of spreadsOf(), side by side. Both must be of the same samples of the same subjects.
std::vector<PairedSpread> pairedSpreads(Task task, const std::vector<Prediction>& first,
                                        const std::vector<Prediction>& second, std::size_t outputs,
                                        const BootstrapOptions& options = {});

} // namespace mien

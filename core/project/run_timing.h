// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/run_folder.h"
#include "core/types/metrics.h"

namespace mien {

/// How long training took, from timing.csv: the epochs of each fold, without the search for landmarks and the final
/// test. Folds that were trained side by side share the time that they took together. Epochs that were repeated after
/// an interruption count as often as they ran.
struct RunTiming
{
    int folds = 0;                       ///< with a time and held-out clips
    int subjects = 0;                    ///< held out in those folds, counted in each
    double secondsPerFold = notComputed; ///< mean
    double secondsPerSubject =
        notComputed; ///< all seconds by all held-out subjects: with one subject a fold, of a fold
};

/// Empty where the run has no timing.csv (a part of an old run) or no predictions. Error where one cannot be read.
Result<RunTiming> runTiming(const RunFolder& run);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/paired_comparison.h"
#include "core/eval/spread.h"
#include "core/project/run_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// What a comparison needs of a run.
struct ComparedRun
{
    std::string name; ///< for messages: the path as it was given
    RunConfig config;
    std::vector<std::string> classes;
    std::vector<Prediction> predictions;
    std::vector<SplitRow> splits;
};

/// Input error when the folder is no run, or has no held-out predictions yet.
Result<ComparedRun> readComparedRun(const std::filesystem::path& folder);

struct RunComparison
{
    std::string first;
    std::string second;
    PairedComparison figures; ///< of classes
    /// Of action units, or of valence and arousal, which the tests above are not for. The intervals hold for all
    /// figures of all comparisons together at 95 % (Bonferroni).
    std::vector<PairedSpread> spreads;
    long samples = 0;                    ///< that `spreads` are of
    long subjects = 0;                   ///< likewise; 0 = nobody is named
    double mcNemarHolm = notComputed;    ///< p of McNemar's test, adjusted for the number of comparisons (Holm)
    double resampledTHolm = notComputed; ///< likewise of the t-test
    std::vector<std::string> notes;      ///< what must be known before the difference is quoted
};

/// Every further run against the first, on the held-out samples of the same folds. Samples are the same by their id,
/// and right where the run's own truth is met. Usage error in words where two runs hold out other samples, hold them
/// out in other folds, or know another truth of one (but for a control run with shuffled labels, which a note names).
/// std::invalid_argument for fewer than two runs.
Result<std::vector<RunComparison>> compareRuns(const std::vector<ComparedRun>& runs);

} // namespace mien

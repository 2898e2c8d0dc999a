// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/classification.h"
#include "core/eval/multilabel.h"
#include "core/eval/regression.h"
#include "core/eval/spread.h"
#include "core/types/task.h"

#include <string>
#include <utility>
#include <vector>

namespace mien {

/// Valence and arousal over all held-out samples.
struct AffectReport
{
    RegressionScore valence;
    RegressionScore arousal;
    double valenceIcc = notComputed; ///< ICC(3,1), network and annotation as two judges
    double arousalIcc = notComputed;
};

/// The figures of a run over its held-out samples, whatever its network answers. Only the part of its task is filled.
struct RunReport
{
    Task task = Task::Classes;
    long samples = 0;
    long subjects = 0;
    ClassificationReport classes;
    MultiLabelReport units;
    AffectReport affect;
    std::vector<Spread> spreads; ///< of units and affect; those of classes are in `classes`

    RunReport() = default;
    RunReport(ClassificationReport report); // NOLINT(google-explicit-constructor): a report of classes is one of a run
};

struct ReportOptions
{
    BootstrapOptions intervals = {}; ///< of units and affect, which take seconds of large runs; no resamples, none
    std::size_t batch = 0;           ///< affect: also means over batches of so many samples; 0 = of none
};

RunReport reportOf(Task task, const std::vector<Prediction>& predictions, const std::vector<std::string>& outputs,
                   const ReportOptions& options = {});

/// The task whose predictions these are: those with targets are of action units, or of valence and arousal where the
/// outputs are called so.
Task taskOf(const std::vector<Prediction>& predictions, const std::vector<std::string>& outputs);

/// The figures that are one number, by their names in summary.json: those of the task. Of units and affect also
/// <figure>_mean and <figure>_std over the folds, <figure>_low and <figure>_high of its interval.
std::vector<std::pair<std::string, double>> scalarFigures(const RunReport& report);

} // namespace mien

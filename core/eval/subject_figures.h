// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/bootstrap.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"

#include <string>
#include <vector>

namespace mien {

/// One person of the held-out samples.
struct SubjectScore
{
    std::string subject;
    long samples = 0;
    long correct = 0;
    double accuracy() const { return static_cast<double>(correct) / static_cast<double>(samples); }
};

/// What is known when people, not clips, are what a study draws. Everything is empty or NaN where a sample names no
/// subject; intervals are 95 %, by resampling subjects (bootstrap.h), and NaN with fewer than three of them.
struct SubjectFigures
{
    std::vector<SubjectScore> subjects; ///< in the order in which they first occur
    double accuracyMean = notComputed;  ///< over subjects, each counting alike (temporal fusion spec, section 8)
    double accuracyStd = notComputed;   ///< sample standard deviation over subjects
    Interval accuracyMeanInterval;      ///< of the mean over subjects
    Interval accuracyPooledInterval;    ///< of the share of right samples
    Interval macroF1Interval;           ///< of macro F1 (UF1)
    Interval balancedAccuracyInterval;  ///< of macro recall (UAR)
};

/// Of the samples that have a truth and an answer. Means over classes in a resample are over those it has.
SubjectFigures subjectFigures(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes,
                              const BootstrapOptions& options = {});

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/reference_tables.h"
#include "core/eval/bootstrap.h"
#include "core/eval/run_report.h"
#include "core/project/run_timing.h"

#include <QJsonObject>

#include <string>

namespace mien::cli {

std::string percent(double share);                   ///< "52.1 %"; "not computed" for NaN
std::string percentInterval(const Interval& shares); ///< " [41.0, 60.2]", per cent; empty where there is none

/// Figures of a run for people: accuracies and their intervals, then a line a class, the confusion matrix and which
/// class came second.
std::string describe(const ClassificationReport& report);
std::string describe(const RunReport& report);

/// "training: 12.3 s a fold, 4.1 s a held-out subject"; empty where there are no times.
std::string describe(const RunTiming& timing);

/// What the network's paper prints, how it was measured and why it differs. `protocol`: of the run beside it, in words.
std::string describe(const NetworkReference& reference, const std::string& protocol);
QJsonObject json(const NetworkReference& reference);

} // namespace mien::cli

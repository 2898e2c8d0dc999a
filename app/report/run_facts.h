// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/report_data.h"

#include <string>
#include <vector>

namespace mien::report {

/// What follows from a run's files and is said in several places of the page.
struct RunFacts
{
    std::string verdict;     ///< "0.93 ± 0.03 accuracy over 6 subject-disjoint folds, 143 clips of 20 subjects"
    int subjects = 0;        ///< of all parts; 0 = unknown
    int heldOutSubjects = 0; ///< with a prediction
    std::vector<std::string> leaked; ///< subjects on both sides of a fold, ascending
    bool leakChecked = false;        ///< splits.csv could be read
    bool disjointByProtocol = false; ///< the protocol promises it
    bool nobodyNamed = false;        ///< every clip counts as a person of its own: no leak can be seen
};

RunFacts runFacts(const ReportData& data);

/// What must be known before a figure of this run is quoted.
struct Remark
{
    bool warning = false; ///< the figures do not mean what a reader would take them for
    std::string title;
    std::string text;
};
std::vector<Remark> remarks(const ReportData& data, const RunFacts& facts);

/// The protocol in words: "6 folds, each subject held out once".
std::string protocolInWords(const RunConfig& config);

std::string count(long number, const std::string& singular, const std::string& plural); ///< "1 fold", "6 folds"

} // namespace mien::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien::report {

/// What a paper prints of each class (core/config/reference_tables.h), to be shown beside one's own.
struct ReferenceValues
{
    struct Score
    {
        double precision = notComputed;
        double recall = notComputed;
        double f1 = notComputed;
    };

    std::string source;
    std::string dataset;
    std::string column;                    ///< the paper's name of the network
    double accuracy = notComputed;         ///< headline, 0…1
    double impliedByRecalls = notComputed; ///< Σ recall × class size / Σ class size: an audit of the headline
    long support = 0;                      ///< clips of all classes
    std::map<std::string, Score> classes;
    std::vector<std::pair<std::string, double>> others; ///< accuracies of other networks in the same paper
    std::vector<std::string> remarks;                   ///< why the figures do not compare directly
};

/// Nothing when no paper prints figures by class for `network`.
std::optional<ReferenceValues> referenceValues(const std::string& network);

} // namespace mien::report

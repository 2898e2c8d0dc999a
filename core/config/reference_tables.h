// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/metrics.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Figures that the papers of Mien's networks print (resources/reference, one JSON file a paper, built into the
/// programs), each with how it was measured and why it does not compare with a run of one's own.
namespace mien {

/// A column.
struct ReferenceMeasure
{
    enum class Kind {
        Share, ///< 0…1
        Value, ///< in its own unit (RMSE, CCC)
        Count,
        Seconds,
    };
    std::string id;
    std::string text; ///< what was measured, in words
    Kind kind = Kind::Share;
};

struct ReferenceRow
{
    std::string model;                 ///< as the paper calls it
    std::string item;                  ///< class, action unit or variant that the row is of; may be empty
    std::vector<std::string> networks; ///< our networks that the row belongs to; none: of others
    std::map<std::string, double> values;
    std::string remark; ///< may be empty

    double value(const std::string& measure) const; ///< NaN where nothing is printed
};

struct ReferenceTable
{
    std::string id; ///< unique in its paper
    std::string title;
    std::string dataset;                  ///< empty for what needs none (parameter counts)
    std::string protocol;                 ///< in words
    std::vector<std::string> differences; ///< sentences: why it differs from a subject-disjoint run; caveats
    std::vector<ReferenceMeasure> measures;
    std::vector<ReferenceRow> rows;
};

/// How our network relates to the paper's.
struct ReferenceNetwork
{
    std::string name;   ///< the paper's
    std::string remark; ///< where it is not exactly the paper's, or nothing is printed of it; may be empty
};

struct ReferencePaper
{
    std::string title;
    std::vector<std::string> authors;
    std::string published;
    std::map<std::string, ReferenceNetwork> networks; ///< by our id
    std::vector<std::string> differences;             ///< of all its tables
    std::vector<ReferenceTable> tables;

    std::string source() const; ///< "Authors: Title (published)"
    const ReferenceTable* table(std::string_view id) const;
};

/// Format 2. Input error with the place of the fault: unknown keys, measures and networks are errors.
Result<ReferencePaper> referencePaperFromJson(std::string_view json, const std::string& where);

/// The papers that are built in, by file name. A fault in them is a broken contract: std::logic_error.
std::vector<ReferencePaper> referencePapers();

/// What a paper prints of one network: its tables cut down to the rows of that network, those without any left out.
struct NetworkReference
{
    std::string source;
    ReferenceNetwork network;
    std::vector<std::string> differences; ///< of all tables, beside those that each has of its own
    std::vector<ReferenceTable> tables;
};
/// Nothing for a network that no paper knows.
std::optional<NetworkReference> referenceFor(const std::vector<ReferencePaper>& papers, const std::string& network);

/// Value as the paper would print it: "99.57 %", "0.20", "41", "673.05 s"; empty for NaN.
std::string referenceText(const ReferenceMeasure& measure, double value);

/// Accuracy that a table's recalls imply, Σ recall × clips / Σ clips over its rows: an audit of the headline. NaN
/// unless every row has the measures `recall` and `clips`. Recalls are rounded, so it is good to about half a per cent.
double impliedAccuracy(const ReferenceTable& table);

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/figures.h"
#include "app/report/html_writer.h"
#include "app/report/report_data.h"
#include "app/report/run_facts.h"

#include <string>
#include <vector>

/// The parts of the page in their order. Each writes one <section> (the first the <header>).
namespace mien::report {

// sections_overview.cpp
void writeHeader(HtmlWriter& html, const ReportData& data, const RunFacts& facts);
void writeConditions(HtmlWriter& html, const ReportData& data, const RunFacts& facts);

// sections_scores.cpp; nothing to write without predictions
void writeAccuracy(HtmlWriter& html, const ReportData& data);
void writeConfusion(HtmlWriter& html, const ReportData& data);
void writeClassScores(HtmlWriter& html, const ReportData& data);

// sections_outputs.cpp; nothing to write for classes
void writeOutputs(HtmlWriter& html, const ReportData& data);

// sections_summary.cpp; nothing to write without predictions, or where no paper is known
void writeSummaryFigures(HtmlWriter& html, const ReportData& data);
void writeNextHighest(HtmlWriter& html, const ReportData& data);
void writeReference(HtmlWriter& html, const ReportData& data);

// sections_figures.cpp
void writeCurves(HtmlWriter& html, const ReportData& data);
void writeMaps(HtmlWriter& html, const ReportData& data, const std::vector<MapFigure>& figures, bool cut);

// sections_details.cpp
void writeLeftOut(HtmlWriter& html, const ReportData& data);
void writeOptions(HtmlWriter& html, const ReportData& data);
void writeEnvironment(HtmlWriter& html, const ReportData& data);

/// A row of a two-column table: `name` heads the row.
void writeFact(HtmlWriter& html, const std::string& name, const std::string& value);

} // namespace mien::report

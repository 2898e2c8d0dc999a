// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that answer several questions at once: action units, valence and arousal.
#include "app/report/sections.h"

#include "core/base/text.h"
#include "core/facs/action_units.h"

#include <algorithm>
#include <cmath>

namespace mien::report {

namespace {

using text::fixed;

void cell(HtmlWriter& html, const std::string& value)
{
    html.element("td", value.empty() ? "–" : value, {{"class", "n"}});
}

void cell(HtmlWriter& html, double value)
{
    cell(html, std::isnan(value) ? std::string() : fixed(value, 3));
}

void head(HtmlWriter& html, std::initializer_list<std::string_view> names)
{
    const auto part = html.scope("thead");
    const auto row = html.scope("tr");
    for (const std::string_view name : names) html.element("th", name, {{"scope", "col"}});
}

/// A pooled figure beside its interval and what each fold's network has alone.
void figureRow(HtmlWriter& html, const std::string& name, double value, const RunReport& report,
               const std::string& figure)
{
    const auto row = html.scope("tr");
    html.element("th", name, {{"scope", "row"}});
    cell(html, value);
    const auto spread =
        std::find_if(report.spreads.begin(), report.spreads.end(), [&](const Spread& s) { return s.name == figure; });
    if (spread == report.spreads.end()) {
        cell(html, std::string());
        cell(html, std::string());
        return;
    }
    const Interval& interval = spread->interval;
    cell(html, interval.isComputed() ? fixed(interval.low, 3) + " – " + fixed(interval.high, 3) : "");
    cell(html, std::isnan(spread->mean)        ? ""
               : std::isnan(spread->deviation) ? fixed(spread->mean, 3)
                                               : fixed(spread->mean, 3) + " ± " + fixed(spread->deviation, 3));
}

void figureNotes(HtmlWriter& html, const RunReport& report)
{
    const bool hasInterval = !report.spreads.empty() && report.spreads.front().interval.isComputed();
    html.element("p",
                 hasInterval ? "Intervals come from resampling the " +
                                   count(report.subjects, "held-out subject", "held-out subjects") +
                                   ", 2,000 times: people, not samples, are what differs from study to study. With "
                                   "fewer than some twenty subjects they are rather too short."
                             : "No intervals: they need at least three held-out subjects with names.",
                 {{"class", "small"}});
    if (report.spreads.empty() || std::isnan(report.spreads.front().deviation)) return; // of one fold
    html.element("p",
                 "Pooled figures rank or compare the answers of different folds' networks with one another; the mean "
                 "over folds asks each network alone.",
                 {{"class", "small"}});
}

void unitRow(HtmlWriter& html, const LabelScore& score)
{
    const auto row = html.scope("tr");
    const ActionUnit* unit = actionUnitOfCode(score.name);
    {
        const auto name = html.scope("th", {{"scope", "row"}});
        html.element("b", score.name);
        if (unit) {
            html.text(" " + unit->name);
            html.element("small", ", " + unit->muscle);
        }
    }
    for (const double value :
         {score.averagePrecision, score.rocAuc, score.accuracy, score.majorityBaseline, score.recall, score.occurrence})
        cell(html, value);
    cell(html, std::to_string(score.samples));
}

void writeUnits(HtmlWriter& html, const RunReport& report)
{
    {
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", "Held-out samples of all folds together");
        head(html, {"Figure", "value", "95 % interval", "mean over folds"});
        const auto body = html.scope("tbody");
        figureRow(html, "Average precision, mean over units (mAP)", report.units.meanAveragePrecision, report, "map");
        figureRow(html, "Recall of all unit–sample pairs", report.units.microRecall, report, "recall");
        figureRow(html, "Precision of all unit–sample pairs", report.units.microPrecision, report, {});
        figureRow(html, "Macro F1", report.units.macroF1, report, {});
    }
    const auto shown = static_cast<long>(report.units.labels.size()) - report.units.labelsWithoutPositives;
    html.element("p",
                 "Means are over the " + count(shown, "unit", "units") + " that somebody shows; " +
                     std::to_string(report.units.labelsWithoutPositives) + " are nowhere present.",
                 {{"class", "small"}});
    figureNotes(html, report);
    const auto wide = html.scope("div", {{"class", "wide"}});
    const auto table = html.scope("table", {{"class", "numbers"}});
    html.element("caption", "Each action unit: an accuracy means nothing without that of always giving the commoner "
                            "answer beside it");
    head(html, {"Unit", "AP", "AUC", "accuracy", "commoner answer", "recall", "occurrence", "samples"});
    const auto body = html.scope("tbody");
    for (const LabelScore& score : report.units.labels) unitRow(html, score);
}

void writeAffect(HtmlWriter& html, const RunReport& report)
{
    {
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", "Held-out samples of all folds together; valence and arousal from −1 to 1");
        head(html, {"Figure", "value", "95 % interval", "mean over folds"});
        const auto body = html.scope("tbody");
        figureRow(html, "Concordance (CCC), valence", report.affect.valence.ccc, report, "ccc_valence");
        figureRow(html, "Concordance (CCC), arousal", report.affect.arousal.ccc, report, "ccc_arousal");
        figureRow(html, "Root mean squared error, valence", report.affect.valence.rmse, report, "rmse_valence");
        figureRow(html, "Root mean squared error, arousal", report.affect.arousal.rmse, report, "rmse_arousal");
        figureRow(html, "Pearson's correlation, valence", report.affect.valence.pcc, report, {});
        figureRow(html, "Pearson's correlation, arousal", report.affect.arousal.pcc, report, {});
        figureRow(html, "Intraclass correlation ICC(3,1), valence", report.affect.valenceIcc, report, {});
        figureRow(html, "Intraclass correlation ICC(3,1), arousal", report.affect.arousalIcc, report, {});
    }
    figureNotes(html, report);
}

} // namespace

void writeOutputs(HtmlWriter& html, const ReportData& data)
{
    if (data.report.task == Task::Classes || data.report.samples == 0) return;
    const auto section = html.scope("section", {{"aria-labelledby", "figures"}});
    html.element("h2", "Figures with their uncertainty", {{"id", "figures"}});
    data.report.task == Task::Units ? writeUnits(html, data.report) : writeAffect(html, data.report);
    if (data.timing.folds > 0)
        html.element("p",
                     "Training took " + fixed(data.timing.secondsPerFold, 1) + " s a fold, " +
                         fixed(data.timing.secondsPerSubject, 1) + " s a held-out subject.",
                     {{"class", "small"}});
}

} // namespace mien::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/sections.h"

#include "core/base/text.h"
#include "core/config/reference_tables.h"

#include <cmath>
#include <map>

namespace mien::report {

namespace {

using text::fixed;

void cell(HtmlWriter& html, const std::string& value, std::string_view cssClass = "n")
{
    html.element("td", value.empty() ? "–" : value, {{"class", cssClass}});
}

void head(HtmlWriter& html, std::initializer_list<std::string_view> names)
{
    const auto part = html.scope("thead");
    const auto row = html.scope("tr");
    for (const std::string_view name : names) html.element("th", name, {{"scope", "col"}});
}

void figureRow(HtmlWriter& html, const std::string& name, double value, const Interval& interval = {})
{
    const auto row = html.scope("tr");
    html.element("th", name, {{"scope", "row"}});
    cell(html, fixed(value, 3));
    cell(html, interval.isComputed() ? fixed(interval.low, 3) + " – " + fixed(interval.high, 3) : "");
}

double named(const RunReport& report, const std::string& wanted)
{
    for (const auto& [name, value] : scalarFigures(report))
        if (name == wanted) return value;
    return notComputed;
}

/// Of the unit that a row is about, as in "AU 1 inner brow raiser".
double ownUnitFigure(const RunReport& report, const std::string& item, const std::string& measure)
{
    const auto number =
        text::startsWith(item, "AU ") ? text::toInt(item.substr(3, item.find(' ', 3) - 3)) : std::nullopt;
    for (const LabelScore& score : report.units.labels) {
        if (!number || score.name != "AU" + std::to_string(*number)) continue;
        if (measure == "ap") return score.averagePrecision;
        if (measure == "accuracy") return score.accuracy;
        if (measure == "majority_baseline") return score.majorityBaseline;
        if (measure == "occurrence") return score.occurrence;
    }
    return notComputed;
}

/// Our figure of the same name, where a printed one has one. Other tables are of other data or of networks with inputs
/// left out, and rows of one voting rule stand beside runs of that rule alone.
double ownFigure(const ReportData& data, const ReferenceTable& table, const ReferenceRow& row,
                 const std::string& measure)
{
    if (table.id == "valence_arousal") return named(data.report, measure);
    if (table.id == "action_units") return ownUnitFigure(data.report, row.item, measure);
    if (table.id != "accuracy" || data.report.task != Task::Classes) return notComputed;
    if (row.item.ends_with(" vote")) {
        const auto vote = data.options.find("vote");
        const std::string rule = vote == data.options.end() ? std::string() : vote->second;
        if ((row.item == "sum vote") != (rule == "sum")) return notComputed;
    }
    static const std::map<std::string, std::string> names = {{"accuracy", "accuracy_pooled"},
                                                             {"precision", "macro_precision"},
                                                             {"recall", "macro_recall"},
                                                             {"f1", "macro_f1"}};
    const auto renamed = names.find(measure);
    return named(data.report, renamed == names.end() ? measure : renamed->second);
}

/// Classes have a section of their own; counts of parameters stand among the conditions.
bool belongsBeside(const ReferenceTable& table)
{
    return table.id != "classes" && table.id != "parameters";
}

void referenceRows(HtmlWriter& html, const ReferenceTable& table, const ReportData& data)
{
    for (const ReferenceRow& printed : table.rows)
        for (const ReferenceMeasure& measure : table.measures) {
            const std::string value = referenceText(measure, printed.value(measure.id));
            if (value.empty()) continue;
            const auto row = html.scope("tr");
            html.element("th", printed.item.empty() ? printed.model : printed.model + ", " + printed.item,
                         {{"scope", "row"}});
            html.element("td", table.title + (table.dataset.empty() ? "" : ", " + table.dataset));
            html.element("td", measure.text);
            cell(html, value, "n ref");
            const double own = ownFigure(data, table, printed, measure.id);
            const bool isShare = measure.kind == ReferenceMeasure::Kind::Share;
            cell(html, std::isnan(own) ? "" : isShare ? fixed(100 * own, 1) + " %" : referenceText(measure, own));
        }
}

void referenceNotes(HtmlWriter& html, const ReportData& data, const NetworkReference& reference)
{
    html.element("p", "Why they do not compare directly:");
    const auto list = html.scope("ul");
    for (const std::string& difference : reference.differences) html.element("li", difference);
    for (const ReferenceTable& table : reference.tables) {
        if (!belongsBeside(table)) continue;
        const std::string name = table.title + (table.dataset.empty() ? "" : ", " + table.dataset);
        std::string words = name + ": " + table.protocol + ".";
        for (const std::string& difference : table.differences) words += " " + difference;
        for (const ReferenceRow& row : table.rows)
            if (!row.remark.empty()) words += " " + row.model + ": " + row.remark;
        html.element("li", words);
    }
    html.element("li", "This run: protocol " + data.config.protocol + " (" + protocolInWords(data.config) +
                           "), its own data and landmarks.");
}

} // namespace

void writeSummaryFigures(HtmlWriter& html, const ReportData& data)
{
    const ClassificationReport& scores = data.report.classes;
    if (scores.confusion.total() == 0) return;
    const SubjectFigures& people = scores.bySubject;
    const auto section = html.scope("section", {{"aria-labelledby", "figures"}});
    html.element("h2", "Figures with their uncertainty", {{"id", "figures"}});
    {
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", "Held-out clips of all folds together");
        head(html, {"Figure", "value", "95 % interval"});
        const auto body = html.scope("tbody");
        figureRow(html, "Accuracy, pooled over clips", scores.accuracyPooled, people.accuracyPooledInterval);
        figureRow(html, "Accuracy, mean over subjects", people.accuracyMean, people.accuracyMeanInterval);
        figureRow(html, "Standard deviation over subjects", people.accuracyStd);
        figureRow(html, "Balanced accuracy (UAR)", scores.balancedAccuracy, people.balancedAccuracyInterval);
        figureRow(html, "Macro F1 (UF1)", scores.macroF1, people.macroF1Interval);
        figureRow(html, "Macro precision", scores.macroPrecision);
        figureRow(html, "Weighted precision", scores.weightedPrecision);
        figureRow(html, "Weighted F1", scores.weightedF1);
        figureRow(html, "Average precision, mean over classes (mAP)", scores.meanAveragePrecision);
        figureRow(html, "ROC-AUC, each class against the rest", scores.rocAuc);
        figureRow(html, "Calibration error of the answer (ECE, 15 bins)", scores.calibrationError);
    }
    const auto subjects = static_cast<long>(people.subjects.size());
    html.element(
        "p",
        subjects == 0 ? std::string("Not every clip names its subject, so nothing is said about people.")
        : people.accuracyPooledInterval.isComputed()
            ? "Intervals come from resampling the " + count(subjects, "held-out subject", "held-out subjects") +
                  ", 2,000 times: people, not clips, are what differs from study to study. With fewer than "
                  "some twenty subjects they are rather too short."
            : "No intervals: they need at least three held-out subjects, here are " + std::to_string(subjects) + ".",
        {{"class", "small"}});
    if (data.timing.folds > 0)
        html.element("p",
                     "Training took " + fixed(data.timing.secondsPerFold, 1) + " s a fold, " +
                         fixed(data.timing.secondsPerSubject, 1) + " s a held-out subject.",
                     {{"class", "small"}});
}

void writeReference(HtmlWriter& html, const ReportData& data)
{
    const auto reference = referenceFor(referencePapers(), data.config.network);
    if (!reference) return;
    const auto section = html.scope("section", {{"aria-labelledby", "paper"}});
    html.element("h2", "Beside the paper", {{"id", "paper"}});
    html.element("p", reference->source + ". " + reference->network.remark);
    if (reference->tables.empty()) return;
    {
        const auto wide = html.scope("div", {{"class", "wide"}});
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", "What the paper prints of this network, and the figure of this run of the same name");
        head(html, {"Paper's name", "measured on", "figure", "printed", "this run"});
        const auto body = html.scope("tbody");
        for (const ReferenceTable& printed : reference->tables)
            if (belongsBeside(printed)) referenceRows(html, printed, data);
    }
    referenceNotes(html, data, *reference);
}

void writeNextHighest(HtmlWriter& html, const ReportData& data)
{
    const ConfusionMatrix& second = data.report.classes.nextHighest;
    if (second.total() == 0) return;
    const auto section = html.scope("section", {{"aria-labelledby", "second"}});
    html.element("h2", "Second answers", {{"id", "second"}});
    const auto wide = html.scope("div", {{"class", "wide"}});
    const auto table = html.scope("table", {{"class", "numbers"}});
    html.element("caption",
                 "How often each class came second where another was predicted: what the network finds alike");
    {
        const auto part = html.scope("thead");
        const auto row = html.scope("tr");
        html.element("th", "predicted ↓  second →", {{"scope", "col"}});
        for (const std::string& name : second.classes) html.element("th", name, {{"scope", "col"}});
    }
    const auto body = html.scope("tbody");
    for (std::size_t i = 0; i < second.classes.size(); ++i) {
        const auto row = html.scope("tr");
        html.element("th", second.classes[i], {{"scope", "row"}});
        for (std::size_t j = 0; j < second.classes.size(); ++j)
            cell(html, i == j ? "" : std::to_string(second.counts[i][j]));
    }
}

} // namespace mien::report

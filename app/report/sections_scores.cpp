// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/reference_values.h"
#include "app/report/sections.h"

#include "core/base/text.h"

#include <algorithm>

namespace mien::report {

namespace {

using text::fixed;

std::string orDash(const std::string& value)
{
    return value.empty() ? "–" : value;
}

void numberCell(HtmlWriter& html, const std::string& value, std::string_view cssClass = "n")
{
    html.element("td", orDash(value), {{"class", cssClass}});
}

void headCells(HtmlWriter& html, std::initializer_list<std::string_view> names)
{
    const auto head = html.scope("thead");
    const auto row = html.scope("tr");
    for (const std::string_view name : names) html.element("th", name, {{"scope", "col"}});
}

void totalRow(HtmlWriter& html, const std::string& name, const std::string& samples, const std::string& accuracy)
{
    const auto row = html.scope("tr");
    html.element("th", name, {{"scope", "row"}});
    numberCell(html, samples);
    numberCell(html, accuracy);
}

/// Depth of shade of a share of a row: `--s` in the style sheet; correct and wrong cells differ in hue.
void confusionCell(HtmlWriter& html, long number, long ofRow, double ofAll, bool diagonal)
{
    const double share = ofRow > 0 ? static_cast<double>(number) / static_cast<double>(ofRow) : 0;
    const auto cell = html.scope("td", {{"class", diagonal     ? "hit"
                                                  : number > 0 ? "miss"
                                                               : "none"},
                                        {"style", "--s:" + fixed(share, 2)},
                                        {"title", fixed(100 * ofAll, 1) + " % of all samples"}});
    html.element("b", std::to_string(number));
    if (number > 0) html.element("small", fixed(100 * share, 0) + " %");
}

void confusionRow(HtmlWriter& html, const ConfusionMatrix& confusion, std::size_t truth)
{
    long total = 0;
    for (const long number : confusion.counts[truth]) total += number;
    const std::vector<double> ofAll = sampleShares(confusion)[truth];
    const auto row = html.scope("tr");
    html.element("th", confusion.classes[truth], {{"scope", "row"}});
    for (std::size_t c = 0; c < confusion.classes.size(); ++c)
        confusionCell(html, confusion.counts[truth][c], total, ofAll[c], c == truth);
    numberCell(html, std::to_string(total), "n sum");
}

void scoreHead(HtmlWriter& html, const std::optional<ReferenceValues>& reference)
{
    const auto head = html.scope("thead");
    {
        const auto row = html.scope("tr");
        html.element("th", "Class", {{"scope", "col"}, {"rowspan", "2"}});
        html.element("th", "this run", {{"scope", "colgroup"}, {"colspan", "4"}, {"class", "group"}});
        if (reference)
            html.element("th", "paper, " + reference->column + " on " + reference->dataset,
                         {{"scope", "colgroup"}, {"colspan", "3"}, {"class", "group"}});
    }
    const auto row = html.scope("tr");
    for (const char* name : {"precision", "recall", "F1", "clips"}) html.element("th", name, {{"scope", "col"}});
    if (reference)
        for (const char* name : {"precision", "recall", "F1"}) html.element("th", name, {{"scope", "col"}});
}

void scoreRow(HtmlWriter& html, const ClassScore& score, const std::optional<ReferenceValues>& reference)
{
    const auto row = html.scope("tr");
    html.element("th", score.name, {{"scope", "row"}});
    for (const double value : {score.precision, score.recall, score.f1}) numberCell(html, fixed(value, 2));
    numberCell(html, std::to_string(score.support));
    if (!reference) return;
    const auto found = reference->classes.find(score.name);
    const ReferenceValues::Score printed = found == reference->classes.end() ? ReferenceValues::Score() : found->second;
    for (const double value : {printed.precision, printed.recall, printed.f1})
        numberCell(html, fixed(value, 2), "n ref");
}

void referenceRemarks(HtmlWriter& html, const ReportData& data, const ReferenceValues& reference)
{
    html.element("p", "Paper: " + reference.source + ". It prints " + fixed(100 * reference.accuracy, 2) +
                          " % accuracy on " + reference.dataset + "; its own recalls, weighted by the class sizes (" +
                          std::to_string(reference.support) + " clips), imply about " +
                          fixed(100 * reference.impliedByRecalls, 1) +
                          " %. This run: " + fixed(100 * data.report.classes.accuracyPooled, 2) + " % pooled.");
    html.element("p", "The two do not compare directly:");
    {
        const auto list = html.scope("ul");
        for (const std::string& remark : reference.remarks) html.element("li", remark);
        html.element("li", "This run: protocol " + data.config.protocol + " (" + protocolInWords(data.config) +
                               "), its own data and landmarks.");
    }
    std::vector<std::string> others;
    for (const auto& [model, accuracy] : reference.others)
        others.push_back(model + " " + fixed(100 * accuracy, 1) + " %");
    if (!others.empty())
        html.element("p", "Other accuracies printed there: " + text::join(others, ", ") + ".", {{"class", "small"}});
}

} // namespace

void writeAccuracy(HtmlWriter& html, const ReportData& data)
{
    if (data.report.task != Task::Classes) return;
    const ClassificationReport& scores = data.report.classes;
    const auto section = html.scope("section", {{"aria-labelledby", "accuracy"}});
    html.element("h2", "Accuracy", {{"id", "accuracy"}});
    if (scores.confusion.total() == 0) {
        html.element("p",
                     "There are no held-out predictions, so there is no accuracy, confusion matrix or class score. "
                     "They come when the first fold has ended (predictions.csv).");
        return;
    }
    {
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", "Held-out clips of each fold, by the network of its best epoch");
        headCells(html, {"Fold", "clips", "accuracy"});
        {
            const auto body = html.scope("tbody");
            for (const FoldScore& fold : scores.folds)
                totalRow(html, std::to_string(fold.fold), std::to_string(fold.samples), fixed(fold.accuracy, 3));
        }
        const auto foot = html.scope("tfoot");
        const std::string all = std::to_string(scores.confusion.total());
        totalRow(html, "Mean over folds", "", fixed(scores.accuracyMean, 3));
        totalRow(html, "Standard deviation", "", fixed(scores.accuracyStd, 3));
        totalRow(html, "Pooled over clips", all, fixed(scores.accuracyPooled, 3));
        totalRow(html, "Macro F1", all, fixed(scores.macroF1, 3));
        totalRow(html, "Chance level", all, fixed(scores.chanceLevel, 3));
    }
    html.element("p",
                 "Chance level: always answering the largest class, “" + scores.majorityClass +
                     "”. The standard deviation is that of the folds (n − 1); folds share training clips, so it is no "
                     "standard error of the mean.",
                 {{"class", "small"}});
}

void writeConfusion(HtmlWriter& html, const ReportData& data)
{
    const ConfusionMatrix& confusion = data.report.classes.confusion;
    if (confusion.total() == 0) return;
    const auto section = html.scope("section", {{"aria-labelledby", "confusion"}});
    html.element("h2", "Confusion matrix", {{"id", "confusion"}});
    const auto wide = html.scope("div", {{"class", "wide"}});
    const auto table = html.scope("table", {{"class", "confusion"}});
    html.element("caption", "Clips pooled over folds; rows are the truth, columns the prediction; per cent of the row");
    {
        const auto head = html.scope("thead");
        const auto row = html.scope("tr");
        html.element("th", "truth ↓  predicted →", {{"scope", "col"}, {"class", "corner"}});
        for (const std::string& name : confusion.classes) html.element("th", name, {{"scope", "col"}});
        html.element("th", "clips", {{"scope", "col"}, {"class", "n"}});
    }
    const auto body = html.scope("tbody");
    for (std::size_t truth = 0; truth < confusion.classes.size(); ++truth) confusionRow(html, confusion, truth);
}

void writeClassScores(HtmlWriter& html, const ReportData& data)
{
    if (data.report.classes.confusion.total() == 0) return;
    const auto reference = referenceValues(data.config.network);
    const auto section = html.scope("section", {{"aria-labelledby", "classes"}});
    html.element("h2", "Scores of each class", {{"id", "classes"}});
    {
        const auto wide = html.scope("div", {{"class", "wide"}});
        const auto table = html.scope("table", {{"class", "numbers"}});
        html.element("caption", reference ? "Beside the values that the paper prints" : "Pooled over folds");
        scoreHead(html, reference);
        const auto body = html.scope("tbody");
        for (const ClassScore& score : data.report.classes.classes) scoreRow(html, score, reference);
    }
    html.element("p", "Precision, recall and F1 are 0 where they are not defined (no clip, or none predicted).",
                 {{"class", "small"}});
    if (reference)
        referenceRemarks(html, data, *reference);
    else
        html.element("p", "No printed values are known for network " + data.config.network + ".");
}

} // namespace mien::report

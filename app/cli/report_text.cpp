// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report_text.h"

#include "app/cli/json_values.h"
#include "core/base/text.h"
#include "core/facs/action_units.h"

#include <algorithm>
#include <cmath>

namespace mien::cli {

namespace {

std::string padded(const std::string& text, std::size_t width, bool right)
{
    const std::string blanks(text.size() < width ? width - text.size() : 0, ' ');
    return right ? blanks + text : text + blanks;
}

std::string countTable(const std::string& title, const ConfusionMatrix& confusion)
{
    std::size_t width = 5;
    for (const std::string& name : confusion.classes) width = std::max(width, name.size());
    std::string table = title + "\n";
    for (std::size_t row = 0; row < confusion.classes.size(); ++row) {
        table += "  " + padded(confusion.classes[row], width, false);
        for (const long count : confusion.counts[row]) table += padded(std::to_string(count), 6, true);
        table += "\n";
    }
    return table;
}

std::string decimal(double value)
{
    return std::isnan(value) ? "not computed" : text::fixed(value, 3);
}

std::string decimal(double value, const Interval& interval)
{
    if (!interval.isComputed()) return decimal(value);
    return decimal(value) + " [" + decimal(interval.low) + ", " + decimal(interval.high) + "]";
}

std::string subjectLines(const ClassificationReport& report)
{
    const SubjectFigures& subjects = report.bySubject;
    if (subjects.subjects.empty()) return {};
    std::string lines =
        "subjects: mean accuracy " + percent(subjects.accuracyMean) + percentInterval(subjects.accuracyMeanInterval);
    if (!std::isnan(subjects.accuracyStd)) lines += ", standard deviation " + percent(subjects.accuracyStd);
    lines += ", of " + std::to_string(subjects.subjects.size()) + " held-out subjects\n";
    lines += "          pooled accuracy " + percent(report.accuracyPooled) +
             percentInterval(subjects.accuracyPooledInterval) + "\n";
    return lines + (subjects.accuracyPooledInterval.isComputed()
                        ? "          [ , ]: 95 % interval by resampling subjects\n"
                        : "          no intervals: they need at least three subjects\n");
}

std::string figureLines(const ClassificationReport& report)
{
    const SubjectFigures& subjects = report.bySubject;
    return "balanced accuracy (UAR) " + decimal(report.balancedAccuracy, subjects.balancedAccuracyInterval) +
           ", macro F1 (UF1) " + decimal(report.macroF1, subjects.macroF1Interval) + "\n" + "macro precision " +
           decimal(report.macroPrecision) + ", weighted precision " + decimal(report.weightedPrecision) +
           ", weighted F1 " + decimal(report.weightedF1) + "\n" + "mAP " + decimal(report.meanAveragePrecision) +
           ", ROC-AUC " + decimal(report.rocAuc) + " (each class against the rest), calibration error (ECE) " +
           decimal(report.calibrationError) + "\n";
}

/// A table of parameter counts says nothing about how well a network does.
bool isPerformance(const ReferenceTable& table)
{
    return table.id != "parameters";
}

std::string rowText(const ReferenceTable& table, const ReferenceRow& row)
{
    std::vector<std::string> parts;
    for (const ReferenceMeasure& measure : table.measures)
        if (const std::string value = referenceText(measure, row.value(measure.id)); !value.empty())
            parts.push_back(measure.text + " " + value);
    const std::string name = row.item.empty() ? row.model : row.model + ", " + row.item;
    std::string line = name + ": " + (parts.empty() ? "no number is printed" : text::join(parts, ", "));
    if (!row.remark.empty()) line += ". " + row.remark;
    return line;
}

} // namespace

std::string percent(double share)
{
    return std::isnan(share) ? "not computed" : text::fixed(100 * share, 1) + " %";
}

std::string percentInterval(const Interval& shares)
{
    if (!shares.isComputed()) return {};
    return " [" + text::fixed(100 * shares.low, 1) + ", " + text::fixed(100 * shares.high, 1) + "]";
}

std::string describe(const ClassificationReport& report)
{
    std::string page;
    for (const FoldScore& fold : report.folds)
        page += "fold " + std::to_string(fold.fold) + ": " + percent(fold.accuracy) + " of " +
                std::to_string(fold.samples) + " clips\n";
    page += "accuracy: mean of folds " + percent(report.accuracyMean);
    if (!std::isnan(report.accuracyStd)) page += " ± " + percent(report.accuracyStd) + " (standard deviation)";
    page += ", pooled " + percent(report.accuracyPooled) + " of " + std::to_string(report.confusion.total()) +
            " clips, macro F1 " + text::fixed(report.macroF1, 3) + "\n";
    if (!report.majorityClass.empty())
        page += "chance level: " + percent(report.chanceLevel) + ", always answering " + report.majorityClass + "\n";
    page += subjectLines(report) + figureLines(report) + "\n";
    page += padded("class", 12, false) + "precision  recall     F1     AP    AUC  clips\n";
    for (const ClassScore& score : report.classes)
        page += padded(score.name, 12, false) + padded(text::fixed(score.precision, 3), 9, true) +
                padded(text::fixed(score.recall, 3), 8, true) + padded(text::fixed(score.f1, 3), 7, true) +
                padded(text::fixed(score.averagePrecision, 3), 7, true) +
                padded(text::fixed(score.rocAuc, 3), 7, true) + padded(std::to_string(score.support), 7, true) + "\n";
    page += "\n" + countTable("confusion matrix (rows: truth, columns: predicted, same order)", report.confusion);
    return page + "\n" +
           countTable("second answers (rows: predicted, columns: the class that came second)", report.nextHighest);
}

namespace {

std::string describe(const MultiLabelReport& report)
{
    std::string page = "mean average precision " + decimal(report.meanAveragePrecision) + " over " +
                       std::to_string(report.labels.size() - static_cast<std::size_t>(report.labelsWithoutPositives)) +
                       " action units; " + std::to_string(report.labelsWithoutPositives) + " are nowhere present\n" +
                       "recall " + decimal(report.microRecall) + ", precision " + decimal(report.microPrecision) +
                       ", macro F1 " + decimal(report.macroF1) + "\n\n";
    page += "unit       AP    AUC  accuracy  (never or always)  occurrence  recall  samples  shows\n";
    const auto cell = [](double value, std::size_t width) {
        return padded(std::isnan(value) ? "–" : text::fixed(value, 3), std::isnan(value) ? width + 2 : width, true);
    };
    for (const LabelScore& score : report.labels) {
        const ActionUnit* unit = actionUnitOfCode(score.name);
        page += padded(score.name, 6, false) + cell(score.averagePrecision, 7) + cell(score.rocAuc, 7) +
                cell(score.accuracy, 10) + cell(score.majorityBaseline, 19) + cell(score.occurrence, 12) +
                cell(score.recall, 8) + padded(std::to_string(score.samples), 9, true) +
                (unit ? "  " + unit->name : std::string()) + "\n";
    }
    return page;
}

std::string describe(const AffectReport& report)
{
    std::string page = "           CCC    RMSE       r  ICC(3,1)  samples\n";
    for (const auto& [name, score] : {std::pair{"valence", &report.valence}, {"arousal", &report.arousal}})
        page += padded(name, 7, false) + padded(decimal(score->ccc), 7, true) + padded(decimal(score->rmse), 8, true) +
                padded(decimal(score->pcc), 8, true) +
                padded(decimal(score == &report.valence ? report.valenceIcc : report.arousalIcc), 10, true) +
                padded(std::to_string(score->samples), 9, true) + "\n";
    if (report.valence.batches == 0) return page;
    page += "means over " + std::to_string(report.valence.batches) + " batches\n";
    for (const auto& [name, score] : {std::pair{"valence", &report.valence}, {"arousal", &report.arousal}}) {
        page += padded(name, 7, false) + padded(decimal(score->batchCcc), 7, true) +
                padded(decimal(score->batchRmse), 8, true);
        if (score->batchesSkipped > 0)
            page += "  CCC of " + std::to_string(score->batchesSkipped) + " batches is not defined";
        page += "\n";
    }
    return page;
}

std::string describe(const std::vector<Spread>& spreads)
{
    std::string page = "over folds and people\n";
    bool hasInterval = false;
    for (const Spread& spread : spreads) {
        page += "  " + padded(spread.name, 13, false) + " mean of " + std::to_string(spread.folds.size()) +
                (spread.folds.size() == 1 ? " fold " : " folds ") + decimal(spread.mean);
        if (!std::isnan(spread.deviation)) page += " ± " + decimal(spread.deviation) + " (standard deviation)";
        if (spread.interval.isComputed())
            page += (spread.folds.size() == 1 ? " [" : ", of all answers pooled [") + decimal(spread.interval.low) +
                    ", " + decimal(spread.interval.high) + "]";
        hasInterval = hasInterval || spread.interval.isComputed();
        page += "\n";
    }
    return page + (hasInterval ? "  [ , ]: 95 % interval by resampling subjects\n"
                               : "  no intervals: they need at least three named subjects\n");
}

} // namespace

std::string describe(const RunReport& report)
{
    if (report.task == Task::Classes) return describe(report.classes);
    return std::to_string(report.samples) + " held-out samples of " + std::to_string(report.subjects) + " subjects\n" +
           (report.task == Task::Units ? describe(report.units) : describe(report.affect)) +
           (report.spreads.empty() ? std::string() : "\n" + describe(report.spreads));
}

std::string describe(const RunTiming& timing)
{
    if (timing.folds == 0) return {};
    return "training: " + text::fixed(timing.secondsPerFold, 1) + " s a fold, " +
           text::fixed(timing.secondsPerSubject, 1) + " s a held-out subject\n";
}

std::string describe(const NetworkReference& reference, const std::string& protocol)
{
    std::string page = "printed in the paper of the network\n  " + reference.source + "\n";
    if (!reference.network.remark.empty()) page += "  " + reference.network.remark + "\n";
    std::string said;
    for (const ReferenceTable& table : reference.tables) {
        if (!isPerformance(table)) continue;
        page += "  " + table.title + (table.dataset.empty() ? "" : ", " + table.dataset) + "\n";
        for (const ReferenceRow& row : table.rows) page += "    " + rowText(table, row) + "\n";
        if (table.protocol != said) page += "    protocol: " + table.protocol + "\n";
        said = table.protocol;
        for (const std::string& difference : table.differences) page += "    note: " + difference + "\n";
    }
    page += "  why they do not compare directly\n";
    for (const std::string& difference : reference.differences) page += "    - " + difference + "\n";
    return page + "    - This run: " + protocol + ", its own data and landmarks.\n";
}

QJsonObject json(const NetworkReference& reference)
{
    QJsonArray tables;
    for (const ReferenceTable& table : reference.tables) {
        QJsonArray rows;
        for (const ReferenceRow& row : table.rows) {
            QJsonObject values;
            for (const auto& [measure, value] : row.values) values.insert(QString::fromStdString(measure), json(value));
            rows.append(QJsonObject{{QStringLiteral("model"), json(row.model)},
                                    {QStringLiteral("item"), json(row.item)},
                                    {QStringLiteral("values"), values},
                                    {QStringLiteral("remark"), json(row.remark)}});
        }
        tables.append(QJsonObject{{QStringLiteral("title"), json(table.title)},
                                  {QStringLiteral("dataset"), json(table.dataset)},
                                  {QStringLiteral("protocol"), json(table.protocol)},
                                  {QStringLiteral("differences"), json(table.differences)},
                                  {QStringLiteral("rows"), rows}});
    }
    return {{QStringLiteral("source"), json(reference.source)},
            {QStringLiteral("network"), json(reference.network.name)},
            {QStringLiteral("remark"), json(reference.network.remark)},
            {QStringLiteral("differences"), json(reference.differences)},
            {QStringLiteral("tables"), tables}};
}

} // namespace mien::cli

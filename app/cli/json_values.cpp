// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_values.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace mien::cli {

namespace {

std::string padded(const std::string& text, std::size_t width, bool right)
{
    const std::string blanks(text.size() < width ? width - text.size() : 0, ' ');
    return right ? blanks + text : text + blanks;
}

std::string percent(double share)
{
    return std::isnan(share) ? "not computed" : text::fixed(100 * share, 1) + " %";
}

std::string confusionTable(const ConfusionMatrix& confusion)
{
    std::size_t width = 5;
    for (const std::string& name : confusion.classes) width = std::max(width, name.size());
    std::string table = "confusion matrix (rows: truth, columns: predicted, same order)\n";
    for (std::size_t row = 0; row < confusion.classes.size(); ++row) {
        table += "  " + padded(confusion.classes[row], width, false);
        for (const long count : confusion.counts[row]) table += padded(std::to_string(count), 6, true);
        table += "\n";
    }
    return table;
}

} // namespace

QJsonValue json(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

QJsonValue json(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

QJsonValue json(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue(QJsonValue::Null);
}

QJsonArray json(const std::vector<int>& values)
{
    QJsonArray array;
    for (const int value : values) array.append(value);
    return array;
}

QJsonArray json(const std::vector<std::string>& values)
{
    QJsonArray array;
    for (const std::string& value : values) array.append(json(value));
    return array;
}

QJsonObject json(const ClassificationReport& report)
{
    QJsonArray folds;
    for (const FoldScore& fold : report.folds)
        folds.append(QJsonObject{{QStringLiteral("fold"), fold.fold},
                                 {QStringLiteral("samples"), static_cast<qint64>(fold.samples)},
                                 {QStringLiteral("accuracy"), json(fold.accuracy)}});
    QJsonArray classes;
    for (const ClassScore& score : report.classes)
        classes.append(QJsonObject{{QStringLiteral("name"), json(score.name)},
                                   {QStringLiteral("precision"), json(score.precision)},
                                   {QStringLiteral("recall"), json(score.recall)},
                                   {QStringLiteral("f1"), json(score.f1)},
                                   {QStringLiteral("support"), static_cast<qint64>(score.support)}});
    QJsonArray counts;
    for (const auto& row : report.confusion.counts) {
        QJsonArray cells;
        for (const long count : row) cells.append(static_cast<qint64>(count));
        counts.append(cells);
    }
    return {{QStringLiteral("accuracy_mean"), json(report.accuracyMean)},
            {QStringLiteral("accuracy_std"), json(report.accuracyStd)},
            {QStringLiteral("accuracy_pooled"), json(report.accuracyPooled)},
            {QStringLiteral("macro_f1"), json(report.macroF1)},
            {QStringLiteral("chance_level"), json(report.chanceLevel)},
            {QStringLiteral("samples"), static_cast<qint64>(report.confusion.total())},
            {QStringLiteral("folds"), folds},
            {QStringLiteral("classes"), classes},
            {QStringLiteral("confusion"), QJsonObject{{QStringLiteral("classes"), json(report.confusion.classes)},
                                                      {QStringLiteral("counts"), counts}}}};
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
    page += "\n";
    page += padded("class", 12, false) + "precision  recall     F1  clips\n";
    for (const ClassScore& score : report.classes)
        page += padded(score.name, 12, false) + padded(text::fixed(score.precision, 3), 9, true) +
                padded(text::fixed(score.recall, 3), 8, true) + padded(text::fixed(score.f1, 3), 7, true) +
                padded(std::to_string(score.support), 7, true) + "\n";
    return page + "\n" + confusionTable(report.confusion);
}

} // namespace mien::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_values.h"

#include <cmath>

namespace mien::cli {

namespace {

QJsonObject counts(const ConfusionMatrix& confusion)
{
    QJsonArray rows;
    for (const auto& row : confusion.counts) {
        QJsonArray cells;
        for (const long count : row) cells.append(static_cast<qint64>(count));
        rows.append(cells);
    }
    return {{QStringLiteral("classes"), json(confusion.classes)}, {QStringLiteral("counts"), rows}};
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
    for (std::size_t c = 0; c < report.classes.size(); ++c) {
        const ClassScore& score = report.classes[c];
        const OneVsRest part = oneVsRest(report.confusion, c);
        classes.append(QJsonObject{{QStringLiteral("name"), json(score.name)},
                                   {QStringLiteral("precision"), json(score.precision)},
                                   {QStringLiteral("recall"), json(score.recall)},
                                   {QStringLiteral("f1"), json(score.f1)},
                                   {QStringLiteral("support"), static_cast<qint64>(score.support)},
                                   {QStringLiteral("average_precision"), json(score.averagePrecision)},
                                   {QStringLiteral("roc_auc"), json(score.rocAuc)},
                                   {QStringLiteral("true_negatives"), static_cast<qint64>(part.trueNegatives)},
                                   {QStringLiteral("false_positives"), static_cast<qint64>(part.falsePositives)},
                                   {QStringLiteral("false_negatives"), static_cast<qint64>(part.falseNegatives)},
                                   {QStringLiteral("true_positives"), static_cast<qint64>(part.truePositives)}});
    }
    QJsonArray subjects;
    for (const SubjectScore& score : report.bySubject.subjects)
        subjects.append(QJsonObject{{QStringLiteral("subject"), json(score.subject)},
                                    {QStringLiteral("samples"), static_cast<qint64>(score.samples)},
                                    {QStringLiteral("correct"), static_cast<qint64>(score.correct)},
                                    {QStringLiteral("accuracy"), json(score.accuracy())}});
    QJsonObject object = {{QStringLiteral("samples"), static_cast<qint64>(report.confusion.total())},
                          {QStringLiteral("folds"), folds},
                          {QStringLiteral("classes"), classes},
                          {QStringLiteral("subjects"), subjects},
                          {QStringLiteral("confusion"), counts(report.confusion)},
                          {QStringLiteral("next_highest"), counts(report.nextHighest)}};
    for (const auto& [name, value] : scalarFigures(report)) object.insert(QLatin1String(name), json(value));
    return object;
}

QJsonObject json(const RunReport& report)
{
    if (report.task == Task::Classes) return json(report.classes);
    QJsonObject object = {{QStringLiteral("samples"), static_cast<qint64>(report.samples)},
                          {QStringLiteral("held_out_subjects"), static_cast<qint64>(report.subjects)}};
    for (const auto& [name, value] : scalarFigures(report)) object.insert(QString::fromStdString(name), json(value));
    if (report.task != Task::Units) return object;
    QJsonArray units;
    for (const LabelScore& score : report.units.labels)
        units.append(QJsonObject{{QStringLiteral("name"), json(score.name)},
                                 {QStringLiteral("samples"), static_cast<qint64>(score.samples)},
                                 {QStringLiteral("positives"), static_cast<qint64>(score.positives)},
                                 {QStringLiteral("occurrence"), json(score.occurrence)},
                                 {QStringLiteral("average_precision"), json(score.averagePrecision)},
                                 {QStringLiteral("roc_auc"), json(score.rocAuc)},
                                 {QStringLiteral("accuracy"), json(score.accuracy)},
                                 {QStringLiteral("majority_baseline"), json(score.majorityBaseline)},
                                 {QStringLiteral("recall"), json(score.recall)}});
    object.insert(QStringLiteral("units"), units);
    return object;
}

} // namespace mien::cli

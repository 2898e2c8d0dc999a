// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/reference_values.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mien::report {

namespace {

std::string textAt(const QJsonObject& object, QStringView key)
{
    return object.value(key).toString().toStdString();
}

/// Read as printed: the recalls are rounded to two digits, so the result is good to about half a per cent.
double impliedAccuracy(const std::map<std::string, ReferenceValues::Score>& classes, const QJsonObject& support,
                       long& total)
{
    double correct = 0;
    for (const auto& [name, score] : classes) {
        const int clips = support.value(QString::fromStdString(name)).toInt();
        correct += score.recall * clips;
        total += clips;
    }
    return total > 0 ? correct / static_cast<double>(total) : notComputed;
}

ReferenceValues parse(const QJsonObject& root, const QString& column)
{
    ReferenceValues values;
    values.source = textAt(root, u"source");
    values.dataset = textAt(root, u"dataset");
    values.column = column.toStdString();
    values.accuracy = root.value(u"accuracy").toObject().value(column).toDouble(notComputed);
    const QJsonObject classes = root.value(u"classes").toObject();
    for (auto it = classes.begin(); it != classes.end(); ++it) {
        const QJsonArray score = it->toObject().value(column).toArray();
        values.classes[it.key().toStdString()] = {score.at(0).toDouble(notComputed), score.at(1).toDouble(notComputed),
                                                  score.at(2).toDouble(notComputed)};
    }
    values.impliedByRecalls = impliedAccuracy(values.classes, root.value(u"support").toObject(), values.support);
    for (const QJsonValue& row : root.value(u"comparison").toObject().value(u"rows").toArray())
        values.others.emplace_back(textAt(row.toObject(), u"model"),
                                   row.toObject().value(u"accuracy").toDouble(notComputed));
    for (const QJsonValue& remark : root.value(u"remarks").toArray())
        values.remarks.push_back(remark.toString().toStdString());
    return values;
}

} // namespace

std::optional<ReferenceValues> referenceValues(const std::string& network)
{
    const QDir folder(QStringLiteral(":/mien/reference"));
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
        const QString column = root.value(u"networks").toObject().value(QString::fromStdString(network)).toString();
        if (!column.isEmpty()) return parse(root, column);
    }
    return std::nullopt;
}

} // namespace mien::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mien::project {

namespace {

QString toQ(const std::string& text)
{
    return QString::fromStdString(text);
}

QString attributesText(const ClipEntry& entry)
{
    QJsonObject object;
    for (const auto& [name, value] : entry.attributes) object.insert(toQ(name), toQ(value));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString unitsText(const ClipEntry& entry)
{
    QJsonArray units;
    for (const AuCode& code : entry.actionUnits) {
        QJsonObject unit{{QStringLiteral("au"), code.number}};
        if (code.intensity) unit.insert(QStringLiteral("intensity"), *code.intensity);
        if (code.side != 'B') unit.insert(QStringLiteral("side"), QString(QLatin1Char(code.side)));
        units.append(unit);
    }
    return QString::fromUtf8(QJsonDocument(units).toJson(QJsonDocument::Compact));
}

template <typename T> QVariant variantOf(const std::optional<T>& value)
{
    return value ? QVariant(*value) : QVariant();
}

std::optional<int> intOf(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toInt());
}

std::optional<double> realOf(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
}

} // namespace

const char* const clipColumns = "source, name, subject, kind, first_frame, frame_count, onset, apex, offset, "
                                "read_label, valence, arousal, frame_labels, units, attributes";

QVariant orNull(const std::optional<std::string>& text)
{
    return text ? QVariant(toQ(*text)) : QVariant();
}

QVariant orNull(const std::optional<int>& number)
{
    return variantOf(number);
}

QVariant orNull(const std::optional<double>& number)
{
    return variantOf(number);
}

std::optional<std::string> textOf(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toString().toStdString());
}

QByteArray packFiles(const std::vector<std::filesystem::path>& files)
{
    QByteArray names;
    for (const auto& file : files) {
        const std::string name = file.generic_string();
        names.append(name.data(), static_cast<qsizetype>(name.size())).append('\0'); // what no name holds
    }
    return qCompress(names);
}

std::vector<std::filesystem::path> unpackFiles(const QByteArray& packed)
{
    std::vector<std::filesystem::path> files;
    QList<QByteArray> names = qUncompress(packed).split('\0');
    names.removeLast(); // behind the last name's end
    for (const QByteArray& name : names) files.emplace_back(name.toStdString());
    return files;
}

QVariantList clipValues(int source, const ClipEntry& entry)
{
    return {source,
            toQ(entry.id),
            toQ(entry.subject),
            static_cast<int>(entry.kind),
            entry.firstFrame,
            orNull(entry.frameCount),
            orNull(entry.onset),
            orNull(entry.apex),
            orNull(entry.offset),
            orNull(entry.label),
            orNull(entry.valence),
            orNull(entry.arousal),
            entry.hasFrameLabels,
            unitsText(entry),
            attributesText(entry)};
}

ProjectClip clipOf(const QSqlQuery& row)
{
    int column = 0;
    const auto next = [&] { return row.value(column++); };
    ProjectClip clip;
    ClipEntry& entry = clip.entry;
    clip.id = next().toInt();
    entry.label = textOf(next());
    clip.excluded = next().toBool();
    clip.split = next().toString().toStdString();
    clip.source = next().toInt();
    entry.id = next().toString().toStdString();
    entry.subject = next().toString().toStdString();
    entry.kind = static_cast<ClipEntry::Kind>(next().toInt());
    entry.firstFrame = next().toInt();
    entry.frameCount = intOf(next());
    entry.onset = intOf(next());
    entry.apex = intOf(next());
    entry.offset = intOf(next());
    clip.readLabel = textOf(next());
    entry.valence = realOf(next());
    entry.arousal = realOf(next());
    entry.hasFrameLabels = next().toBool();
    const auto units = QJsonDocument::fromJson(next().toString().toUtf8()).array();
    for (const auto& value : units) {
        const QJsonObject unit = value.toObject();
        AuCode code;
        code.number = unit[QStringLiteral("au")].toInt();
        if (unit.contains(QStringLiteral("intensity"))) code.intensity = unit[QStringLiteral("intensity")].toDouble();
        if (unit.contains(QStringLiteral("side"))) code.side = unit[QStringLiteral("side")].toString().at(0).toLatin1();
        entry.actionUnits.push_back(code);
    }
    const QJsonObject attributes = QJsonDocument::fromJson(next().toString().toUtf8()).object();
    for (auto at = attributes.begin(); at != attributes.end(); ++at)
        entry.attributes.emplace(at.key().toStdString(), at.value().toString().toStdString());
    return clip;
}

} // namespace mien::project

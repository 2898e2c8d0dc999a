// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/reference_tables.h"

#include "core/base/text.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace mien {

namespace {

/// Faults leave as exceptions of this file and become one Error at its door.
struct Fault
{
    std::string what, where;
};

/// A JSON object every key of which has to be known.
class Object
{
public:
    Object(const QJsonValue& value, std::string where, const std::set<QString>& keys)
        : m_object(value.toObject()), m_where(std::move(where))
    {
        if (!value.isObject()) throw Fault{"is no object", m_where};
        for (const QString& key : m_object.keys())
            if (!keys.contains(key)) throw Fault{"the key '" + key.toStdString() + "' is not known", m_where};
    }

    std::string text(const char* key, bool required = true) const
    {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isString()) return value.toString().toStdString();
        if (required || !value.isUndefined()) throw Fault{std::string("'") + key + "' has to be a text", m_where};
        return {};
    }
    std::vector<std::string> texts(const char* key, bool required = true) const
    {
        std::vector<std::string> list;
        for (const QJsonValue& value : array(key, required)) {
            if (!value.isString()) throw Fault{std::string("'") + key + "' has to hold texts", m_where};
            list.push_back(value.toString().toStdString());
        }
        return list;
    }
    QJsonArray array(const char* key, bool required = true) const
    {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (!value.isArray() && (required || !value.isUndefined()))
            throw Fault{std::string("'") + key + "' has to be a list", m_where};
        return value.toArray();
    }
    QJsonObject object(const char* key) const
    {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (!value.isObject()) throw Fault{std::string("'") + key + "' has to be an object", m_where};
        return value.toObject();
    }
    QJsonValue at(const char* key) const { return m_object.value(QLatin1String(key)); }
    const std::string& where() const { return m_where; }

private:
    QJsonObject m_object;
    std::string m_where;
};

ReferenceMeasure measureOf(const QJsonValue& value, const std::string& where)
{
    using Kind = ReferenceMeasure::Kind;
    static const std::map<std::string, Kind> kinds = {
        {"share", Kind::Share}, {"value", Kind::Value}, {"count", Kind::Count}, {"seconds", Kind::Seconds}};
    const Object object(value, where, {QStringLiteral("id"), QStringLiteral("text"), QStringLiteral("kind")});
    const auto kind = kinds.find(object.text("kind"));
    if (kind == kinds.end()) throw Fault{"the kind of measure '" + object.text("kind") + "' is not known", where};
    return {object.text("id"), object.text("text"), kind->second};
}

ReferenceRow rowOf(const QJsonValue& value, const std::string& where, const ReferencePaper& paper,
                   const ReferenceTable& table)
{
    const Object object(value, where,
                        {QStringLiteral("model"), QStringLiteral("item"), QStringLiteral("networks"),
                         QStringLiteral("values"), QStringLiteral("remark")});
    ReferenceRow row{object.text("model"),
                     object.text("item", false),
                     object.texts("networks", false),
                     {},
                     object.text("remark", false)};
    for (const std::string& network : row.networks)
        if (!paper.networks.contains(network)) throw Fault{"the network '" + network + "' is not listed", where};
    const QJsonObject values = object.object("values");
    for (auto it = values.begin(); it != values.end(); ++it) {
        const std::string id = it.key().toStdString();
        const auto known = [&](const ReferenceMeasure& m) { return m.id == id; };
        if (std::none_of(table.measures.begin(), table.measures.end(), known))
            throw Fault{"the measure '" + id + "' is not listed", where};
        if (!it->isDouble()) throw Fault{"'" + id + "' has to be a number", where};
        row.values[id] = it->toDouble();
    }
    return row;
}

ReferenceTable tableOf(const QJsonValue& value, const std::string& where, const ReferencePaper& paper)
{
    const Object object(value, where,
                        {QStringLiteral("id"), QStringLiteral("title"), QStringLiteral("dataset"),
                         QStringLiteral("protocol"), QStringLiteral("measures"), QStringLiteral("differences"),
                         QStringLiteral("rows")});
    ReferenceTable table{object.text("id"),
                         object.text("title"),
                         object.text("dataset"),
                         object.text("protocol"),
                         object.texts("differences"),
                         {},
                         {}};
    if (paper.table(table.id)) throw Fault{"two tables are called '" + table.id + "'", where};
    for (const QJsonValue& measure : object.array("measures")) table.measures.push_back(measureOf(measure, where));
    const QJsonArray rows = object.array("rows");
    for (qsizetype r = 0; r < rows.size(); ++r)
        table.rows.push_back(rowOf(rows[r], where + ", row " + std::to_string(r + 1), paper, table));
    return table;
}

ReferencePaper paperOf(const QJsonObject& json, const std::string& where)
{
    const Object root(json, where,
                      {QStringLiteral("format"), QStringLiteral("paper"), QStringLiteral("networks"),
                       QStringLiteral("differences"), QStringLiteral("tables")});
    if (root.at("format").toInt() != 2) throw Fault{"is not of format 2", where};
    const Object about(root.at("paper"), where + ", paper",
                       {QStringLiteral("title"), QStringLiteral("authors"), QStringLiteral("published")});
    ReferencePaper paper;
    paper.title = about.text("title");
    paper.authors = about.texts("authors");
    paper.published = about.text("published");
    const QJsonObject networks = root.object("networks");
    for (auto it = networks.begin(); it != networks.end(); ++it) {
        const Object network(*it, where + ", network " + it.key().toStdString(),
                             {QStringLiteral("name"), QStringLiteral("remark")});
        paper.networks[it.key().toStdString()] = {network.text("name"), network.text("remark", false)};
    }
    paper.differences = root.texts("differences");
    const QJsonArray tables = root.array("tables");
    for (qsizetype t = 0; t < tables.size(); ++t)
        paper.tables.push_back(tableOf(tables[t], where + ", table " + std::to_string(t + 1), paper));
    return paper;
}

} // namespace

double ReferenceRow::value(const std::string& measure) const
{
    const auto found = values.find(measure);
    return found == values.end() ? notComputed : found->second;
}

std::string ReferencePaper::source() const
{
    return text::join(authors, ", ") + ": " + title + (published.empty() ? "" : " (" + published + ")");
}

const ReferenceTable* ReferencePaper::table(std::string_view id) const
{
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const ReferenceTable& t) { return t.id == id; });
    return found == tables.end() ? nullptr : &*found;
}

Result<ReferencePaper> referencePaperFromJson(std::string_view json, const std::string& where)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())), &error);
    if (!document.isObject()) return Error::input("is no JSON object: " + error.errorString().toStdString(), where);
    try {
        return paperOf(document.object(), where);
    } catch (const Fault& fault) {
        return Error::input(fault.what, fault.where);
    }
}

std::vector<ReferencePaper> referencePapers()
{
    std::vector<ReferencePaper> papers;
    const QDir folder(QStringLiteral(":/mien/reference"));
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) throw std::logic_error("a built-in reference table cannot be read");
        auto paper = referencePaperFromJson(file.readAll().toStdString(), name.toStdString());
        if (!paper) throw std::logic_error(paper.error().message());
        papers.push_back(std::move(paper).value());
    }
    return papers;
}

std::optional<NetworkReference> referenceFor(const std::vector<ReferencePaper>& papers, const std::string& network)
{
    for (const ReferencePaper& paper : papers) {
        const auto known = paper.networks.find(network);
        if (known == paper.networks.end()) continue;
        NetworkReference reference{paper.source(), known->second, paper.differences, {}};
        for (ReferenceTable table : paper.tables) {
            std::erase_if(table.rows, [&](const ReferenceRow& row) {
                return std::find(row.networks.begin(), row.networks.end(), network) == row.networks.end();
            });
            if (!table.rows.empty()) reference.tables.push_back(std::move(table));
        }
        return reference;
    }
    return std::nullopt;
}

std::string referenceText(const ReferenceMeasure& measure, double value)
{
    if (std::isnan(value)) return {};
    switch (measure.kind) {
    case ReferenceMeasure::Kind::Share: {
        // Papers print one or two digits of a per cent; a zero behind them would claim more.
        const std::string two = text::fixed(100 * value, 2);
        return (two.back() == '0' ? text::fixed(100 * value, 1) : two) + " %";
    }
    case ReferenceMeasure::Kind::Value:
        return text::fixed(value, 2);
    case ReferenceMeasure::Kind::Count:
        return text::fixed(value, 0);
    case ReferenceMeasure::Kind::Seconds:
        return text::number(value) + " s";
    }
    return {};
}

double impliedAccuracy(const ReferenceTable& table)
{
    double correct = 0, clips = 0;
    for (const ReferenceRow& row : table.rows) {
        correct += row.value("recall") * row.value("clips");
        clips += row.value("clips");
    }
    return clips > 0 ? correct / clips : notComputed; // a NaN in a row is one in the sum
}

} // namespace mien

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/xlsx.h"

#include "core/base/text.h"
#include "core/io/zip_archive.h"

#include <QXmlStreamReader>

#include <filesystem>
#include <map>
#include <optional>

namespace mien::xlsx {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostColumns = 16384; // of the format
constexpr int mostRows = 1048576;

/// Parts are named by upper and lower case alike (ECMA-376 part 2, 6.2.2.3).
std::string keyOf(const std::string& name)
{
    return text::lower(name);
}

/// Where the target of a relationship lies, seen from the folder of the part that names it.
std::string resolved(const std::string& folder, const QString& target)
{
    const std::string path = target.toStdString();
    if (text::startsWith(path, "/")) return path.substr(1);
    return (std::filesystem::path(folder) / path).lexically_normal().generic_string();
}

/// "xl/_rels/workbook.xml.rels" of "xl/workbook.xml".
std::string relationshipsOf(const std::string& part)
{
    const std::filesystem::path path(part);
    return (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
}

struct Relationship
{
    std::string part; ///< full name
    QString type;     ///< last word of the type's address: "worksheet"
};

struct SheetPlace
{
    std::string name;
    std::string part;
};

/// One reading of one workbook. Steps return false with m_fault set.
class Workbook
{
public:
    Workbook(const zip::Parts& parts, const std::string& where, const Limits& limits) : m_where(where), m_limits(limits)
    {
        for (const auto& [name, content] : parts) m_parts.emplace(keyOf(name), &content);
    }

    Result<std::vector<Sheet>> read();

private:
    using Relationships = std::map<QString, Relationship>; ///< by id

    bool fail(const std::string& what, const std::string& place = {})
    {
        const std::string where = place.empty() ? m_where : m_where + ", " + place;
        m_fault = Error::input(what, where, "save the table again as .xlsx or .csv");
        return false;
    }
    const std::string* find(const std::string& part) const
    {
        const auto it = m_parts.find(keyOf(part));
        return it == m_parts.end() ? nullptr : it->second;
    }

    /// The next start of an element; false at the end of the part and on faults.
    bool nextStart(QXmlStreamReader& xml, const std::string& part);
    /// Walks over a part and hands every start of an element to `visit`, which says whether to go on.
    template <typename Visit> bool walk(const std::string& part, const std::string& content, Visit visit);

    bool readRelationships(const std::string& part, Relationships& relationships);
    bool findWorkbook(std::string& part);
    bool readWorkbook(const std::string& part, std::vector<SheetPlace>& places);
    bool readSharedStrings(const std::string& part);
    bool readSheet(const SheetPlace& place, Sheet& sheet);
    bool readRow(QXmlStreamReader& xml, const SheetPlace& place, int& line, Sheet& sheet);
    bool readCell(QXmlStreamReader& xml, const std::string& place, std::string& content);
    bool addText(const std::string& text);
    std::string richText(QXmlStreamReader& xml);

    std::string m_where;
    Limits m_limits;
    std::map<std::string, const std::string*> m_parts;
    std::string m_sharedStringsPart;
    std::vector<std::string> m_strings;
    std::size_t m_cells = 0;
    std::size_t m_textBytes = 0;
    std::optional<Error> m_fault;
};

/// "_x000D_" stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19).
QString unescaped(QString text)
{
    constexpr qsizetype length = 7;
    qsizetype at = 0;
    while ((at = text.indexOf("_x"_L1, at)) >= 0) {
        bool isNumber = false;
        const QStringView digits = QStringView(text).mid(at + 2, 4);
        const ushort code = digits.toUShort(&isNumber, 16);
        if (isNumber && digits.size() == 4 && at + 6 < text.size() && text.at(at + 6) == u'_')
            text.replace(at, length, QString(QChar(code)));
        ++at;
    }
    return text;
}

/// Column from 0 of "AB12"; nothing if it is no place of a cell.
std::optional<int> columnOf(QStringView reference)
{
    int column = 0;
    qsizetype at = 0;
    for (; at < reference.size() && reference[at].isLetter(); ++at) {
        const char16_t letter = reference[at].toUpper().unicode();
        if (letter < u'A' || letter > u'Z' || at > 2) return std::nullopt;
        column = column * 26 + (letter - u'A' + 1);
    }
    if (at == 0 || at == reference.size() || column > mostColumns) return std::nullopt;
    return column - 1;
}

bool Workbook::nextStart(QXmlStreamReader& xml, const std::string& part)
{
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        // The format forbids them (ECMA-376 part 2, 6.1.4); they are what entities are multiplied with.
        if (token == QXmlStreamReader::DTD) return fail("holds a document type declaration", part);
        if (token == QXmlStreamReader::StartElement) return true;
    }
    if (xml.hasError())
        fail("is no well-formed XML: " + xml.errorString().section(u'.', 0, 0).simplified().toStdString(), part);
    return false;
}

template <typename Visit> bool Workbook::walk(const std::string& part, const std::string& content, Visit visit)
{
    QXmlStreamReader xml(QByteArray::fromRawData(content.data(), static_cast<qsizetype>(content.size())));
    while (nextStart(xml, part))
        if (!visit(xml)) return false;
    return !m_fault;
}

bool Workbook::readRelationships(const std::string& part, Relationships& relationships)
{
    const std::string* content = find(relationshipsOf(part));
    if (!content) return true;
    const std::string folder = std::filesystem::path(part).parent_path().generic_string();
    return walk(relationshipsOf(part), *content, [&](QXmlStreamReader& xml) {
        if (xml.name() != "Relationship"_L1) return true;
        const auto attributes = xml.attributes();
        if (attributes.value("TargetMode"_L1) == "External"_L1) return true;
        relationships[attributes.value("Id"_L1).toString()] = {
            resolved(folder, attributes.value("Target"_L1).toString()),
            attributes.value("Type"_L1).toString().section(u'/', -1)};
        return true;
    });
}

bool Workbook::findWorkbook(std::string& part)
{
    Relationships relationships;
    if (!readRelationships("", relationships)) return false;
    part = "xl/workbook.xml";
    for (const auto& [id, relationship] : relationships)
        if (relationship.type == "officeDocument"_L1) part = relationship.part;
    return find(part) || fail("holds no workbook");
}

bool Workbook::readWorkbook(const std::string& part, std::vector<SheetPlace>& places)
{
    Relationships relationships;
    if (!readRelationships(part, relationships)) return false;
    for (const auto& [id, relationship] : relationships)
        if (relationship.type == "sharedStrings"_L1) m_sharedStringsPart = relationship.part;
    return walk(part, *find(part), [&](QXmlStreamReader& xml) {
        if (xml.name() != "sheet"_L1) return true;
        const std::string name = xml.attributes().value("name"_L1).toString().toStdString();
        QString id;
        for (const auto& attribute : xml.attributes())
            if (attribute.name() == "id"_L1 && attribute.namespaceUri().endsWith("/relationships"_L1))
                id = attribute.value().toString();
        const auto target = relationships.find(id);
        if (target == relationships.end()) return fail("the sheet '" + name + "' has no content");
        if (target->second.type == "worksheet"_L1) places.push_back({name, target->second.part}); // not a chart
        return true;
    });
}

/// Text of an element with <t> or runs <r><t>; the pronunciation (<rPh>) is no part of it. Ends behind the element.
std::string Workbook::richText(QXmlStreamReader& xml)
{
    QString text;
    int depth = 1;
    while (depth > 0 && !xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            if (xml.name() == "rPh"_L1)
                xml.skipCurrentElement();
            else if (xml.name() == "t"_L1)
                text += xml.readElementText(QXmlStreamReader::SkipChildElements);
            else
                ++depth;
        } else if (xml.isEndElement()) {
            --depth;
        }
    }
    return unescaped(std::move(text)).toStdString();
}

bool Workbook::readSharedStrings(const std::string& part)
{
    const std::string* content = find(part);
    if (!content) return fail("the texts of its cells (" + part + ") are missing");
    return walk(part, *content, [&](QXmlStreamReader& xml) {
        if (xml.name() == "si"_L1) m_strings.push_back(richText(xml));
        return true;
    });
}

bool Workbook::addText(const std::string& text)
{
    m_textBytes += text.size(); // a cell may repeat one long text: what is stored once is counted every time
    return m_textBytes <= m_limits.bytes ||
           fail("its cells hold more than " + std::to_string(m_limits.bytes >> 20) + " MiB of text");
}

/// Reads to the end of <c>.
bool Workbook::readCell(QXmlStreamReader& xml, const std::string& place, std::string& content)
{
    const QString type = xml.attributes().value("t"_L1).toString();
    QString value;
    while (xml.readNextStartElement()) {
        if (xml.name() == "is"_L1)
            content = richText(xml);
        else if (xml.name() == "v"_L1)
            value = xml.readElementText(QXmlStreamReader::SkipChildElements);
        else
            xml.skipCurrentElement(); // the formula: its last result counts
    }
    if (type == "inlineStr"_L1) return true;
    if (type == "s"_L1) {
        bool isNumber = false;
        const int index = value.trimmed().toInt(&isNumber);
        if (xml.hasError()) return true; // said by the walk
        if (!isNumber || index < 0 || static_cast<std::size_t>(index) >= m_strings.size())
            return fail("the text " + value.left(20).toStdString() + " of a cell does not exist", place);
        content = m_strings[static_cast<std::size_t>(index)];
    } else if (type == "b"_L1) {
        content = value.trimmed() == "1"_L1 ? "TRUE" : "FALSE";
    } else if (type == "str"_L1) {
        content = unescaped(value).toStdString();
    } else {
        content = value.trimmed().toStdString(); // a number, an error, a date
    }
    return true;
}

/// Reads to the end of <row>; `line` is the row before and becomes this one.
bool Workbook::readRow(QXmlStreamReader& xml, const SheetPlace& place, int& line, Sheet& sheet)
{
    ++line;
    if (const auto number = xml.attributes().value("r"_L1); !number.isEmpty()) {
        bool isNumber = false;
        const int written = number.toInt(&isNumber);
        if (!isNumber || written < line || written > mostRows)
            return fail("a row cannot be number " + number.left(20).toString().toStdString(), place.name);
        line = written;
    }
    SheetRow row{line, {}};
    const std::string where = place.name + ", row " + std::to_string(line);
    while (xml.readNextStartElement()) {
        if (xml.name() != "c"_L1) {
            xml.skipCurrentElement();
            continue;
        }
        std::size_t column = row.cells.size();
        if (const auto reference = xml.attributes().value("r"_L1); !reference.isEmpty()) {
            const auto written = columnOf(reference);
            if (!written)
                return fail("'" + reference.left(20).toString().toStdString() + "' is no place of a cell", where);
            column = static_cast<std::size_t>(*written);
        }
        if (column >= row.cells.size()) {
            m_cells += column + 1 - row.cells.size();
            if (m_cells > m_limits.cells || column >= mostColumns)
                return fail("has more than " + std::to_string(m_limits.cells) + " cells");
            row.cells.resize(column + 1);
        }
        if (!readCell(xml, where, row.cells[column]) || !addText(row.cells[column])) return false;
    }
    for (const std::string& content : row.cells)
        if (!text::trimmed(content).empty()) {
            sheet.rows.push_back(std::move(row));
            break;
        }
    return true;
}

bool Workbook::readSheet(const SheetPlace& place, Sheet& sheet)
{
    const std::string* content = find(place.part);
    if (!content) return fail("the sheet '" + place.name + "' (" + place.part + ") is missing");
    sheet.name = place.name;
    int line = 0;
    return walk(place.part, *content,
                [&](QXmlStreamReader& xml) { return xml.name() != "row"_L1 || readRow(xml, place, line, sheet); });
}

Result<std::vector<Sheet>> Workbook::read()
{
    std::string part;
    std::vector<SheetPlace> places;
    std::vector<Sheet> sheets;
    bool isGood = findWorkbook(part) && readWorkbook(part, places) &&
                  (m_sharedStringsPart.empty() || readSharedStrings(m_sharedStringsPart));
    if (isGood && places.empty()) isGood = fail("holds no sheet");
    for (std::size_t i = 0; isGood && i < places.size(); ++i) isGood = readSheet(places[i], sheets.emplace_back());
    if (!isGood) return *m_fault;
    return sheets;
}

/// What the file brought into the message (names, texts) may hold line breaks or no characters at all.
Error oneLine(Error error)
{
    QString what = QString::fromStdString(error.what);
    for (QChar& c : what)
        if (!c.isPrint()) c = u' ';
    error.what = what.simplified().toStdString();
    QString where = QString::fromStdString(error.where);
    for (QChar& c : where)
        if (c.category() == QChar::Other_Control) c = u' ';
    error.where = where.toStdString();
    return error;
}

} // namespace

Result<std::vector<Sheet>> parse(std::string_view file, const std::string& where, const Limits& limits)
{
    if (file.empty()) return Error::input("the file is empty (0 bytes)", where, "copy it again");
    if (text::startsWith(file, "\xD0\xCF\x11\xE0"))
        return Error::input("is an old .xls or has a password", where, "save it as .xlsx without a password");
    if (!text::startsWith(file, "PK"))
        return Error::input("is no .xlsx workbook", where, "save the table as .xlsx or .csv");
    const auto isWanted = [](const std::string& name) {
        const std::string lower = text::lower(name);
        return text::endsWith(lower, ".xml") || text::endsWith(lower, ".rels");
    };
    const auto parts = zip::read(file, where, limits.bytes, isWanted);
    if (!parts) return oneLine(parts.error());
    auto sheets = Workbook(*parts, where, limits).read();
    if (!sheets) return oneLine(sheets.error());
    return sheets;
}

} // namespace mien::xlsx

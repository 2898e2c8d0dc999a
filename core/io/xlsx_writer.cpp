// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/xlsx_writer.h"

#include "core/base/text.h"

#include <map>

namespace mien::xlsx {

namespace {

const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const std::string officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
const std::string contentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
const std::string typePrefix = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

/// Text for XML; characters that XML 1.0 cannot hold as _xHHHH_, and what looks like such an escape escaped itself.
std::string escaped(const std::string& text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(text[i]);
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c < 0x20 && c != '\t' && c != '\n')
            out += std::string("_x00") + digits[c >> 4] + digits[c & 15] + "_";
        else if (c == '_' && i + 1 < text.size() && text[i + 1] == 'x')
            out += "_x005F_";
        else
            out += text[i];
    }
    return out;
}

std::string columnName(std::size_t column)
{
    std::string name;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

/// Numbers whose shortest decimals are what is written: "006" and "1.0" are texts, or their form would be lost.
bool isPlainNumber(const std::string& cell)
{
    const auto value = text::toDouble(cell);
    return value && *value - *value == 0 && text::number(*value) == cell;
}

class Strings
{
public:
    std::size_t index(const std::string& text)
    {
        const auto [it, isNew] = m_index.try_emplace(text, m_texts.size());
        if (isNew) m_texts.push_back(text);
        return it->second;
    }
    std::string part() const
    {
        std::string xml = declaration + "<sst xmlns=\"" + mainNamespace + "\">";
        for (const std::string& text : m_texts) xml += "<si><t xml:space=\"preserve\">" + escaped(text) + "</t></si>";
        return xml + "</sst>";
    }

private:
    std::map<std::string, std::size_t> m_index;
    std::vector<std::string> m_texts;
};

std::string sheetPart(const Sheet& sheet, Strings& strings)
{
    std::string xml = declaration + "<worksheet xmlns=\"" + mainNamespace + "\"><sheetData>";
    for (const SheetRow& row : sheet.rows) {
        const std::string line = std::to_string(row.line);
        xml += "<row r=\"" + line + "\">";
        for (std::size_t column = 0; column < row.cells.size(); ++column) {
            const std::string& cell = row.cells[column];
            if (cell.empty()) continue;
            xml += "<c r=\"" + columnName(column) + line + "\"";
            if (isPlainNumber(cell))
                xml += "><v>" + cell + "</v></c>";
            else
                xml += " t=\"s\"><v>" + std::to_string(strings.index(cell)) + "</v></c>";
        }
        xml += "</row>";
    }
    return xml + "</sheetData></worksheet>";
}

std::string relation(const std::string& id, const std::string& type, const std::string& target)
{
    return "<Relationship Id=\"" + id + "\" Type=\"" + officeRelations + "/" + type + "\" Target=\"" + target + "\"/>";
}

std::string typeOf(const std::string& part, const std::string& type)
{
    return "<Override PartName=\"/xl/" + part + "\" ContentType=\"" + typePrefix + type + "+xml\"/>";
}

} // namespace

Result<std::string> write(const std::vector<Sheet>& sheets, zip::Compression compression)
{
    Strings strings;
    std::vector<std::pair<std::string, std::string>> sheetParts;
    std::string types = typeOf("workbook.xml", "sheet.main") + typeOf("sharedStrings.xml", "sharedStrings");
    std::string relations;
    std::string list;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string part = "worksheets/sheet" + number + ".xml";
        const std::string name = sheets[i].name.empty() ? "Sheet" + number : sheets[i].name;
        sheetParts.emplace_back("xl/" + part, sheetPart(sheets[i], strings));
        types += typeOf(part, "worksheet");
        relations += relation("rId" + number, "worksheet", part);
        list += "<sheet name=\"" + escaped(name) + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
    }
    relations += relation("rId" + std::to_string(sheets.size() + 1), "sharedStrings", "sharedStrings.xml");
    const std::string open = "<Relationships xmlns=\"" + packageRelations + "\">";

    std::vector<std::pair<std::string, std::string>> parts = {
        {"[Content_Types].xml", declaration + "<Types xmlns=\"" + contentTypes +
                                    "\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
                                    "package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\""
                                    "application/xml\"/>" +
                                    types + "</Types>"},
        {"_rels/.rels",
         declaration + open + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
        {"xl/workbook.xml", declaration + "<workbook xmlns=\"" + mainNamespace + "\" xmlns:r=\"" + officeRelations +
                                "\"><sheets>" + list + "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", declaration + open + relations + "</Relationships>"},
    };
    parts.insert(parts.end(), sheetParts.begin(), sheetParts.end());
    parts.emplace_back("xl/sharedStrings.xml", strings.part());
    return zip::write(parts, compression);
}

} // namespace mien::xlsx

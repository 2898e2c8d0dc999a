// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/io/sheet.h"
#include "core/io/xlsx.h"
#include "core/io/xlsx_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

using namespace mien;

namespace {

namespace fs = std::filesystem;
using zip::Compression;
using Parts = std::vector<std::pair<std::string, std::string>>;

const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const std::string& id, const std::string& type, const std::string& target)
{
    return "<Relationship Id='" + id + "' Type='" + types + "/" + type + "' Target='" + target + "'/>";
}

/// A workbook as other programs write it, typed by hand around the content of one sheet.
Parts bookOf(const std::string& sheetData, const std::string& sharedStrings = {})
{
    Parts parts = {
        {"_rels/.rels", "<Relationships>" + relation("r1", "officeDocument", "/xl/workbook.xml") + "</Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns:r='" + types + "'><sheets><sheet name='One' r:id='a'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships>" + relation("a", "worksheet", "worksheets/sheet1.xml") +
             (sharedStrings.empty() ? std::string() : relation("s", "sharedStrings", "sharedStrings.xml")) +
             "</Relationships>"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheetData + "</sheetData></worksheet>"},
    };
    if (!sharedStrings.empty()) parts.emplace_back("xl/sharedStrings.xml", sharedStrings);
    return parts;
}

Result<std::vector<Sheet>> parsed(const Parts& parts, const xlsx::Limits& limits = {})
{
    return xlsx::parse(zip::write(parts, Compression::Deflated).value(), "book.xlsx", limits);
}

/// The cells of the only sheet as "line: a|b|c" per row.
std::string shown(const Result<std::vector<Sheet>>& sheets)
{
    if (!sheets) return sheets.error().message();
    std::string out;
    for (const SheetRow& row : sheets->at(0).rows) {
        out += std::to_string(row.line) + ":";
        for (std::size_t i = 0; i < row.cells.size(); ++i) out += (i ? "|" : " ") + row.cells[i];
        out += "\n";
    }
    return out;
}

std::vector<Sheet> sample()
{
    return {{"Codes", {{1, {"Subject", "", "Filename"}}, {14, {"006", "", "006_1_2", "46", "-0.5", "4+7"}}}},
            {"日本 é <&>\"", {{3, {"a\tb\nc", "_x000D_", std::string("\x01", 1), "  blanks  "}}}}};
}

std::string oneSentence(const Error& error)
{
    const std::string message = error.message();
    if (message.empty()) return "no words";
    if (message.find('\n') != std::string::npos) return "more than one line: " + message;
    return {};
}

} // namespace

class TestXlsx : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenIsReadAgain()
    {
        for (const Compression compression : {Compression::Stored, Compression::Deflated}) {
            const auto sheets = xlsx::parse(xlsx::write(sample(), compression).value(), "x");
            QVERIFY2(sheets.ok(), sheets ? "" : sheets.error().message().c_str());
            QCOMPARE(sheets->size(), std::size_t(2));
            for (std::size_t s = 0; s < 2; ++s) {
                QCOMPARE(sheets->at(s).name, sample()[s].name);
                QCOMPARE(sheets->at(s).rows.size(), sample()[s].rows.size());
                for (std::size_t r = 0; r < sheets->at(s).rows.size(); ++r) {
                    QCOMPARE(sheets->at(s).rows[r].line, sample()[s].rows[r].line);
                    QVERIFY(sheets->at(s).rows[r].cells == sample()[s].rows[r].cells);
                }
            }
        }
    }

    void sameSheetsAreSameBytesInEveryTimeZone()
    {
        const std::string first = xlsx::write(sample()).value();
        for (const char* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
            qputenv("TZ", zone);
            ::tzset();
            QVERIFY(xlsx::write(sample()).value() == first);
        }
        qunsetenv("TZ");
        ::tzset();
    }

    void everyKindOfCellIsWhatItShows()
    {
        const std::string strings = "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r>"
                                    "<rPh sb='0' eb='1'><t>spoken</t></rPh></si></sst>";
        const Parts parts =
            bookOf("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c>"
                   "<c r='D2' t='inlineStr'><is><t>in</t></is></c><c r='E2'><v>4.5999999999999996</v></c>"
                   "<c r='F2' t='b'><v>1</v></c><c r='G2' s='3'/></row>"
                   "<row/><row><c t='str'><f>A2&amp;\"x\"</f><v>cached</v></c><c><f>1/0</f></c>"
                   "<c t='e'><v>#N/A</v></c><c s='14'><v>41000</v></c></row>",
                   strings);
        QCOMPARE(shown(parsed(parts)),
                 std::string("2: plain||rich|in|4.5999999999999996|TRUE|\n4: cached||#N/A|41000\n"));
    }

    void sheetsComeInTheOrderOfTheirTabsAndChartsAreNone()
    {
        Parts parts = bookOf("<row><c><v>1</v></c></row>");
        parts[1].second = "<workbook xmlns:r='" + types +
                          "'><sheets><sheet name='B' r:id='b'/><sheet name='C' r:id='c'/><sheet name='A' r:id='a'/>"
                          "</sheets></workbook>";
        parts[2].second = "<Relationships>" + relation("a", "worksheet", "worksheets/sheet1.xml") +
                          relation("b", "worksheet", "/XL/Other.xml") + relation("c", "chartsheet", "chart.xml") +
                          "</Relationships>";
        parts.emplace_back("xl/other.xml", "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>");
        const auto sheets = parsed(parts);
        QVERIFY2(sheets.ok(), sheets ? "" : sheets.error().message().c_str());
        QCOMPARE(sheets->size(), std::size_t(2));
        QCOMPARE(sheets->at(0).name, std::string("B"));
        QCOMPARE(sheets->at(0).rows.at(0).cell(0), std::string("2"));
        QCOMPARE(sheets->at(1).name, std::string("A"));
    }

    void faultsAreOneSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("words");
        const auto add = [](const char* name, const std::string& bytes, const char* words) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(words);
        };
        const auto zipped = [](const Parts& parts) { return zip::write(parts, Compression::Deflated).value(); };
        add("nothing", "", "empty");
        add("text", "Subject,Filename\n", "no .xlsx workbook");
        add("old or encrypted", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", "password");
        add("only a beginning", "PK\x03\x04", "damaged or cut short");
        add("another archive", zipped({{"readme.xml", "<a/>"}}), "holds no workbook");
        Parts parts = bookOf("<row><c t='s'><v>7</v></c></row>");
        add("no such text", zipped(parts), "text 7");
        parts = bookOf("<row r='x'/>");
        add("row without a number", zipped(parts), "number x");
        parts = bookOf("<row><c r='AAAA1'><v>1</v></c></row>");
        add("column beyond the last", zipped(parts), "no place of a cell");
        parts = bookOf("<row><c><v>1</c></row>");
        add("no XML", zipped(parts), "well-formed");
        parts = bookOf("");
        parts.pop_back();
        add("sheet missing", zipped(parts), "is missing");
        parts = bookOf("", "x");
        parts.pop_back();
        add("texts missing", zipped(parts), "are missing");
        parts = bookOf("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>");
        parts[3].second =
            "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>" + parts[3].second;
        add("entities", zipped(parts), "document type");
    }
    void faultsAreOneSentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, words);
        const auto sheets = xlsx::parse(bytes.toStdString(), "book.xlsx");
        QVERIFY(!sheets.ok());
        QCOMPARE(sheets.error().kind, ErrorKind::Input);
        QCOMPARE(oneSentence(sheets.error()), std::string());
        const std::string message = sheets.error().message();
        QVERIFY2(message.find(words.toStdString()) != std::string::npos, message.c_str());
        QVERIFY2(message.find("book.xlsx") == 0, message.c_str());
    }

    void whatUnpacksToTooMuchIsRefused()
    {
        // 64 MiB of blanks in 64 KiB; the texts of all cells; cells that are only counted.
        const Parts bomb = bookOf(std::string(std::size_t{64} << 20, ' '));
        QVERIFY(!parsed(bomb, {std::size_t{16} << 20, 1000}).ok());
        QVERIFY(parsed(bomb).ok());
        std::string cells;
        for (int i = 0; i < 2000; ++i) cells += "<c t='s'><v>0</v></c>";
        const std::string strings = "<sst><si><t>" + std::string(32000, 'x') + "</t></si></sst>";
        const auto repeated = parsed(bookOf("<row>" + cells + "</row>", strings), {std::size_t{16} << 20, 100000});
        QVERIFY(!repeated.ok() && repeated.error().message().find("MiB of text") != std::string::npos);
        std::string rows;
        for (int i = 1; i < 1000; ++i) rows += "<row><c r='XFD" + std::to_string(i) + "'><v>1</v></c></row>";
        const auto wide = parsed(bookOf(rows), {std::size_t{16} << 20, 100000});
        QVERIFY(!wide.ok() && wide.error().message().find("cells") != std::string::npos);
    }

    void everyBeginningOfAWorkbookGivesWords()
    {
        for (const Compression compression : {Compression::Stored, Compression::Deflated}) {
            const std::string whole = xlsx::write(sample(), compression).value();
            for (std::size_t length = 0; length < whole.size(); ++length) {
                const auto sheets = xlsx::parse(std::string_view(whole).substr(0, length), "x");
                QVERIFY2(!sheets.ok(), std::to_string(length).c_str());
                QCOMPARE(oneSentence(sheets.error()), std::string());
            }
        }
    }

    void flippedBytesGiveWordsOrATable()
    {
        int tables = 0;
        for (const Compression compression : {Compression::Stored, Compression::Deflated}) {
            const std::string whole = xlsx::write(sample(), compression).value();
            Random random(4);
            for (int round = 0; round < 3000; ++round) {
                std::string bytes = whole;
                const int flips = 1 + round % 4;
                for (int i = 0; i < flips; ++i)
                    bytes[static_cast<std::size_t>(random.below(bytes.size()))] = static_cast<char>(random.below(256));
                const auto sheets = xlsx::parse(bytes, "x", {std::size_t{8} << 20, 100000});
                tables += sheets.ok();
                if (!sheets) QCOMPARE(oneSentence(sheets.error()), std::string());
            }
        }
        QVERIFY(tables < 6000);
    }

    /// The same inside the parts, where no checksum of the container stands before the parser.
    void flippedCharactersOfPartsGiveWordsOrATable()
    {
        const Parts whole = bookOf("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>"
                                   "<row r='3'><c t='inlineStr'><is><r><t>x</t></r></is></c><c><v>4</v></c></row>",
                                   "<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>");
        Random random(5);
        for (int round = 0; round < 4000; ++round) {
            Parts parts = whole;
            std::string& content = parts[static_cast<std::size_t>(random.below(parts.size()))].second;
            const std::size_t at = static_cast<std::size_t>(random.below(content.size()));
            if (round % 3 == 0)
                content[at] = static_cast<char>(random.below(256));
            else if (round % 3 == 1)
                content.resize(at);
            else
                content.insert(at, content.substr(static_cast<std::size_t>(random.below(content.size()))));
            const auto sheets = xlsx::parse(zip::write(parts, Compression::Stored).value(), "x", {1 << 20, 100000});
            if (!sheets) QCOMPARE(oneSentence(sheets.error()), std::string());
        }
    }

    void textTablesAreReadAlikeWithTheirLines()
    {
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const std::string& content) {
            const fs::path file = fs::path(folder.path().toStdString()) / name;
            std::ofstream(file, std::ios::binary) << content;
            return file;
        };
        const std::string expected = "2: Title\n4: Subject||Note\n5: 6|a,b|two\nlines\n7: 7\n";
        QCOMPARE(shown(readSheets(write("a.csv", "\n Title\r\n,,\nSubject,,Note\n6,\"a,b\",\"two\nlines\"\n7\n"))),
                 std::string("2:  Title\n4: Subject||Note\n5: 6|a,b|two\nlines\n7: 7\n"));
        QCOMPARE(shown(readSheets(write("b.csv", "\xEF\xBB\xBF\nTitle\n;;\nSubject;;Note\n6;a,b;\"two\nlines\"\n7"))),
                 expected);
        QCOMPARE(shown(readSheets(write("c.csv", "\nTitle\n\t\nSubject\t\tNote\n6\ta,b\t\"two\nlines\"\n7\n"))),
                 expected);
        QVERIFY(!readSheets(write("d.csv", "a,\"b\n1,2\n")).ok());
        QCOMPARE(shown(readSheets(write("e.XLSX", xlsx::write({{"", {{5, {"6", "x"}}}}}).value()))),
                 std::string("5: 6|x\n"));
        QVERIFY(!readSheets(fs::path(folder.path().toStdString()) / "none.csv").ok());
        QVERIFY(looksLikeSheet("A.XLSX") && looksLikeSheet("b.csv"));
        QVERIFY(!looksLikeSheet("~$A.xlsx") && !looksLikeSheet("a.xls") && !looksLikeSheet("a.txt"));
    }
};

QTEST_GUILESS_MAIN(TestXlsx)
#include "test_xlsx.moc"

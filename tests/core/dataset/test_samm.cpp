// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/cell_text.h"
#include "dataset_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::testing;

namespace {

using Severity = Diagnostic::Severity;
using Places = std::multiset<std::string>;

const std::string book = "SAMM_Micro_FACS_Codes_v2.xlsx";
const std::vector<std::string> header = {"Subject",      "Filename",          "Inducement Code",   "Onset Frame",
                                         "Apex Frame",   "Offset Frame",      "Duration",          "Micro",
                                         "Action Units", "Estimated Emotion", "Objective Classes", "Notes"};

SheetRow titled(int line)
{
    return {line, {"Title of row " + std::to_string(line), "", "text"}};
}

/// Titles in the first rows and the header on row 14, as the table comes.
Rows table(const std::vector<std::vector<std::string>>& rows)
{
    Rows all = {titled(1), titled(3), {14, header}};
    int line = 15;
    for (const auto& cells : rows) all.push_back({line++, cells});
    return all;
}

} // namespace

class TestSamm : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    DatasetTree makeTree() { return DatasetTree(m_temporary, "日本 é " + std::to_string(++m_count)); }

private slots:
    void theTableIsReadWithItsTraps()
    {
        const DatasetTree tree = makeTree();
        // A spreadsheet makes 6 of 006; codes and titles stand where loaders expect data.
        tree.xlsx(book, table({{"6", "006_1_2", "1", "562", "565", "570", "9", "Micro - 1/2", "4+7", "Anger", "3", "x"},
                               {"006", "006_1_3", "1", "10", "", "14", "5", "Micro", "L12", "Happiness", "1"},
                               {"11", "011_2_1", "2", "1", "3", "5", "5", "Micro", "AU4C+R14B", "Other", "7"}}));
        tree.frames("006/006_1_2/006_0", 560, 572);
        tree.frames("006/006_1_3/006_00", 10, 14);
        tree.frames("011/011_2_1/011_0000", 1, 5);
        const DatasetIndex index = tree.read();
        QCOMPARE(takers(tree.root), std::string("samm"));
        QCOMPARE(index.reader, std::string("samm"));
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (Places{":0"})); // one without an apex
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"006", "011"}));
        const ClipEntry& clip = *index.find("006_1_2");
        QCOMPARE(clip.label, std::optional<std::string>("anger"));
        QCOMPARE(clip.frameCount, std::optional<int>(13));
        QCOMPARE(clip.onset, std::optional<int>(2)); // 562 of 560 …
        QCOMPARE(clip.apex, std::optional<int>(5));
        QCOMPARE(clip.offset, std::optional<int>(10));
        QCOMPARE(clip.actionUnits.size(), std::size_t(2));
        QCOMPARE(clip.attributes.at("type"), std::string("micro"));
        QCOMPARE(clip.attributes.at("inducement"), std::string("1"));
        QCOMPARE(clip.attributes.at("objective_class"), std::string("3"));
        const ClipEntry& left = *index.find("006_1_3");
        QVERIFY(!left.apex);
        QCOMPARE(left.actionUnits.at(0).side, 'L');
        QCOMPARE(left.actionUnits.at(0).number, 12);
        const ClipEntry& other = *index.find("011_2_1");
        QCOMPARE(other.label, std::optional<std::string>("other"));
        QCOMPARE(other.actionUnits.at(0).intensity, std::optional<double>(3));
        QCOMPARE(other.actionUnits.at(1).side, 'R');
        QCOMPARE(other.actionUnits.at(1).intensity, std::optional<double>(2));
    }

    void theHeaderMayStandOnRowOneAndTheTableMayBeText()
    {
        const DatasetTree tree = makeTree();
        tree.file("SAMM_Micro_FACS_Codes_v2.csv",
                  "Subject;Filename;Inducement Code;Onset Frame;Apex Frame;Offset Frame;Duration;Micro;Action Units;"
                  "Estimated Emotion\n006;006_1_2;1;1;2;3;3;Micro;\"1+2\";Surprise\n");
        tree.frames("SAMM/006/006_1_2/", 1, 3); // below one folder more
        const DatasetIndex index = tree.read();
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
        QCOMPARE(index.find("006_1_2")->label, std::optional<std::string>("surprise"));
        QCOMPARE(index.find("006_1_2")->offset, std::optional<int>(2));
    }

    void longVideosAreCutAndNamedByTheirActionUnits()
    {
        const DatasetTree tree = makeTree();
        Rows rows;
        for (int line = 1; line <= 10; ++line) rows.push_back(titled(line));
        rows.push_back({11, {"6", "006_1_1", "1", "3", "4", "6", "4", "Macro", "6+12", ""}});
        rows.push_back({12, {"6", "006_1_2", "1", "8", "9", "10", "3", "Micro - 1/2", "4", ""}});
        rows.push_back({13, {"6", "006_1_3", "1", "11", "0", "12", "2", "Macro", "23B+24", ""}});
        tree.xlsx("SAMM_LongVideos_V3_Release.xlsx", rows);
        tree.frames("006_1/006_1_000", 1, 20);
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        // no header; derived labels; one unlabelled; one without an apex
        QCOMPARE(places(index, Severity::Note),
                 (Places{"SAMM_LongVideos_V3_Release.xlsx:0", "SAMM_LongVideos_V3_Release.xlsx:0", ":0", ":0"}));
        QVERIFY(says(index, "SAMM_LongVideos_V3_Release.xlsx:0", "action units name 2 of 3"));
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(3));
        const ClipEntry& happy = *index.find("006_1_1");
        QCOMPARE(happy.label, std::optional<std::string>("happiness"));
        QCOMPARE(happy.attributes.at("label_source"), std::string("action units"));
        QCOMPARE(happy.attributes.at("type"), std::string("macro"));
        QCOMPARE(happy.frameCount, std::optional<int>(4));
        QCOMPARE(happy.files.front(), std::filesystem::path("006_1/006_1_0003.jpg"));
        QCOMPARE(happy.onset, std::optional<int>(0));
        QCOMPARE(happy.apex, std::optional<int>(1));
        QCOMPARE(happy.offset, std::optional<int>(3));
        QVERIFY(!index.find("006_1_2")->label);
        QCOMPARE(index.find("006_1_3")->label, std::optional<std::string>("anger"));
    }

    /// fault                              place of its warning        what becomes of the clip
    void plantedFaultsGiveExactlyTheirWarnings()
    {
        const DatasetTree tree = makeTree();
        const auto row = [](const std::string& file, const std::string& onset, const std::string& apex,
                            const std::string& offset, const std::string& units = "4",
                            const std::string& emotion = "Anger", const std::string& subject = "6") {
            return std::vector<std::string>{subject, file, "1", onset, apex, offset, "", "Micro", units, emotion};
        };
        tree.xlsx(book, table({
                            row("006_1_1", "1", "3", "5"),                     // 15 sound
                            row("006_1_2", "x1", "3", "5"),                    // 16 onset is no number
                            row("006_1_3", "1", "9", "5"),                     // 17 apex outside
                            row("006_1_4", "5", "3", "1"),                     // 18 onset behind offset
                            row("006_1_5", "1", "3", "50"),                    // 19 no picture of the offset
                            row("006_1_6", "1", "3", "5", "4+X9"),             // 20 no action unit
                            row("006_1_7", "1", "3", "5", "12B or 15"),        // 21 undecided
                            row("006_1_8", "1", "3", "5", "4", "3"),           // 22 a code for a name
                            row("006_1_99", "1", "3", "5"),                    // 23 no pictures
                            row("006_1_1", "1", "3", "5", "4", "Fear"),        // 24 twice
                            row("", "1", "3", "5"),                            // 25 no file
                            row("006_1_9", "1", "3", "5", "4", "Fear", "7"),   // 26 another's subject
                            row("006_2_1", "1", "3", "5", "4?+4", "Fear", ""), // 27 no subject; doubtful; twice
                            row("006_2_2", "1", "3", "5"),                     // 28 gap in the pictures
                            row("006_2_3", "1", "3", "5"),                     // 29 frame 2 twice, an empty picture
                        }));
        for (const char* name : {"006_1_1", "006_1_2", "006_1_3", "006_1_4", "006_1_5", "006_1_6", "006_1_7", "006_1_8",
                                 "006_1_9", "006_2_1", "006_2_2", "006_2_3"})
            tree.frames("006/" + std::string(name) + "/f_", 1, 9);
        std::filesystem::remove(tree.root / "006/006_2_2/f_7.jpg");
        tree.file("006/006_2_3/g_2.jpg");
        tree.file("006/006_2_3/f_9.jpg", "");
        tree.file("006/006_2_3/cover.jpg"); // without a number
        tree.file("picture1.jpg");          // outside a clip
        tree.file("SAMM_Long.xlsx", "no workbook");
        tree.frames("006/006_3_1/f_", 1, 9); // in no table: a note

        Places expected;
        for (const int line : {16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 27, 27})
            expected.insert(book + ":" + std::to_string(line));
        expected.insert({"006/006_2_2:0", "006/006_2_3/g_2.jpg:0", "006/006_2_3/f_9.jpg:0", "006/006_2_3/cover.jpg:0",
                         ":0", "SAMM_Long.xlsx:0"});
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning) == expected, listed(index).c_str());
        QVERIFY(says(index, book + ":21", "'12B or 15' is undecided"));
        QVERIFY2(places(index, Severity::Note) == (Places{"006/006_3_1:0", ":0", ":0"}), listed(index).c_str());
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(13));
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"anger", 9}, {"fear", 2}}));
        QCOMPARE(index.find("006_1_1")->label, std::optional<std::string>("anger"));
        QCOMPARE(index.find("006_1_1")->apex, std::optional<int>(2));
        QVERIFY(!index.find("006_1_2")->onset && index.find("006_1_2")->apex);
        QVERIFY(!index.find("006_1_3")->apex && index.find("006_1_3")->offset);
        QVERIFY(!index.find("006_1_4")->onset && !index.find("006_1_4")->offset);
        QVERIFY(!index.find("006_1_5")->offset);
        QCOMPARE(index.find("006_1_6")->actionUnits.size(), std::size_t(1));
        QCOMPARE(index.find("006_1_7")->actionUnits.at(0).number, 12);
        QCOMPARE(index.find("006_1_9")->subject, std::string("006"));
        QCOMPARE(index.find("006_2_1")->subject, std::string("006"));
        QCOMPARE(index.find("006_2_2")->frameCount, std::optional<int>(8));
        QCOMPARE(index.find("006_2_3")->frameCount, std::optional<int>(9));
    }

    void slipsInEmotionsAndWhatHasNoPicturesAreSaid()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(book, table({{"6", "006_1_2", "1", "1", "2", "3", "3", "Micro", "12", "Hapiness", "5"},
                               {"6", "006_1_3", "1", "1", "2", "3", "3", "Micro", "12", "", "5"},
                               {"008", "007_5_1", "1", "1", "2", "3", "3", "Micro", "12", "Bliss", "5"},
                               {"8", "008_7_3", "1", "1", "2", "3", "3", "Micro", "12", "Fear", "5"},
                               {"6", "006_4_9", "1", "1", "2", "3", "3", "Micro", "12", "Fear", "5"}}));
        for (const char* clip : {"006/006_1_2/", "006/006_1_3/", "007/007_5_1/"}) tree.frames(clip, 1, 3);
        tree.frames("006/006_1_2/", 5, 6);
        std::filesystem::create_directories(tree.root / "008/008_7_3");
        const DatasetIndex index = tree.read();
        const auto row = [](int line) { return book + ":" + std::to_string(line); };
        QVERIFY2(says(index, row(15), "'Hapiness' is no emotion Mien knows (is happiness meant?)"),
                 listed(index).c_str());
        QVERIFY2(says(index, row(16), "names no emotion; '006_1_3' counts as unlabelled"), listed(index).c_str());
        QVERIFY2(says(index, row(17), "'Bliss' is no emotion Mien knows; the class keeps"), listed(index).c_str());
        QVERIFY2(says(index, row(17),
                      "the subject is '008', but the row's file is called '007_5_1'; the subject in "
                      "that name counts"),
                 listed(index).c_str());
        QVERIFY2(says(index, row(18), "the folder '008/008_7_3' is empty; the row is left out"), listed(index).c_str());
        QVERIFY2(says(index, row(19), "there are no pictures of '006_4_9'; the row is left out"),
                 listed(index).c_str());
        QVERIFY2(says(index, "006/006_1_2:0", "frame 4 is missing; the clip goes on without"), listed(index).c_str());
        QCOMPARE(index.find("006_1_2")->label, std::optional<std::string>("hapiness")); // a person decides
    }

    void aTableThatCannotBeReadLosesNoClip()
    {
        const DatasetTree tree = makeTree();
        const std::string whole = xlsx::write({{"", table({{"6", "006_1_2", "1", "1", "2", "3"}})}}).value();
        tree.file(book, whole.substr(0, whole.size() / 2));
        tree.frames("006/006_1_2/", 1, 3);
        DatasetIndex index = tree.read();
        QCOMPARE(places(index, Severity::Warning), (Places{book + ":0"}));
        QCOMPARE(index.clips.size(), std::size_t(1));
        QCOMPARE(index.find("006_1_2")->subject, std::string("006"));
        // The same table as text stands in.
        tree.file("SAMM_Micro_FACS_Codes_v2.csv", "Subject,Filename,Onset,Apex,Offset,Emotion\n6,006_1_2,1,2,3,Fear\n");
        index = tree.read();
        QCOMPARE(places(index, Severity::Warning), (Places{book + ":0"}));
        QCOMPARE(index.find("006_1_2")->label, std::optional<std::string>("fear"));
        tree.file(book, whole);
        QCOMPARE(places(tree.read(), Severity::Warning), Places());
        // A quote that is not closed says its line.
        std::filesystem::remove(tree.root / book);
        tree.file("SAMM_Micro_FACS_Codes_v2.csv", "Subject,Filename,Onset\n6,006_1_2,1\n6,\"006,1\n");
        index = tree.read();
        QVERIFY2(says(index, "SAMM_Micro_FACS_Codes_v2.csv:0", "line 3"), listed(index).c_str());
    }

    void actionUnitsAreTakenAsCodersWriteThem_data()
    {
        QTest::addColumn<QByteArray>("read"); // side, number, intensity
        QTest::addColumn<int>("problems");
        QTest::newRow("4+7") << QByteArray("B4 B7") << 0;
        QTest::newRow("L12 + R14") << QByteArray("L12 R14") << 0;
        QTest::newRow("AU4C") << QByteArray("B4:3") << 0;
        QTest::newRow("1a, 2B;AU 5E") << QByteArray("B1:1 B2:2 B5:5") << 0;
        QTest::newRow("L12A+R12") << QByteArray("L12:1 R12") << 0;
        QTest::newRow("12L & 14BR") << QByteArray("L12 R14:2") << 0;
        QTest::newRow("AUL9") << QByteArray("L9") << 0;
        QTest::newRow("4.0") << QByteArray("B4") << 0;
        QTest::newRow("B12") << QByteArray("B12") << 0;
        for (const char* nothing : {"", "/", "-", "none", " N/A "}) QTest::newRow(nothing) << QByteArray() << 0;
        QTest::newRow("12B or 15") << QByteArray("B12:2") << 1;
        QTest::newRow("4?") << QByteArray("B4") << 1;
        QTest::newRow("?") << QByteArray() << 0;
        QTest::newRow("4+?") << QByteArray("B4") << 2;
        QTest::newRow("T23+4") << QByteArray("B4") << 1;
        QTest::newRow("0") << QByteArray() << 1;
        QTest::newRow("123") << QByteArray() << 1;
        QTest::newRow("4+4") << QByteArray("B4") << 1;
        QTest::newRow("4F") << QByteArray() << 1;
    }
    void actionUnitsAreTakenAsCodersWriteThem()
    {
        QFETCH(QByteArray, read);
        QFETCH(int, problems);
        std::vector<std::string> said;
        std::string found;
        for (const AuCode& code : cells::actionUnits(QTest::currentDataTag(), said)) {
            found += (found.empty() ? "" : " ") + (code.side + std::to_string(code.number));
            if (code.intensity) found += ":" + std::to_string(static_cast<int>(*code.intensity));
        }
        QCOMPARE(found, read.toStdString());
        QCOMPARE(static_cast<int>(said.size()), problems);
    }

    void cancelEndsTheReading()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(book, table({{"6", "006_1_2", "1", "1", "2", "3"}}));
        tree.frames("006/006_1_2/", 1, 3);
        RunControl control;
        control.requestCancel();
        QCOMPARE(readDataset(tree.root, "samm", control).error().kind, ErrorKind::Cancelled);
    }

    void linksThatLeadBackCountOnce()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(book, table({{"6", "006_1_2", "1", "1", "2", "3", "", "", "4", "Anger"}}));
        tree.frames("006/006_1_2/", 1, 3);
        std::filesystem::create_directory_symlink(tree.root, tree.root / "006/again");
        const DatasetIndex index = tree.read();
        QCOMPARE(index.clips.size(), std::size_t(1));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }
};

QTEST_GUILESS_MAIN(TestSamm)
#include "test_samm.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::testing;

namespace {

using Severity = Diagnostic::Severity;
using Places = std::multiset<std::string>;
using Label = std::optional<std::string>;

const std::string acted = "BAUM1a_MP4_all/";
const std::string felt = "BAUM1s_MP4 - All/";
const std::string actedBook = "Annotations_BAUM1a.xlsx";
const std::string feltBook = "Annotations_BAUM1s.xlsx";

Rows table(const std::vector<std::vector<std::string>>& rows)
{
    Rows all = {{1, {"Clip Name", "Emotion", "Emotion Code", "Gender"}}};
    int line = 2;
    for (const auto& cells : rows) all.push_back({line++, cells});
    return all;
}

} // namespace

class TestBaum : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    DatasetTree makeTree() { return DatasetTree(m_temporary, "日本 é " + std::to_string(++m_count)); }

private slots:
    void bothPartsAreReadWithTheirTraps()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(actedBook, table({{"S001_001", "Anger", "1", "F"}, {"S001_002.mp4", "Boredom", "2", "F"}}));
        tree.xlsx(feltBook, table({{"S001_001", "Bothered", "3", "female"}, // the same name and code, another thing
                                   {"s015_007", "Happiness", "11", "M"},    // contradicts its code: sadness is 10
                                   {"S015_008", "Thinking", "12", "M"}}));
        for (const char* clip : {"s001/S001_001", "s001/S001_002"}) {
            tree.file(acted + clip + ".mp4");
            tree.file(acted + clip + ".srt");
        }
        for (const char* clip : {"s001/S001_001", "s015/S015_007", "s015/S015_008", "s015/S015_009"})
            tree.file(felt + clip + ".mp4");
        const DatasetIndex index = tree.read();
        QCOMPARE(takers(tree.root), std::string("baum1"));
        QVERIFY2(places(index, Severity::Warning) == (Places{feltBook + ":3"}), listed(index).c_str());
        QVERIFY(says(index, feltBook + ":3", "surprise"));
        QVERIFY2(places(index, Severity::Note) == (Places{feltBook + ":0"}), listed(index).c_str()); // S015_009
        QVERIFY(says(index, feltBook + ":0", "S015_009"));
        QCOMPARE(index.clips.size(), std::size_t(6));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"S001", "S015"}));
        const ClipEntry& clip = *index.find("BAUM1a_S001_001");
        QCOMPARE(clip.kind, ClipEntry::Kind::Video);
        QCOMPARE(clip.label, Label("anger"));
        QCOMPARE(clip.attributes, (std::map<std::string, std::string>{{"acting", "acted"}, {"gender", "female"}}));
        QVERIFY(!clip.frameCount);
        QCOMPARE(index.find("BAUM1a_S001_002")->label, Label("boredom"));
        QCOMPARE(index.find("BAUM1s_S001_001")->label, Label("bothered"));
        QCOMPARE(index.find("BAUM1s_S001_001")->attributes.at("acting"), std::string("spontaneous"));
        QCOMPARE(index.find("BAUM1s_S015_007")->label, Label("happiness")); // the name counts
        QVERIFY(!index.find("BAUM1s_S015_009")->label);
    }

    /// fault                              place of its warning        what becomes of the clip
    void plantedFaultsOfBaum1GiveExactlyTheirWarnings()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(actedBook, table({
                                 {"S001_001", "Anger", "1", "F"},      // 2 sound
                                 {"S001_002", "Anger", "3", "F"},      // 3 contradicts its code: by name
                                 {"S001_003", "Angr", "1", "F"},       // 4 no such emotion: by code
                                 {"S001_004", "", "5", "F"},           // 5 no emotion: by code
                                 {"S001_005", "Fear", "10", "F"},      // 6 no such code
                                 {"S001_006", "", "", "F"},            // 7 nothing: unlabelled
                                 {"S001_007", "Fear", "4", "Q"},       // 8 no gender
                                 {"S001_008", "Fear", "4", "M"},       // 9 another gender than before
                                 {"S001_001", "Sadness", "7", "F"},    // 10 twice
                                 {"S001_099", "Sadness", "7", "F"},    // 11 no video
                                 {"", "Sadness", "7", "F"},            // 12 no clip
                                 {"S002_001", "Surprise", "8", "M"},   // 13 video lies with another subject
                                 {"S003_001", "Surprise", "8.5", "M"}, // 14 no code
                                 {"S003_002", "Surprise", "8", "M"},   // 15 empty video
                                 {"S003_003", "Surprise", "8", "M"},   // 16 two videos
                                 {"S003_004", "3", "3", "M"},          // 17 a number for a name
                             }));
        for (const char* clip : {"001", "002", "003", "004", "005", "006", "007", "008"})
            tree.file(acted + "s001/S001_" + clip + ".mp4");
        tree.file(acted + "s001/S002_001.mp4");
        tree.file(acted + "s003/S003_001.mp4");
        tree.file(acted + "s003/S003_002.mp4", "");
        tree.file(acted + "s003/S003_003.avi");
        tree.file(acted + "s003/S003_003.mp4");
        tree.file(acted + "s003/S003_004.mp4");
        tree.file(acted + "S004_001.mp4");     // outside a subject's folder, and in no table: a note
        tree.file(felt + "s001/S001_001.mp4"); // no table

        Places expected = {acted + "s001/S002_001.mp4:0", acted + "s003/S003_002.mp4:0", acted + "s003/S003_003.mp4:0",
                           acted + "S004_001.mp4:0", "BAUM1s_MP4 - All:0"};
        for (const int line : {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17})
            expected.insert(actedBook + ":" + std::to_string(line));
        expected.insert(actedBook + ":13"); // S002_001 is male and lies with S001
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning) == expected, listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (Places{actedBook + ":0"}));
        QCOMPARE(index.clips.size(), std::size_t(14));
        QCOMPARE(index.find("BAUM1a_S001_001")->label, Label("anger"));
        QCOMPARE(index.find("BAUM1a_S001_002")->label, Label("anger"));
        QCOMPARE(index.find("BAUM1a_S001_003")->label, Label("anger"));
        QCOMPARE(index.find("BAUM1a_S001_004")->label, Label("happiness"));
        QCOMPARE(index.find("BAUM1a_S001_005")->label, Label("fear"));
        QVERIFY(!index.find("BAUM1a_S001_006")->label);
        QVERIFY(!index.find("BAUM1a_S001_007")->attributes.count("gender"));
        QCOMPARE(index.find("BAUM1a_S002_001")->subject, std::string("S001"));
        QCOMPARE(index.find("BAUM1a_S003_003")->files.at(0).extension(), std::filesystem::path(".avi"));
        QCOMPARE(index.find("BAUM1a_S003_004")->label, Label("disgust"));
        QVERIFY(!index.find("BAUM1s_S001_001")->label);
    }

    void twoFoldersOfOnePartGiveEachClipOnce()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(actedBook, table({{"S001_001", "Anger", "1", "F"}, {"S001_002", "Fear", "4", "F"}}));
        tree.file(acted + "s001/S001_001.mp4");
        tree.file("BAUM1a MP4 all/s001/S001_001.mp4");
        tree.file("BAUM1a MP4 all/s001/S001_002.mp4");
        const DatasetIndex index = tree.read();
        QCOMPARE(index.clips.size(), std::size_t(2));
        QVERIFY(index.find("BAUM1a_S001_001") && index.find("BAUM1a_S001_002"));
        QVERIFY2(places(index, Severity::Warning).count(acted + "s001/S001_001.mp4:0"), listed(index).c_str());
    }

    void aTableWithoutAHeaderOrThatCannotBeReadLosesNoClip()
    {
        const DatasetTree tree = makeTree();
        tree.file("Annotations_BAUM1a.csv", "S001_001,Fear,4,M\n");
        tree.file(feltBook, "no workbook");
        tree.file(acted + "s001/S001_001.mp4");
        tree.file(felt + "s001/S001_001.mp4");
        const DatasetIndex index = tree.read();
        QCOMPARE(places(index, Severity::Warning), (Places{feltBook + ":0"}));
        QCOMPARE(places(index, Severity::Note), (Places{"Annotations_BAUM1a.csv:0"}));
        QCOMPARE(index.find("BAUM1a_S001_001")->label, Label("fear"));
        QCOMPARE(index.clips.size(), std::size_t(2));
    }

    void baum2ByFoldersAndByATable()
    {
        const DatasetTree tree = makeTree();
        tree.file("BAUM-2/Happiness/clip_01.mp4");
        tree.file("BAUM-2/Sad/clip_02.mp4");
        DatasetIndex index = tree.read();
        QCOMPARE(takers(tree.root), std::string("baum2"));
        QVERIFY(places(index, Severity::Warning).empty());
        QCOMPARE(places(index, Severity::Note), (Places{":0"})); // nobody says who is seen
        QCOMPARE(index.find("clip_01")->label, Label("happiness"));
        QCOMPARE(index.find("clip_02")->label, Label("sadness"));
        QCOMPARE(index.find("clip_02")->subject, std::string("clip_02"));

        tree.xlsx("Annotations_BAUM2.xlsx", Rows{{1, {"File", "Emotion", "Gender", "Subject"}},
                                                 {2, {"clip_01", "Happy", "f", "P01"}},
                                                 {3, {"clip_03", "Contempt", "m", "P02"}}});
        tree.file("BAUM-2/clip_03.mp4");
        index = tree.read();
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(index.find("clip_01")->subject, std::string("P01"));
        QCOMPARE(index.find("clip_03")->label, Label("contempt"));
        QCOMPARE(index.find("clip_03")->attributes.at("gender"), std::string("male"));
        QCOMPARE(index.find("clip_02")->label, Label("sadness"));
    }

    /// fault                              place of its warning        what becomes of the clip
    void plantedFaultsOfBaum2GiveExactlyTheirWarnings()
    {
        const DatasetTree tree = makeTree();
        const std::string book = "Annotations_BAUM2.xlsx";
        tree.xlsx(book, Rows{{1, {"Title"}},
                             {3, {"Video", "Emotion", "Gender", "Subject"}},
                             {4, {"c1", "Anger", "f", "P1"}},   // sound
                             {5, {"c2", "Anger", "f", "P1"}},   // lies with fear: the table counts
                             {6, {"c3", "", "f", "P1"}},        // no emotion: the folder's
                             {7, {"c4", "7", "f", "P1"}},       // a bare code
                             {8, {"c5", "Sad", "x", "P1"}},     // no gender
                             {9, {"c1", "Fear", "f", "P1"}},    // twice
                             {10, {"c99", "Fear", "f", "P1"}},  // no video
                             {11, {"", "Fear", "f", "P1"}},     // no clip
                             {12, {"c6", "Fear", "f", "P1"}},   // empty video
                             {13, {"c7", "Fear", "f", "P1"}}}); // two videos of one name
        tree.file("BAUM2/c1.mp4");
        tree.file("BAUM2/fear/c2.mp4");
        tree.file("BAUM2/fear/c3.mp4");
        tree.file("BAUM2/c4.mp4");
        tree.file("BAUM2/c5.mp4");
        tree.file("BAUM2/c6.mp4", "");
        tree.file("BAUM2/film a/c7.mp4");
        tree.file("BAUM2/film b/c7.mp4");
        tree.file("Annotations_BAUM2_old.xlsx", "no workbook"); // not the first: not read
        Places expected = {"BAUM2/c6.mp4:0", "BAUM2/film b/c7.mp4:0"};
        for (const int line : {5, 6, 7, 8, 9, 10, 11}) expected.insert(book + ":" + std::to_string(line));
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning) == expected, listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (Places{":0"})); // c4
        QCOMPARE(index.clips.size(), std::size_t(7));
        QCOMPARE(index.find("c1")->label, Label("anger"));
        QCOMPARE(index.find("c2")->label, Label("anger"));
        QCOMPARE(index.find("c3")->label, Label("fear"));
        QVERIFY(!index.find("c4")->label);
        QCOMPARE(index.find("BAUM2/film b/c7.mp4")->label, Label("fear"));
    }

    void aTableOfBaum2ThatCannotBeReadLosesNoClip()
    {
        const DatasetTree tree = makeTree();
        tree.file("Annotations_BAUM2.xlsx", "PK\x03\x04 cut");
        tree.file("BAUM2/surprise/c1.mp4");
        const DatasetIndex index = tree.read();
        QCOMPARE(places(index, Severity::Warning), (Places{"Annotations_BAUM2.xlsx:0"}));
        QCOMPARE(index.find("c1")->label, Label("surprise"));
    }
};

QTEST_GUILESS_MAIN(TestBaum)
#include "test_baum.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::testing;

namespace {

using Severity = Diagnostic::Severity;
using Places = std::multiset<std::string>;

const std::string book = "CASME2-coding-20140508.xlsx";

/// The columns as they come, two of them blank.
Rows table(const std::vector<std::vector<std::string>>& rows)
{
    Rows all = {{1,
                 {"Subject", "Filename", "", "OnsetFrame", "ApexFrame", "OffsetFrame", "", "Action Units",
                  "Estimated Emotion"}}};
    int line = 2;
    for (const auto& cells : rows) all.push_back({line++, cells});
    return all;
}

} // namespace

class TestCasme2 : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    DatasetTree makeTree() { return DatasetTree(m_temporary, "日本 é " + std::to_string(++m_count)); }

private slots:
    void theTableIsReadWithItsTraps()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(book, table({{"01", "EP01_01f", "", "46", "59", "86", "", "L12+R14", "happiness"},
                               {"1", "EP02_01f", "", "46", "/", "50", "", "4", "others"},
                               {"02", "EP01_01f", "", "3", "4", "6", "", "15", "repression"}}));
        tree.frames("Cropped/sub01/EP01_01f/reg_img", 46, 86);
        tree.frames("Cropped/sub01/EP02_01f/reg_img", 46, 50);
        tree.frames("Cropped/sub02/EP01_01f/reg_img", 3, 6); // the name recurs
        const DatasetIndex index = tree.read();
        QCOMPARE(takers(tree.root), std::string("casme2"));
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (Places{":0"})); // one without an apex
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"sub01", "sub02"}));
        const ClipEntry& clip = *index.find("sub01_EP01_01f");
        QCOMPARE(clip.label, std::optional<std::string>("happiness"));
        QCOMPARE(clip.onset, std::optional<int>(0));
        QCOMPARE(clip.apex, std::optional<int>(13));
        QCOMPARE(clip.offset, std::optional<int>(40));
        QCOMPARE(clip.actionUnits.at(0).side, 'L');
        QCOMPARE(clip.actionUnits.at(1).side, 'R');
        QVERIFY(!index.find("sub01_EP02_01f")->apex);
        QCOMPARE(index.find("sub01_EP02_01f")->label, std::optional<std::string>("others"));
        QCOMPARE(index.find("sub02_EP01_01f")->label, std::optional<std::string>("repression"));
        QCOMPARE(index.find("sub02_EP01_01f")->frameCount, std::optional<int>(4));
    }

    void rawPicturesGoBeforeCroppedOnes()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx(book, table({{"01", "EP01_01f", "", "46", "48", "50", "", "4", "disgust"}}));
        tree.frames("Cropped/sub01/EP01_01f/reg_img", 46, 50);
        tree.frames("RAW/sub01/EP01_01f/img", 40, 55);
        const DatasetIndex index = tree.read();
        QCOMPARE(index.clips.size(), std::size_t(1));
        QCOMPARE(index.clips[0].frameCount, std::optional<int>(16));
        QCOMPARE(index.clips[0].onset, std::optional<int>(6));
        QCOMPARE(places(index, Severity::Note), (Places{":0"}));
        QVERIFY(places(index, Severity::Warning).empty());
    }

    /// No header, 0 for unknown frames, several expressions of one video, `happyiness`.
    void casMe2IsReadWithItsTraps()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx("CAS(ME)^2code_final.xlsx",
                  Rows{{1, {"15", "anger1_1", "3", "5", "8", "4+7", "negative", "macro-expression", "anger"}},
                       {2, {"15", "anger1_1", "12", "14", "0", "4", "negative", "micro-expression", "anger"}},
                       {3, {"15", "happy1_2", "2", "3", "4", "6+12", "positive", "macro-expression", "happyiness"}}});
        tree.frames("rawpic/s15/anger1_1/img", 1, 20);
        tree.frames("rawpic/s15/happy1_2/img", 1, 6);
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (Places{"CAS(ME)^2code_final.xlsx:0"}));
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(3));
        const ClipEntry& first = *index.find("sub15_anger1_1");
        QCOMPARE(first.frameCount, std::optional<int>(6));
        QCOMPARE(first.attributes.at("type"), std::string("macro"));
        QCOMPARE(first.attributes.at("category"), std::string("negative"));
        const ClipEntry& second = *index.find("sub15_anger1_1_f12");
        QCOMPARE(second.attributes.at("type"), std::string("micro"));
        QVERIFY(!second.offset);
        QCOMPARE(second.apex, std::optional<int>(2));
        QCOMPARE(second.frameCount, std::optional<int>(3)); // to the apex: nobody coded the end
        QCOMPARE(index.find("sub15_happy1_2")->label, std::optional<std::string>("happiness"));
        QCOMPARE(index.find("sub15_happy1_2")->frameCount, std::optional<int>(3)); // a long video too, named once
    }

    void videosStandForTheirPictures()
    {
        const DatasetTree tree = makeTree();
        tree.xlsx("CAS(ME)^2code_final.xlsx",
                  Rows{{1, {"15", "anger1_1", "3", "5", "8", "4", "negative", "macro-expression", "anger"}}});
        tree.file("rawvideo/s15/anger1_1.avi");
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        const ClipEntry& clip = index.clips.at(0);
        QCOMPARE(clip.kind, ClipEntry::Kind::Video);
        QCOMPARE(clip.firstFrame, 2); // tables count from 1
        QCOMPARE(clip.frameCount, std::optional<int>(6));
        QCOMPARE(clip.apex, std::optional<int>(2));
        QCOMPARE(clip.offset, std::optional<int>(5));
    }

    /// fault                              place of its warning        what becomes of the clip
    void plantedFaultsGiveExactlyTheirWarnings()
    {
        const DatasetTree tree = makeTree();
        const auto row = [](const std::string& file, const std::string& onset, const std::string& apex,
                            const std::string& offset, const std::string& units = "4",
                            const std::string& emotion = "disgust", const std::string& subject = "01") {
            return std::vector<std::string>{subject, file, "", onset, apex, offset, "", units, emotion};
        };
        tree.xlsx(book,
                  table({
                      row("EP01_01", "46", "48", "50"),                    // 2 sound
                      row("EP01_02", "46.5", "48", "50"),                  // 3 onset between frames
                      row("EP01_03", "46", "52", "50"),                    // 4 apex behind the offset
                      row("EP01_04", "50", "48", "46"),                    // 5 wrong order
                      row("EP01_05", "40", "48", "50"),                    // 6 no picture of the onset
                      row("EP01_06", "46", "48", "50", "4+smile"),         // 7 no action unit
                      row("EP01_07", "46", "48", "50", "L12+L12"),         // 8 listed twice
                      row("EP01_08", "46", "48", "50", "4", "5"),          // 9 a number for a name
                      row("EP09_09", "46", "48", "50"),                    // 10 no pictures
                      row("EP01_01", "46", "48", "50", "4", "fear", "03"), // 11 another subject's name: no pictures
                      row("EP01_01", "47", "48", "50", "4", "fear"),       // 12 twice
                      row("/", "46", "48", "50"),                          // 13 no file
                      row("EP01_09", "46", "-3", "50"),                    // 14 apex below 0
                      row("EP01_10", "46", "48", "50", "4", "fear", "x"),  // 15 no subject
                      row("EP01_11", "46", "48", "50"),                    // 16 gap
                  }));
        for (const char* name : {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"})
            tree.frames("Cropped/sub01/EP01_" + std::string(name) + "/reg_img", 46, 52);
        std::filesystem::remove(tree.root / "Cropped/sub01/EP01_11/reg_img49.jpg");
        tree.frames("More/sub01/EP01_01/img", 46, 52); // a second clip of this name, raw: used, with a note
        tree.frames("Most/sub01/EP01_01/img", 46, 52); // a third one

        Places expected = {"Cropped/sub01/EP01_11:0", "Most/sub01/EP01_01:0"};
        for (const int line : {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
            expected.insert(book + ":" + std::to_string(line));
        const DatasetIndex index = tree.read();
        QVERIFY2(places(index, Severity::Warning) == expected, listed(index).c_str());
        // EP01_10 is named by no row that can be used; unlabelled; without an apex; raw and cropped
        QVERIFY2(places(index, Severity::Note) == (Places{"Cropped/sub01/EP01_10:0", ":0", ":0", ":0"}),
                 listed(index).c_str());
        QCOMPARE(unsound(index), std::string());
        QCOMPARE(index.clips.size(), std::size_t(11));
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"disgust", 9}}));
        QCOMPARE(index.find("sub01_EP01_01")->apex, std::optional<int>(2));
        QVERIFY(!index.find("sub01_EP01_02")->onset);
        QVERIFY(!index.find("sub01_EP01_05")->onset && index.find("sub01_EP01_05")->apex);
        QCOMPARE(index.find("sub01_EP01_07")->actionUnits.size(), std::size_t(1));
        QCOMPARE(index.find("sub01_EP01_11")->frameCount, std::optional<int>(6));
        QCOMPARE(index.find("sub01_EP01_11")->offset, std::optional<int>(3));
    }

    void partsThatNobodyCanCutAreSaid()
    {
        const DatasetTree tree = makeTree();
        const std::string name = "CASME_2.xlsx";
        tree.xlsx(name, Rows{{1, {"15", "a1", "3", "5", "8", "4", "x", "macro", "anger"}},
                             {2, {"15", "a1", "0", "5", "8", "4", "x", "macro", "anger"}},    // no onset
                             {3, {"15", "a1", "13", "0", "0", "4", "x", "macro", "anger"}},   // no end
                             {4, {"15", "a1", "90", "91", "92", "4", "x", "macro", "anger"}}, // behind the pictures
                             {5, {"15", "a1", "3", "5", "8", "4", "x", "macro", "fear"}},     // twice
                             {6, {"15", "a1", "9", "10", "11", "4", "x", "macro", "fear"}}});
        tree.frames("s15/a1/img", 1, 20);
        const DatasetIndex index = tree.read();
        QCOMPARE(places(index, Severity::Warning), (Places{name + ":2", name + ":3", name + ":4", name + ":5"}));
        QCOMPARE(index.clips.size(), std::size_t(2));
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"anger", 1}, {"fear", 1}}));
    }
};

QTEST_GUILESS_MAIN(TestCasme2)
#include "test_casme2.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/reader_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::tree;

namespace {

/// Two subjects, all seven codes, and ratings of one serial more than there are pictures.
void makeJaffe(const fs::path& root)
{
    for (const char* name : {"KA.AN1.39", "KA.DI2.43", "KA.FE1.45", "KA.HA1.29", "KM.NE3.3", "KM.SA1.9", "KM.SU1.14"})
        write(root / (std::string(name) + ".tiff"), "picture");
    write(root / "ratings.csv", "N,HAP,SAD,SUR,ANG,DIS,FEA,PIC\r\n"
                                "3,2.58,2.10,2.00,1.81,1.90,1.74,KM-NE3\r\n"
                                "9,1.65,4.03,1.55,2.10,2.42,2.29,KM-SA1\r\n"
                                "14,2.00,1.74,4.71,1.55,1.42,1.90,KM-SU1\r\n"
                                "29,4.61,1.26,2.52,1.16,1.19,1.23,KA-HA1\r\n"
                                "39,1.29,2.42,1.65,4.58,3.13,1.52,KA-AN1\r\n"
                                "43,1.13,2.35,1.48,3.10,4.48,2.13,KA-DI2\r\n"
                                "45,1.16,2.74,2.68,1.94,2.58,4.23,KA-FE1\r\n"
                                "46,1.20,2.70,2.60,1.90,2.50,4.20,KA-FE2\r\n");
}

/// The ratings with line `line` (from 1) replaced.
void replaceLine(const fs::path& file, int line, const std::string& text)
{
    std::ifstream in(file);
    std::string out, each;
    for (int i = 1; std::getline(in, each); ++i) out += (i == line ? text : each) + "\n";
    in.close();
    write(file, out);
}

} // namespace

class TestJaffe : public QObject
{
    Q_OBJECT

    Folders m_folders;

private slots:
    void picturesSubjectsLabelsAndRatingsAreFound()
    {
        const fs::path root = m_folders.next();
        makeJaffe(root);
        const DatasetIndex index = read(root);
        QCOMPARE(index.reader, std::string("jaffe"));
        QCOMPARE(index.clips.size(), std::size_t(7));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"KA", "KM"}));
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"neutral", 1},
                                                                  {"anger", 1},
                                                                  {"disgust", 1},
                                                                  {"fear", 1},
                                                                  {"happiness", 1},
                                                                  {"sadness", 1},
                                                                  {"surprise", 1}}));
        const ClipEntry& clip = *index.find("KA.DI2.43");
        QCOMPARE(clip.kind, ClipEntry::Kind::Image);
        QCOMPARE(clip.files, std::vector<fs::path>{"KA.DI2.43.tiff"});
        QCOMPARE(clip.frameCount, std::optional<int>(1));
        QCOMPARE(clip.label, std::optional<std::string>("disgust"));
        QCOMPARE(clip.attributes, (std::map<std::string, std::string>{{"serial", "43"},
                                                                      {"take", "2"},
                                                                      {"rating_happiness", "1.13"},
                                                                      {"rating_sadness", "2.35"},
                                                                      {"rating_surprise", "1.48"},
                                                                      {"rating_anger", "3.1"},
                                                                      {"rating_disgust", "4.48"},
                                                                      {"rating_fear", "2.13"}}));
        QVERIFY(!clip.hasFrameLabels);
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{"ratings.csv:0"})); // serial 46
        QVERIFY(listed(index).find("46") != std::string::npos);
    }

    /// The distribution's own text has the columns set apart by blanks; other copies have no table at all.
    void ratingsMayBeSetApartByBlanksOrAbsent()
    {
        const fs::path root = m_folders.next();
        write(root / "jaffe/KA.AN1.39.TIFF", "x");
        write(root / "README.txt", "# HAP SAD SUR ANG DIS FEA PIC\n\n  39  1.29 2.42 1.65 4.58 3.13 1.52  KA-AN1\n");
        const DatasetIndex index = read(root);
        QCOMPARE(index.clips.at(0).files, std::vector<fs::path>{"jaffe/KA.AN1.39.TIFF"});
        QCOMPARE(index.clips.at(0).attributes.at("rating_anger"), std::string("4.58"));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());

        const fs::path bare = m_folders.next();
        write(bare / "KA.AN.39.png", "x"); // no take
        QCOMPARE(read(bare).clips.at(0).attributes, (std::map<std::string, std::string>{{"serial", "39"}}));
    }

    void plantedFaultsGiveExactlyTheirWarnings()
    {
        const auto line = [](int number, const char* text) {
            return [=](const fs::path& root) { replaceLine(root / "ratings.csv", number, text); };
        };
        const auto picture = [](const char* name, const char* content = "x") {
            return [=](const fs::path& root) { write(root / name, content); };
        };
        const std::vector<Fault> faults = {
            {"a name of another form", picture("KA.AN.tiff"), {{"KA.AN.tiff:0", "form"}}},
            {"a subject of three letters", picture("KAT.AN1.77.tiff"), {{"KAT.AN1.77.tiff:0", "form"}}},
            {"an unknown code",
             picture("KA.CO1.47.tiff"),
             {{"KA.CO1.47.tiff:0", "'CO'"}, {"KA.CO1.47.tiff:0", "no serial 47"}},
             {},
             {"KA.CO1.47"}},
            {"an empty picture", picture("KA.AN1.39.tiff", ""), {{"KA.AN1.39.tiff:0", "0 bytes"}}},
            {"one serial twice",
             picture("KA.AN2.39.tiff"),
             {{"KA.AN2.39.tiff:0", "'KA.AN1.39.tiff'"}, {"ratings.csv:6", "'KA-AN1'"}},
             {},
             {"KA.AN2.39"}},
            {"one picture in two formats",
             picture("KA.AN1.39.png"),
             {{"KA.AN1.39.tiff:0", "'KA.AN1.39.png'"}, {"KA.AN1.39.tiff:0", "KA.AN1.39-2"}},
             {},
             {"KA.AN1.39-2"}},
            {"a picture without rating",
             picture("KA.AN3.41.tiff"),
             {{"KA.AN3.41.tiff:0", "no serial 41"}},
             {},
             {"KA.AN3.41"}},
            {"pictures in a folder below", picture("more/KA.AN3.41.tiff"), {{"more:0", "1 pictures"}}},
            {"a letter for a rating",
             line(3, "9,1.65,x,1.55,2.10,2.42,2.29,KM-SA1"),
             {{"ratings.csv:3", "SAD: 'x'"}},
             {},
             {},
             [](const DatasetIndex& index) {
                 const auto& attributes = index.find("KM.SA1.9")->attributes;
                 return !attributes.count("rating_sadness") && attributes.at("rating_happiness") == "1.65";
             }},
            {"a rating beyond 5",
             line(3, "9,6.5,4.0,1.55,2.10,2.42,2.29,KM-SA1"),
             {{"ratings.csv:3", "HAP: '6.5' is out of range"}}},
            {"a field too few",
             line(4, "14,2.00,1.74,4.71,1.55,1.42,KM-SU1"),
             {{"ratings.csv:4", "7 fields"}, {"KM.SU1.14.tiff:0", "no serial 14"}}},
            {"a serial that is none",
             line(4, "?,2.00,1.74,4.71,1.55,1.42,1.90,KM-SU1"),
             {{"ratings.csv:4", "no serial number"}, {"KM.SU1.14.tiff:0", "no serial 14"}}},
            {"a serial rated twice",
             [](const fs::path& root) {
                 std::ofstream(root / "ratings.csv", std::ios::app) << "45,1,1,1,1,1,1,KA-FE1\n";
             },
             {{"ratings.csv:10", "line 8"}},
             {},
             {},
             [](const DatasetIndex& index) { return index.find("KA.FE1.45")->attributes.at("rating_fear") == "4.23"; }},
            {"the name of another picture",
             line(6, "39,1.29,2.42,1.65,4.58,3.13,1.52,KA-AN2"),
             {{"ratings.csv:6", "'KA-AN2'"}}},
            {"a column of another name",
             line(1, "N,HAP,SAD,SUR,ANG,DIS,FEAR?,PIC"),
             {{"ratings.csv:1", "'FEAR?'"}, {"ratings.csv:1", "FEA is missing"}}},
            {"a second table",
             picture("zratings.txt", "N,HAP,SAD,SUR,ANG,DIS,FEA,PIC\n"),
             {{"zratings.txt:0", "second table"}}},
        };
        const std::string wrong = tryFaults(m_folders, makeJaffe, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void otherFoldersOfPicturesAreNotTaken()
    {
        const fs::path root = m_folders.next();
        write(root / "KA.AN1.39.tiff", "x");
        for (const char* name : {"a.png", "b.png", "IMG.1.2.png"}) write(root / name, "x");
        for (const Reader* reader : readers())
            QVERIFY2(!reader->probe(root) || reader->id == "folders", reader->id.c_str());
    }
};

QTEST_GUILESS_MAIN(TestJaffe)
#include "test_jaffe.moc"

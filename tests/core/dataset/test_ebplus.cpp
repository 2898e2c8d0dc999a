// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/reader_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::tree;

namespace {

const std::string coding = "AUCoding/AU_OCC/";
const std::string f1 = coding + "F001_T1.csv";
const std::string header = "0,1,2,4,12\n";

void pictures(const fs::path& folder, int first, int last)
{
    for (int f = first; f <= last; ++f) {
        char name[16];
        std::snprintf(name, sizeof name, "%04d.jpg", f);
        write(folder / name, "picture");
    }
}

/// Rows of frames `first` to `last`, all action units absent.
std::string rows(int first, int last)
{
    std::string text;
    for (int f = first; f <= last; ++f) text += std::to_string(f) + ",0,0,0,0\n";
    return text;
}

/// Ten of twelve pictures coded; a video of which frames 41 to 44 are coded; a task that nobody coded.
void makeEbPlus(const fs::path& root)
{
    write(root / f1, "0,1,2,4,12\r\n2,1,0,9,1\r\n3,0,1,9,1\r\n" + rows(4, 11));
    pictures(root / "Sequences/F001/T1", 1, 12);
    write(root / coding / "M002_T8.csv", "0,6,12\n41,1,0\n42,9,1\n43,0,1\n44,0,9\n");
    write(root / "videos/M002_T8.mp4", "video");
    pictures(root / "Sequences/F001/T4", 1, 10);
}

std::function<void(const fs::path&)> writeFile(const std::string& file, const std::string& text)
{
    return [=](const fs::path& root) { write(root / file, text); };
}

std::string unitOf(const DatasetIndex& index, int unit, const std::string& clip = "F001_T1")
{
    return values(frameLabels(index, clip).actionUnits.at(unit));
}

/// That action unit 1 of F001_T1 reads so.
std::function<bool(const DatasetIndex&)> is(const char* wanted)
{
    return [=](const DatasetIndex& i) { return unitOf(i, 1) == wanted; };
}

} // namespace

class TestEbPlus : public QObject
{
    Q_OBJECT

    Folders m_folders;

private slots:
    void recordingsAreFound()
    {
        const fs::path root = m_folders.next();
        makeEbPlus(root);
        const DatasetIndex index = read(root);
        QCOMPARE(index.reader, std::string("ebplus"));
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{":0"})); // T4 is not coded: normal
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"F001", "M002"}));
        const ClipEntry& sequence = *index.find("F001_T1");
        QCOMPARE(sequence.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(sequence.frameCount, std::optional<int>(12));
        QCOMPARE(sequence.files.front(), fs::path("Sequences/F001/T1/0001.jpg"));
        QVERIFY(sequence.hasFrameLabels && !sequence.label);
        QCOMPARE(sequence.attributes, (std::map<std::string, std::string>{{"task", "T1"}, {"frame_offset", "0"}}));
        const ClipEntry& video = *index.find("M002_T8");
        QCOMPARE(video.kind, ClipEntry::Kind::Video);
        QCOMPARE(video.firstFrame, 40); // frame 41 of 1…
        QCOMPARE(video.frameCount, std::optional<int>(4));
        QVERIFY(!index.find("F001_T4")->hasFrameLabels);
    }

    /// 9 is unknown, and so are frames without a row; neither is absent.
    void labelsBelongToTheirFrames()
    {
        const fs::path root = m_folders.next();
        makeEbPlus(root);
        const DatasetIndex index = read(root);
        QCOMPARE(frameLabels(index, "F001_T1").actionUnits.size(), std::size_t(4));
        QCOMPARE(unitOf(index, 1), std::string("nan 1 0 0 0 0 0 0 0 0 0 nan"));
        QCOMPARE(unitOf(index, 2), std::string("nan 0 1 0 0 0 0 0 0 0 0 nan"));
        QCOMPARE(unitOf(index, 4), std::string("nan nan nan 0 0 0 0 0 0 0 0 nan"));
        QCOMPARE(unitOf(index, 12), std::string("nan 1 1 0 0 0 0 0 0 0 0 nan"));
        QCOMPARE(unitOf(index, 6, "M002_T8"), std::string("1 nan 0 0"));
        QCOMPARE(unitOf(index, 12, "M002_T8"), std::string("0 1 1 nan"));
    }

    void theFrameOffsetIsAnOptionAndAnAttribute()
    {
        const fs::path root = m_folders.next();
        makeEbPlus(root);
        const DatasetIndex index = read(root, {.frameOffset = -1, .inducedLabels = false});
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(index.find("F001_T1")->attributes.at("frame_offset"), std::string("-1"));
        QCOMPARE(unitOf(index, 1), std::string("1 0 0 0 0 0 0 0 0 0 nan nan"));
        QCOMPARE(index.find("M002_T8")->firstFrame, 39);
        QCOMPARE(unitOf(index, 6, "M002_T8"), std::string("1 nan 0 0"));
    }

    /// What a task was meant to induce is no label unless asked for.
    void inducedEmotionsAreLabelsOnRequest()
    {
        const fs::path root = m_folders.next();
        makeEbPlus(root);
        const ReaderOptions induced = {.frameOffset = 0, .inducedLabels = true};
        const DatasetIndex index = read(root, induced);
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"happiness", 1}, {"disgust", 1}}));
        QCOMPARE(index.find("M002_T8")->attributes.at("induced"), std::string("yes"));
        QCOMPARE(index.find("F001_T4")->attributes.at("induced_emotion"), std::string("embarrassment"));
        QVERIFY(!index.find("F001_T4")->label);
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{":0", ":0"}));

        pictures(root / "Sequences/F001/T9", 1, 10); // nine tasks: EB+
        const DatasetIndex nine = read(root, induced);
        QCOMPARE(nine.labelCounts(), (std::map<std::string, int>{{"happiness", 1}, {"anger", 1}, {"disgust", 1}}));
        QCOMPARE(nine.find("F001_T9")->label, std::optional<std::string>("disgust"));
        QCOMPARE(nine.find("F001_T4")->attributes.at("induced_emotion"), std::string("skepticism"));
    }

    void picturesAndTablesMayLieElsewhere()
    {
        for (const char* pictures : {"F003_T7/0001.jpg", "F003/T7/0001.jpg", "data/Sequences/F003/T7/0001.jpg",
                                     "2D+3D/f003/t7/0001.jpg", "F003_T7.mp4", "F003/T7.avi"}) {
            for (const char* table : {"AUCoding/AU_OCC/F003_T7.csv", "AU_OCC/F003_T7.csv", "AUCoding/F003_T7.csv"}) {
                const fs::path root = m_folders.next();
                write(root / pictures, "x");
                write(root / table, "0,AU6\n1,1\n");
                const DatasetIndex index = read(root);
                QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
                QCOMPARE(index.clips.size(), std::size_t(1));
                QCOMPARE(unitOf(index, 6, "F003_T7"), std::string("1"));
            }
        }
    }

    void faultsOfRowsAndColumnsGiveExactlyTheirWarnings()
    {
        const std::string sound = rows(2, 11);
        const char* secondLost = "nan 0 nan 0 0 0 0 0 0 0 0 nan";
        const std::string after = rows(4, 11);
        const std::vector<Fault> faults = {
            {"a code that is none",
             writeFile(f1, header + rows(2, 2) + "3,2,0,0,0\n" + after),
             {{f1 + ":3", "AU 1: '2'"}},
             {},
             {},
             is(secondLost)},
            {"a letter",
             writeFile(f1, header + rows(2, 2) + "3,x,0,0,0\n" + after),
             {{f1 + ":3", "AU 1: 'x'"}},
             {},
             {},
             is(secondLost)},
            {"a field too few",
             writeFile(f1, header + rows(2, 2) + "3,0,0,0\n" + after),
             {{f1 + ":3", "4 fields"}, {f1 + ":4", "frame 4 follows frame 2"}},
             {},
             {},
             is(secondLost)},
            {"a frame that is none",
             writeFile(f1, header + rows(2, 2) + "3.5,0,0,0,0\n" + after),
             {{f1 + ":3", "'3.5' is no frame"}, {f1 + ":4", "frame 4 follows frame 2"}},
             {},
             {},
             is(secondLost)},
            {"a frame twice",
             writeFile(f1, header + rows(2, 3) + "3,1,0,0,0\n" + after),
             {{f1 + ":4", "frame 3 is coded twice"}},
             {},
             {},
             is("nan 0 0 0 0 0 0 0 0 0 0 nan")},
            {"frames left out",
             writeFile(f1, header + rows(2, 2) + rows(6, 11)),
             {{f1 + ":3", "frame 6 follows frame 2"}},
             {},
             {},
             is("nan 0 nan nan nan 0 0 0 0 0 0 nan")},
            {"a column that is no action unit",
             writeFile(f1, "0,1,2,4,smile\n" + sound),
             {{f1 + ":1", "'smile'"}},
             {},
             {},
             [](const DatasetIndex& i) { return frameLabels(i, "F001_T1").actionUnits.size() == 3; }},
            {"a column twice", writeFile(f1, "0,1,2,4,4\n" + sound), {{f1 + ":1", "'4' has a second column"}}},
            {"no action unit at all",
             writeFile(f1, "frame,a\n2,0\n"),
             {{f1 + ":1", "'a'"}, {f1 + ":1", "names no action unit"}},
             {},
             {},
             [](const DatasetIndex& i) { return !i.find("F001_T1")->hasFrameLabels; }},
            {"an empty table", writeFile(f1, ""), {{f1 + ":0", "empty"}}},
            {"a header alone", writeFile(f1, header), {{f1 + ":0", "no frame is coded"}}},
        };
        const std::string wrong = tryFaults(m_folders, makeEbPlus, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void faultsOfFilesAndPicturesGiveExactlyTheirWarnings()
    {
        const std::vector<Fault> faults = {
            {"coded frames without pictures",
             writeFile(f1, header + rows(2, 14)),
             {{f1 + ":13", "2 coded frames have no picture, the first is frame 13"}}},
            {"a picture is missing",
             [](const fs::path& root) { fs::remove(root / "Sequences/F001/T1/0005.jpg"); },
             {{"Sequences/F001/T1:0", "frame 5 is missing"}, {f1 + ":5", "the first is frame 5"}},
             {},
             {},
             is("nan 1 0 0 0 0 0 0 0 0 nan")},
            {"an empty picture",
             writeFile("Sequences/F001/T1/0005.jpg", ""),
             {{"Sequences/F001/T1/0005.jpg:0", "0 bytes"}}},
            {"a table without pictures",
             writeFile(coding + "F009_T1.csv", header + rows(2, 11)),
             {{coding + "F009_T1.csv:0", "neither pictures nor a video of F009_T1"}}},
            {"a table of another name",
             writeFile(coding + "summary.csv", "a,b\n"),
             {{coding + "summary.csv:0", "form"}}},
            {"a second table",
             writeFile(coding + "F001_T1_b.csv", header),
             {{coding + "F001_T1_b.csv:0", "second table"}}},
            {"a second source",
             writeFile("videos/F001_T1.mp4", "video"),
             {{"videos/F001_T1.mp4:0", "second source of F001_T1"}}},
            {"pictures outside a sequence",
             [](const fs::path& root) {
                 write(root / "Sequences/F001/cover.jpg", "x");
                 write(root / "cover.jpg", "x");
             },
             {{".:0", "1 pictures"}, {"Sequences/F001:0", "1 pictures"}}},
            {"pictures of nobody",
             writeFile("Sequences/calibration/0001.jpg", "x"),
             {{"Sequences/calibration:0", "names no subject"}}},
            {"a frame before the video",
             writeFile(coding + "M002_T8.csv", "0,6,12\n0,1,0\n1,0,0\n"),
             {{coding + "M002_T8.csv:2", "before the beginning"}},
             {},
             {},
             [](const DatasetIndex& i) { return unitOf(i, 6, "M002_T8") == "0"; }},
        };
        const std::string wrong = tryFaults(m_folders, makeEbPlus, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    /// UNBC-McMaster keeps pain scores and action units of its own below Frame_Labels.
    void painScoresOfUnbcMcMasterAreTakenByNoReader()
    {
        const fs::path root = m_folders.next();
        write(root / "Images/042-ll042/ll042t1aaaff/ll042t1aaaff001.png", "x");
        write(root / "Frame_Labels/PSPI/042-ll042/ll042t1aaaff/ll042t1aaaff001_facs.txt", "  0.0\n");
        write(root / "Frame_Labels/FACS/042-ll042/ll042t1aaaff/ll042t1aaaff001_facs.txt", "6 2 0 0\n");
        for (const char* id : {"ckplus", "jaffe", "oulu", "disfa", "affwild2", "ebplus"}) {
            const auto is = [&](const Reader* reader) { return reader->id == id; };
            const auto reader = std::find_if(readers().begin(), readers().end(), is);
            QVERIFY(reader != readers().end());
            QVERIFY2(!(*reader)->probe(root), id);
        }
    }
};

QTEST_GUILESS_MAIN(TestEbPlus)
#include "test_ebplus.moc"

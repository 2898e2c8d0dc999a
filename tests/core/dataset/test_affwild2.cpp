// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/reader_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::tree;

namespace {

const std::string unitHeader = "AU1,AU2,AU4,AU6,AU7,AU10,AU12,AU15,AU23,AU24,AU25,AU26\n";
const std::string withOther = "Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise,Other\n";
const std::string withoutOther = "Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise\n";

void faces(const fs::path& folder, int first, int last)
{
    for (int f = first; f <= last; ++f) {
        char name[16];
        std::snprintf(name, sizeof name, "%05d.jpg", f);
        write(folder / name, "picture");
    }
}

/// `line` repeated.
std::string times(int count, const std::string& line)
{
    std::string text;
    for (int i = 0; i < count; ++i) text += line + "\n";
    return text;
}

const std::string va = "VA_Set/Train_Set/12-24.txt";
const std::string expr = "EXPR_Set/Train_Set/12-24.txt";
const std::string au = "AU_Set/Validation_Set/video5_left.txt";
const std::string units = "0,0,0,0,0,0,0,0,0,0,0,0";

/// A video annotated twice, two people of one video, and one that lies there as a video.
void makeAffWild(const fs::path& root)
{
    write(root / va, "valence,arousal\r\n0.25,-0.5\r\n-5,-5\r\n1,-1\r\n" + times(9, "0.1,0.2"));
    write(root / expr, withOther + "0\n4\n-1\n7\n6\n" + times(7, "1"));
    faces(root / "cropped_aligned/12-24", 1, 12);
    write(root / au, unitHeader + "1,0,-1,0,0,0,1,0,0,0,0,1\n-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1\n" + times(10, units));
    faces(root / "cropped_aligned/video5_left", 1, 12);
    write(root / "EXPR_Set/Validation_Set/video5_right.txt", withoutOther + times(12, "5"));
    faces(root / "cropped_aligned/video5_right", 1, 12);
    write(root / "VA_Set/Validation_Set/30-30-1920x1080.txt", "valence,arousal\n" + times(12, "-0.3,0.7"));
    write(root / "videos/30-30-1920x1080.mp4", "video");
    faces(root / "cropped/12-24", 1, 12);      // not aligned, and first by name
    write(root / "videos/12-24.avi", "video"); // its aligned faces are there
}

std::function<void(const fs::path&)> writeFile(const std::string& file, const std::string& text)
{
    return [=](const fs::path& root) { write(root / file, text); };
}

/// That the valence of 12-24 reads so.
std::function<bool(const DatasetIndex&)> valenceIs(const char* wanted)
{
    return [=](const DatasetIndex& i) { return values(frameLabels(i, "12-24").valence) == wanted; };
}

} // namespace

class TestAffWild2 : public QObject
{
    Q_OBJECT

    Folders m_folders;

private slots:
    void videosPeopleAndSetsAreFound()
    {
        const fs::path root = m_folders.next();
        makeAffWild(root);
        const DatasetIndex index = read(root);
        QCOMPARE(index.reader, std::string("affwild2"));
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QVERIFY2(listed(index).find("parts: 1 for training, 3 for validation") != std::string::npos,
                 listed(index).c_str());
        QVERIFY2(listed(index).find("each annotated video counts as a subject of its own") != std::string::npos,
                 listed(index).c_str());
        QCOMPARE(index.clips.size(), std::size_t(4));
        QCOMPARE(index.subjects(),
                 (std::vector<std::string>{"12-24", "30-30-1920x1080", "video5_left", "video5_right"}));
        const ClipEntry& both = *index.find("12-24");
        QCOMPARE(both.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(both.frameCount, std::optional<int>(12));
        QCOMPARE(both.files.front(), fs::path("cropped_aligned/12-24/00001.jpg"));
        QVERIFY(both.hasFrameLabels && !both.label);
        QCOMPARE(both.attributes, (std::map<std::string, std::string>{{"faces", "cropped"},
                                                                      {"set", "train"},
                                                                      {"set_expr", "train"},
                                                                      {"set_va", "train"},
                                                                      {"split", "train"}}));
        QCOMPARE(index.find("video5_left")->attributes, (std::map<std::string, std::string>{{"faces", "cropped"},
                                                                                            {"set", "validation"},
                                                                                            {"set_au", "validation"},
                                                                                            {"side", "left"},
                                                                                            {"split", "test"}}));
        const ClipEntry& video = *index.find("30-30-1920x1080");
        QCOMPARE(video.kind, ClipEntry::Kind::Video);
        QCOMPARE(video.files, std::vector<fs::path>{"videos/30-30-1920x1080.mp4"});
        QCOMPARE(video.frameCount, std::optional<int>(12)); // the annotation tells it
    }

    void labelsBelongToTheirFrames()
    {
        const fs::path root = m_folders.next();
        makeAffWild(root);
        const DatasetIndex index = read(root);
        const FrameLabels both = frameLabels(index, "12-24");
        QCOMPARE(values(both.valence), std::string("0.25 nan 1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1"));
        QCOMPARE(values(both.arousal), std::string("-0.5 nan -1 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2"));
        QCOMPARE(both.expression, (std::vector<std::string>{"neutral", "happiness", "", "other", "surprise", "anger",
                                                            "anger", "anger", "anger", "anger", "anger", "anger"}));
        QVERIFY(both.actionUnits.empty());
        const FrameLabels left = frameLabels(index, "video5_left");
        QCOMPARE(left.actionUnits.size(), std::size_t(12));
        QCOMPARE(values(left.actionUnits.at(1)), std::string("1 nan 0 0 0 0 0 0 0 0 0 0"));
        QCOMPARE(values(left.actionUnits.at(4)), std::string("nan nan 0 0 0 0 0 0 0 0 0 0"));
        QCOMPARE(values(left.actionUnits.at(26)), std::string("1 nan 0 0 0 0 0 0 0 0 0 0"));
        QCOMPARE(frameLabels(index, "video5_right").expression, std::vector<std::string>(12, "sadness"));
        QCOMPARE(frameLabels(index, "30-30-1920x1080").valence, std::vector<float>(12, -0.3f));
    }

    /// Frames without a face have no picture: line k + 1 still speaks of picture k.
    void picturesWithGapsKeepTheirLabels()
    {
        const fs::path root = m_folders.next();
        makeAffWild(root);
        fs::remove(root / "cropped_aligned/12-24/00001.jpg");
        fs::remove(root / "cropped_aligned/12-24/00004.jpg");
        const DatasetIndex index = read(root);
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note),
                 (std::multiset<std::string>{":0", ":0", ":0"})); // with parts, identities
        const FrameLabels labels = frameLabels(index, "12-24");
        QCOMPARE(values(labels.valence), std::string("nan 1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1"));
        QCOMPARE(labels.expression.at(1), std::string());
        QCOMPARE(labels.expression.at(2), std::string("surprise"));
        QCOMPARE(labels.numbers, (std::vector<int>{2, 3, 5, 6, 7, 8, 9, 10, 11, 12}));
    }

    void annotationsOfNoFrameAreNone()
    {
        const fs::path root = m_folders.next();
        makeAffWild(root);
        write(root / "VA_Set/Train_Set/empty.txt", "valence,arousal\n");
        write(root / "batch1/empty.mp4", "film");
        const DatasetIndex index = read(root);
        QCOMPARE(places(index, Severity::Warning), (std::multiset<std::string>{"VA_Set/Train_Set/empty.txt:0"}));
        QVERIFY(!index.find("empty")->hasFrameLabels);
        QVERIFY(!index.find("empty")->frameCount); // nothing tells the length of the film
    }

    void cancelEndsTheReading()
    {
        const fs::path root = m_folders.next();
        makeAffWild(root);
        RunControl control;
        control.requestCancel();
        QCOMPARE(readDataset(root, {}, control).error().kind, ErrorKind::Cancelled);
    }

    void laterNamesAndSharedVideosAreAccepted()
    {
        const fs::path root = m_folders.next();
        write(root / "annotations/VA_Estimation_Challenge/Train_Set/video5_left.txt", "valence,arousal\n0,0\n");
        write(root / "annotations/AU_Detection_Challenge/Validation_Set/video5_right.txt", unitHeader + units + "\n");
        write(root / "batch1/video5.mp4", "video");
        write(root / "batch1/test1.mp4", "video"); // of the test part: not annotated
        const DatasetIndex index = read(root);
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.find("video5_left")->files, std::vector<fs::path>{"batch1/video5.mp4"});
        QCOMPARE(index.find("video5_right")->files, std::vector<fs::path>{"batch1/video5.mp4"});
        QVERIFY(!index.find("test1")->hasFrameLabels);
        QVERIFY(!index.find("test1")->frameCount);
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note),
                 (std::multiset<std::string>{":0", ":0", ":0"})); // with parts, identities
    }

    void faultsOfValuesGiveExactlyTheirWarnings()
    {
        const std::string header = "valence,arousal\n";
        const char* firstLost = "nan 0 0 0 0 0 0 0 0 0 0 0";
        const std::vector<Fault> faults = {
            {"the header of another kind",
             writeFile(va, withOther + times(12, "0")),
             {{va + ":1", "that of EXPR files, not of VA"}},
             {},
             {},
             [](const DatasetIndex& i) {
                 return frameLabels(i, "12-24").valence.empty() && frameLabels(i, "12-24").expression.size() == 12;
             }},
            {"no header", writeFile(va, times(12, "0,0")), {{va + ":1", "'0,0' is no header"}}},
            {"an empty file", writeFile(va, ""), {{va + ":0", "empty"}}},
            {"a valence beyond 1",
             writeFile(va, header + "1.5,0\n" + times(11, "0,0")),
             {{va + ":2", "'1.5' is out of range"}},
             {},
             {},
             valenceIs(firstLost)},
            {"half an annotation",
             writeFile(va, header + "0.5,-5\n" + times(11, "0,0")),
             {{va + ":2", "only one"}},
             {},
             {},
             valenceIs(firstLost)},
            {"a letter",
             writeFile(va, header + "a,0\n" + times(11, "0,0")),
             {{va + ":2", "'a'"}},
             {},
             {},
             valenceIs(firstLost)},
            {"a blank line keeps its frame",
             writeFile(va, header + "\n" + times(11, "0,0")),
             {{va + ":2", "''"}},
             {},
             {},
             valenceIs(firstLost)},
        };
        const std::string wrong = tryFaults(m_folders, makeAffWild, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void faultsOfOtherKindsPartsAndPicturesGiveExactlyTheirWarnings()
    {
        const std::string header = "valence,arousal\n";
        const std::vector<Fault> faults = {
            {"counts that disagree",
             writeFile(expr, withOther + times(11, "1")),
             {{expr + ":0", "speaks of 11 frames where '"}},
             {},
             {},
             [](const DatasetIndex& i) {
                 const auto labels = frameLabels(i, "12-24").expression;
                 return labels.size() == 12 && labels[10] == "anger" && labels[11].empty();
             }},
            {"more pictures than lines",
             [](const fs::path& root) { faces(root / "cropped_aligned/12-24", 13, 14); },
             {{"cropped_aligned/12-24:0", "2 pictures are beyond"}},
             {},
             {},
             valenceIs("0.25 nan 1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 nan nan")},
            {"pictures that count from 0",
             [](const fs::path& root) { faces(root / "cropped_aligned/12-24", 0, 0); },
             {{"cropped_aligned/12-24:0", "1 pictures are beyond"}}},
            {"a code beyond the header",
             writeFile("EXPR_Set/Validation_Set/video5_right.txt", withoutOther + "7\n" + times(11, "5")),
             {{"EXPR_Set/Validation_Set/video5_right.txt:2", "'7' is not one of 0 to 6"}}},
            {"half a code", writeFile(expr, withOther + times(11, "1") + "1.5\n"), {{expr + ":13", "'1.5'"}}},
            {"an action unit that is 2",
             writeFile(au, unitHeader + "0,2,0,0,0,0,0,0,0,0,0,0\n" + times(11, units)),
             {{au + ":2", "AU2: '2'"}},
             {},
             {},
             [](const DatasetIndex& i) {
                 const auto labels = frameLabels(i, "video5_left").actionUnits;
                 return values(labels.at(2)) == "nan 0 0 0 0 0 0 0 0 0 0 0" && labels.at(1) == std::vector<float>(12);
             }},
            {"a field too few", writeFile(au, unitHeader + "0,0,0\n" + times(11, units)), {{au + ":2", "3 fields"}}},
            {"an action unit twice", writeFile(au, "AU1,AU1\n0,0\n"), {{au + ":1", "twice"}}},
            {"train here, validation there",
             writeFile("AU_Set/Validation_Set/12-24.txt", unitHeader + times(12, units)),
             {{"AU_Set/Validation_Set/12-24.txt:0", "it has no set"}},
             {},
             {},
             [](const DatasetIndex& i) {
                 const auto& attributes = i.find("12-24")->attributes;
                 return !attributes.count("set") && attributes.at("set_au") == "validation" &&
                        attributes.at("split") == "train"; // as of valence and arousal
             }},
            {"in both parts of one kind",
             writeFile("VA_Set/Validation_Set/12-24.txt", header + times(12, "0.9,0.9")),
             {{"VA_Set/Validation_Set/12-24.txt:0", va}},
             {},
             {},
             valenceIs("0.25 nan 1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1")},
            {"an annotation without pictures",
             writeFile("VA_Set/Train_Set/7-60.txt", header + times(12, "0,0")),
             {{"VA_Set/Train_Set/7-60.txt:0", "neither pictures nor a video of 7-60"}}},
            {"another part",
             writeFile("VA_Set/Extra/7-60.txt", header + times(12, "0,0")),
             {{"VA_Set/Extra:0", "neither Train_Set nor Validation_Set"}}},
            {"an empty picture",
             writeFile("cropped_aligned/12-24/00002.jpg", ""),
             {{"cropped_aligned/12-24/00002.jpg:0", "0 bytes"}}},
            {"pictures outside a sequence",
             [](const fs::path& root) {
                 write(root / "cropped_aligned/cover.jpg", "x");
                 write(root / "cover.jpg", "x");
             },
             {{".:0", "1 pictures"}, {"cropped_aligned:0", "1 pictures"}}},
            {"a video twice",
             writeFile("videos/more/30-30-1920x1080.mp4", "video"),
             {{"videos/more/30-30-1920x1080.mp4:0", "second source"}}},
        };
        const std::string wrong = tryFaults(m_folders, makeAffWild, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

QTEST_GUILESS_MAIN(TestAffWild2)
#include "test_affwild2.moc"

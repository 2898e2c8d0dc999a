// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/reader_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::tree;

namespace {

constexpr int units[] = {1, 2, 4, 5, 6, 9, 12, 15, 17, 20, 25, 26};

fs::path labelFile(const fs::path& root, const std::string& subject, int unit)
{
    return root / "ActionUnit_Labels" / subject / (subject + "_au" + std::to_string(unit) + ".txt");
}

/// Frame f of action unit a has intensity (f + a) mod 6.
std::string lines(int unit, int frames)
{
    std::string text;
    for (int f = 1; f <= frames; ++f) text += std::to_string(f) + "," + std::to_string((f + unit) % 6) + "\r\n";
    return text;
}

void labels(const fs::path& root, const std::string& subject, int frames)
{
    for (const int unit : units) write(labelFile(root, subject, unit), lines(unit, frames));
}

void pictures(const fs::path& folder, int first, int last)
{
    for (int f = first; f <= last; ++f) write(folder / (std::to_string(f) + ".png"), "picture");
}

/// One subject with pictures, one with a video, as long as the dataset's two lengths differ: by one frame.
void makeDisfa(const fs::path& root)
{
    labels(root, "SN001", 14);
    pictures(root / "img/SN001", 0, 13);
    labels(root, "SN002", 15);
    write(root / "Videos_LeftCamera/LeftVideoSN002_comp.avi", "video");
}

std::function<void(const fs::path&)> writeLabel(int unit, const std::string& text)
{
    return [=](const fs::path& root) { write(labelFile(root, "SN001", unit), text); };
}

bool unit4Is(const DatasetIndex& index, const std::string& wanted)
{
    return values(frameLabels(index, "SN001").actionUnits.at(4)) == wanted;
}

} // namespace

class TestDisfa : public QObject
{
    Q_OBJECT

    Folders m_folders;

private slots:
    void subjectsPicturesAndVideosAreFound()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        const DatasetIndex index = read(root);
        QCOMPARE(index.reader, std::string("disfa"));
        QCOMPARE(index.clips.size(), std::size_t(2));
        const ClipEntry& sequence = *index.find("SN001");
        QCOMPARE(sequence.subject, std::string("SN001"));
        QCOMPARE(sequence.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(sequence.frameCount, std::optional<int>(14));
        QCOMPARE(sequence.files.front(), fs::path("img/SN001/0.png"));
        QCOMPARE(sequence.files.at(10), fs::path("img/SN001/10.png"));
        QVERIFY(sequence.hasFrameLabels && !sequence.label);
        const ClipEntry& video = *index.find("SN002_left");
        QCOMPARE(video.subject, std::string("SN002"));
        QCOMPARE(video.kind, ClipEntry::Kind::Video);
        QCOMPARE(video.frameCount, std::optional<int>(15)); // the labels tell it
        QCOMPARE(video.attributes, (std::map<std::string, std::string>{{"camera", "left"}}));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }

    /// Labelled frame 1 is picture 0.
    void labelsBelongToTheirFrames()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        const DatasetIndex index = read(root);
        const FrameLabels labels = frameLabels(index, "SN001");
        QVERIFY(labels.expression.empty() && labels.valence.empty() && labels.arousal.empty());
        QCOMPARE(labels.actionUnits.size(), std::size_t(12));
        QCOMPARE(values(labels.actionUnits.at(1)), std::string("2 3 4 5 0 1 2 3 4 5 0 1 2 3"));
        QCOMPARE(values(labels.actionUnits.at(26)), std::string("3 4 5 0 1 2 3 4 5 0 1 2 3 4"));
        QCOMPARE(values(frameLabels(index, "SN002_left").actionUnits.at(6)),
                 std::string("1 2 3 4 5 0 1 2 3 4 5 0 1 2 3"));
    }

    void picturesThatCountFromOneAreToldByTheirLast()
    {
        const fs::path root = m_folders.next();
        labels(root, "SN001", 12);
        pictures(root / "img/SN001", 1, 12);
        const DatasetIndex index = read(root);
        QVERIFY(places(index, Severity::Warning).empty());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{"img/SN001:0"}));
        QCOMPARE(values(frameLabels(index, "SN001").actionUnits.at(1)), std::string("2 3 4 5 0 1 2 3 4 5 0 1"));
    }

    void labelsOfNoFrameAreNone()
    {
        const fs::path root = m_folders.next();
        labels(root, "SN001", 12);
        write(root / "ActionUnit_Labels/SN002/SN002_au1.txt", "x\n");
        for (const char* film : {"LeftVideoSN001_comp.avi", "LeftVideoSN002_comp.avi"})
            write(root / "Videos_LeftCamera" / film, "film");
        const DatasetIndex index = read(root);
        QCOMPARE(index.find("SN001_left")->frameCount, std::optional<int>(12));
        QVERIFY(!index.find("SN002_left")->hasFrameLabels);
        QVERIFY(!index.find("SN002_left")->frameCount); // nothing tells the length of the film
    }

    void faultsOfLabelsGiveExactlyTheirWarnings()
    {
        const std::string folder = "ActionUnit_Labels/SN001";
        const std::string file = folder + "/SN001_au4.txt";
        std::string good = lines(4, 14);
        const auto replaced = [&](const std::string& what, const std::string& by) {
            std::string text = good;
            return text.replace(text.find(what), what.size(), by);
        };
        const std::vector<Fault> faults = {
            {"a file is missing",
             [](const fs::path& root) { fs::remove(labelFile(root, "SN001", 4)); },
             {{folder + ":0", "lack action units 4"}},
             {},
             {},
             [](const DatasetIndex& i) { return frameLabels(i, "SN001").actionUnits.size() == 11; }},
            {"an intensity beyond 5",
             writeLabel(4, replaced("3,1", "3,6")),
             {{file + ":3", "'6'"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 nan 2 3 4 5 0 1 2 3 4 5 0"); }},
            {"half an intensity", writeLabel(4, replaced("3,1", "3,1.5")), {{file + ":3", "'1.5'"}}},
            {"a letter",
             writeLabel(4, replaced("3,1", "3,A")),
             {{file + ":3", "'3,A'"}, {file + ":0", "1 frames are not listed, the first is 3"}}},
            {"a frame twice",
             writeLabel(4, replaced("4,2", "3,2")),
             {{file + ":4", "frame 3 is given twice"}, {file + ":0", "the first is 4"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 nan 3 4 5 0 1 2 3 4 5 0"); }},
            {"a frame that is none",
             writeLabel(4, replaced("1,5", "0,5")),
             {{file + ":1", "'0,5'"}, {file + ":0", "the first is 1"}}},
            {"a line too short",
             writeLabel(4, replaced("2,0", "2")),
             {{file + ":2", "'2'"}, {file + ":0", "the first is 2"}}},
            {"lengths that disagree",
             writeLabel(4, lines(4, 13)),
             {{file + ":0", "ends with frame 13"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 2 3 4 5 0 1 2 3 4 5 nan"); }},
            {"an empty file",
             writeLabel(4, ""),
             {{file + ":0", "empty"}},
             {},
             {},
             [](const DatasetIndex& i) {
                 return unit4Is(i, "nan nan nan nan nan nan nan nan nan nan nan nan nan nan");
             }},
            {"an action unit more", writeLabel(7, lines(7, 14)), {{folder + "/SN001_au7.txt:0", "twelve"}}},
            {"a file of another name",
             [=](const fs::path& root) { write(root / folder / "notes.txt", "x"); },
             {{folder + "/notes.txt:0", "form"}}},
            {"a file named after another subject",
             [=](const fs::path& root) { fs::rename(labelFile(root, "SN001", 4), root / folder / "SN009_au4.txt"); },
             {{folder + "/SN009_au4.txt:0", "named after SN009"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 2 3 4 5 0 1 2 3 4 5 0"); }},
        };
        const std::string wrong = tryFaults(m_folders, makeDisfa, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void faultsOfFoldersAndPicturesGiveExactlyTheirWarnings()
    {
        const std::vector<Fault> faults = {
            {"labels without pictures",
             [](const fs::path& root) { labels(root, "SN003", 12); },
             {{"ActionUnit_Labels/SN003:0", "no pictures of SN003"}}},
            {"pictures without labels",
             [](const fs::path& root) { pictures(root / "img/SN004", 0, 11); },
             {{"img/SN004:0", "no labels of SN004"}},
             {},
             {"SN004"}},
            {"pictures outside a sequence",
             [](const fs::path& root) {
                 write(root / "img/cover.jpg", "x");
                 write(root / "cover.jpg", "x");
             },
             {{".:0", "1 pictures"}, {"img:0", "1 pictures"}}},
            {"pictures of nobody",
             [](const fs::path& root) { pictures(root / "img/more", 0, 3); },
             {{"img/more:0", "names no subject"}}},
            {"a picture is missing",
             [](const fs::path& root) { fs::remove(root / "img/SN001/5.png"); },
             {{"img/SN001:0", "frame 5 is missing"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 2 3 5 0 1 2 3 4 5 0"); }},
            {"more pictures than labels",
             [](const fs::path& root) { pictures(root / "img/SN001", 14, 15); },
             {{"img/SN001:0", "end with frame 16"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 2 3 4 5 0 1 2 3 4 5 0 nan nan"); }},
            {"an empty picture",
             [](const fs::path& root) { write(root / "img/SN001/5.png", ""); },
             {{"img/SN001/5.png:0", "0 bytes"}}},
            {"a second folder of a subject",
             [](const fs::path& root) { fs::create_directories(root / "ActionUnit_Labels/SN0001"); },
             {{"ActionUnit_Labels/SN0001:0", "second folder"}},
             {},
             {},
             [](const DatasetIndex& i) { return unit4Is(i, "5 0 1 2 3 4 5 0 1 2 3 4 5 0"); }},
            {"a folder of labels of nobody",
             [](const fs::path& root) { write(root / "ActionUnit_Labels/old/SN001_au4.txt", "1,1"); },
             {{"ActionUnit_Labels/old:0", "not called like a subject"}}},
        };
        const std::string wrong = tryFaults(m_folders, makeDisfa, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void linksThatLeadBackAreFollowedOnce()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        fs::create_directory_symlink("..", root / "img/back");
        fs::create_directory_symlink("SN001", root / "img/again");
        fs::create_directory_symlink("SN001", root / "img/A first");
        const DatasetIndex index = read(root);
        QCOMPARE(index.clips.size(), std::size_t(2));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }

    void closedFoldersAndFilesAreReported()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        pictures(root / "img/SN005", 0, 1);
        const fs::path closed = root / "img/SN005", closedFile = labelFile(root, "SN001", 4);
        fs::permissions(root.parent_path(), fs::perms::all);
        fs::permissions(closed, fs::perms::none);
        fs::permissions(closedFile, fs::perms::none);
        std::optional<DatasetIndex> index;
        {
            const CommonUser user;
            if (!user.dropped()) QSKIP("the rights of root cannot be given up here");
            index = read(root);
        }
        fs::permissions(closed, fs::perms::all);
        QCOMPARE(places(*index, Severity::Warning),
                 (std::multiset<std::string>{"ActionUnit_Labels/SN001/SN001_au4.txt:0", "img/SN005:0"}));
        QCOMPARE(index->clips.size(), std::size_t(2));
    }

    void cancelEndsTheReading()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        RunControl control;
        control.requestCancel();
        QCOMPARE(readDataset(root, {}, control).error().kind, ErrorKind::Cancelled);
    }

    /// A file that is wrong in every line does not drown the others.
    void faultsOfOneFileAreCountedFromTheEleventhOn()
    {
        const fs::path root = m_folders.next();
        makeDisfa(root);
        std::string text;
        for (int f = 1; f <= 14; ++f) text += std::to_string(f) + ",9\n";
        write(labelFile(root, "SN001", 4), text);
        const DatasetIndex index = read(root);
        QCOMPARE(index.diagnostics.size(), std::size_t(11));
        QVERIFY2(listed(index).find("au4.txt:11 and 4 more faults") != std::string::npos, listed(index).c_str());
    }
};

QTEST_GUILESS_MAIN(TestDisfa)
#include "test_disfa.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/reader.h"
#include "tests/core/dataset/reader_tree.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>

using namespace mien;

namespace {

namespace fs = std::filesystem;
using mien::tree::CommonUser;
using mien::tree::listed;
using mien::tree::places;
using mien::tree::write;
using Severity = Diagnostic::Severity;

std::string frameName(const std::string& subject, const std::string& sequence, int frame)
{
    char number[9];
    std::snprintf(number, sizeof number, "%08d", frame);
    return subject + "_" + sequence + "_" + number;
}

/// A CK+ tree typed file by file. Pictures hold no picture: a reader decodes none.
struct Tree
{
    fs::path root;
    fs::path images = "cohn-kanade-images";

    void sequence(const std::string& subject, const std::string& name, int frames)
    {
        for (int f = 1; f <= frames; ++f) picture(subject, name, f);
    }
    void picture(const std::string& subject, const std::string& name, int frame)
    {
        write(root / images / subject / name / (frameName(subject, name, frame) + ".png"), "picture");
    }
    void emotion(const std::string& subject, const std::string& name, int frame, const std::string& text)
    {
        write(root / "Emotion" / subject / name / (frameName(subject, name, frame) + "_emotion.txt"), text);
    }
    void facs(const std::string& subject, const std::string& name, int frame, const std::string& text)
    {
        write(root / "FACS" / subject / name / (frameName(subject, name, frame) + "_facs.txt"), text);
    }
};

} // namespace

class TestCkPlus : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    Tree makeTree()
    {
        const fs::path root = fs::path(m_temporary.path().toStdString()) / ("日本 é " + std::to_string(++m_count));
        fs::create_directories(root);
        return {root};
    }

    static DatasetIndex read(const Tree& tree)
    {
        const RunControl control;
        auto index = readDataset(tree.root, {}, control);
        if (!index) throw std::runtime_error(index.error().message());
        return std::move(index).value();
    }

private slots:
    void sequencesSubjectsAndLabelsAreFound()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 11);
        tree.sequence("S010", "002", 14);
        tree.sequence("S010", "010", 12);
        tree.emotion("S005", "001", 11, "   3.0000000e+00\n");
        tree.emotion("S010", "002", 14, "7");
        tree.facs("S005", "001", 11, "   9.0000000e+00   3.0000000e+00\n   1.7000000e+01   0.0000000e+00\n");
        const DatasetIndex index = read(tree);
        QCOMPARE(index.reader, std::string("ckplus"));
        QCOMPARE(index.name, tree.root.filename().string());
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"S005", "S010"}));
        const ClipEntry& clip = *index.find("S005_001");
        QCOMPARE(clip.subject, std::string("S005"));
        QCOMPARE(clip.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(clip.label, std::optional<std::string>("disgust"));
        QCOMPARE(clip.frameCount, std::optional<int>(11));
        QCOMPARE(clip.files.front(), fs::path("cohn-kanade-images/S005/001/S005_001_00000001.png"));
        QCOMPARE(clip.files.back(), fs::path("cohn-kanade-images/S005/001/S005_001_00000011.png"));
        QCOMPARE(clip.actionUnits.size(), std::size_t(2));
        QCOMPARE(clip.actionUnits[0].number, 9);
        QCOMPARE(clip.actionUnits[0].intensity, std::optional<double>(3.0));
        QCOMPARE(clip.actionUnits[1].number, 17);
        QVERIFY(!clip.actionUnits[1].intensity); // present, not graded
        QVERIFY(!index.find("S010_010")->label); // no file is no label, not neutral
        QVERIFY2(places(index, Severity::Warning).empty(), listed(index).c_str());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{":0"}));
    }

    void everyCodeHasItsName()
    {
        const char* names[] = {"neutral", "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"};
        Tree tree = makeTree();
        for (int code = 0; code < 8; ++code) {
            const std::string sequence = "00" + std::to_string(code + 1);
            tree.sequence("S001", sequence, 10);
            tree.emotion("S001", sequence, 10, "  " + std::to_string(code) + ".0000000e+00\r\n");
        }
        const DatasetIndex index = read(tree);
        for (int code = 0; code < 8; ++code)
            QCOMPARE(index.clips.at(static_cast<std::size_t>(code)).label, std::optional<std::string>(names[code]));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }

    void framesAreOrderedByNumberNotByName()
    {
        Tree tree = makeTree();
        for (const int frame : {10, 2, 1, 9, 11, 3, 4, 5, 6, 7, 8})
            write(tree.root / tree.images / "S005/001" / ("S005_001_" + std::to_string(frame) + ".PNG"), "x");
        const DatasetIndex index = read(tree);
        const auto& files = index.clips.at(0).files;
        QCOMPARE(files[1].filename(), fs::path("S005_001_2.PNG"));
        QCOMPARE(files.back().filename(), fs::path("S005_001_11.PNG"));
    }

    void hiddenFilesTruthAndOwnLandmarksPlayNoPart()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 10);
        tree.emotion("S005", "001", 10, "1");
        const DatasetIndex before = read(tree);
        write(tree.root / ".DS_Store", "x");
        write(tree.root / "cohn-kanade-images/.DS_Store", "x");
        write(tree.root / "cohn-kanade-images/S005/001/.S005_001_00000011.png", "x");
        write(tree.root / "cohn-kanade-images/S005/.hidden/S005_001_00000011.png", "x");
        write(tree.root / "cohn-kanade-images/truth/001/S005_001_00000011.png", "x");
        write(tree.root / "Emotion/S005/001/.S005_001_00000010_emotion.txt", "2");
        write(tree.root / "truth/S005_001.csv", "nonsense");
        write(tree.root / "Landmarks/S005/001/S005_001_00000001_landmarks.txt", "nonsense");
        const DatasetIndex after = read(tree);
        QCOMPARE(after.clips.size(), std::size_t(1));
        QVERIFY(after.clips[0].files == before.clips[0].files);
        QCOMPARE(after.clips[0].label, std::optional<std::string>("anger"));
        QVERIFY2(after.diagnostics.empty(), listed(after).c_str());
    }

    void unpackedArchivesAndOtherCasesAreAccepted()
    {
        Tree tree = makeTree();
        tree.images = "extended-cohn-kanade-images/Cohn-Kanade-Images";
        tree.sequence("S005", "001", 10);
        write(tree.root / "Emotion_labels/Emotion/S005/001/S005_001_00000010_emotion.txt", "5");
        write(tree.root / "facs/S005/001/S005_001_00000010_facs.txt", "12 4");
        const DatasetIndex index = read(tree);
        QCOMPARE(index.clips.at(0).label, std::optional<std::string>("happiness"));
        QCOMPARE(index.clips.at(0).actionUnits.at(0).number, 12);
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }

    /// UNBC-McMaster has …_facs.txt too: pain scores below Frame_Labels/, which are no action units.
    void painScoresOfUnbcMcMasterAreNoActionUnits()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 10);
        write(tree.root / "Frame_Labels/PSPI/S005/001/S005_001_00000010_facs.txt", "  4.0000000e+00\n");
        write(tree.root / "Frame_Labels/FACS/S005/001/S005_001_00000010_facs.txt", "6 2 0 0\n");
        const DatasetIndex index = read(tree);
        QVERIFY(index.clips.at(0).actionUnits.empty());
        QVERIFY(places(index, Severity::Warning).empty());

        Tree unbc = makeTree();
        write(unbc.root / "Images/042-ll042/ll042t1aaaff/ll042t1aaaff001.png", "x");
        write(unbc.root / "Frame_Labels/PSPI/042-ll042/ll042t1aaaff/ll042t1aaaff001_facs.txt", "  0.0\n");
        const RunControl control;
        QCOMPARE(readDataset(unbc.root, {}, control).error().kind, ErrorKind::Input);
    }

    void theSlipS0005IsSubjectS005()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 10);
        write(tree.root / "Emotion/S0005/001/S0005_001_00000010_emotion.txt", "4");
        const DatasetIndex index = read(tree);
        QCOMPARE(index.clips.at(0).label, std::optional<std::string>("fear"));
        QCOMPARE(places(index, Severity::Warning), (std::multiset<std::string>{"Emotion/S0005:0"}));
    }

    void twoSpellingsOfASubjectLoseNoClip()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 10);
        tree.sequence("S0005", "001", 11);
        tree.emotion("S005", "001", 10, "4");
        const DatasetIndex index = read(tree);
        QCOMPARE(index.clips.size(), std::size_t(2));
        QCOMPARE(index.subjects(), std::vector<std::string>{"S005"});
        QVERIFY(index.clips[0].id != index.clips[1].id);
        QCOMPARE(index.labelCounts(), (std::map<std::string, int>{{"fear", 1}}));
    }

    /// Every fault gives its warning, at its place, and takes nothing from its neighbours.
    void plantedFaultsGiveExactlyTheirWarnings()
    {
        Tree tree = makeTree();
        for (const char* sequence : {"001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011"})
            tree.sequence("S001", sequence, 12);
        tree.sequence("S002", "001", 12); // sound
        tree.emotion("S002", "001", 12, "6");
        tree.facs("S002", "001", 12, "1 0\n4 2\n15 3\n");

        std::multiset<std::string> expected;
        const auto fault = [&](const std::string& place) { expected.insert(place); };
        tree.emotion("S001", "001", 12, "\n 3.0a\n"); // a letter
        fault("Emotion/S001/001/S001_001_00000012_emotion.txt:2");
        tree.emotion("S001", "002", 12, "8"); // out of range
        fault("Emotion/S001/002/S001_002_00000012_emotion.txt:1");
        tree.emotion("S001", "003", 12, "2.5"); // no code
        fault("Emotion/S001/003/S001_003_00000012_emotion.txt:1");
        tree.emotion("S001", "004", 12, ""); // empty
        fault("Emotion/S001/004/S001_004_00000012_emotion.txt:0");
        tree.facs("S001", "005", 12, "1 2\n4 x\n12\n200 1\n6 7\n1 3\n25 1e0\n"); // lines 2 to 6
        for (const char* line : {"2", "3", "4", "5", "6"})
            fault("FACS/S001/005/S001_005_00000012_facs.txt:" + std::string(line));
        tree.emotion("S001", "006", 11, "1"); // two files, the one of the last frame counts
        tree.emotion("S001", "006", 12, "5");
        fault("Emotion/S001/006/S001_006_00000012_emotion.txt:0");
        tree.emotion("S001", "007", 9, "7"); // not on the last frame
        fault("Emotion/S001/007/S001_007_00000009_emotion.txt:0");
        fs::remove(tree.root / tree.images / "S001/008/S001_008_00000005.png"); // gap
        fs::remove(tree.root / tree.images / "S001/008/S001_008_00000006.png");
        fault("cohn-kanade-images/S001/008:0");
        write(tree.root / tree.images / "S001/009/S001_009_00000003.png", ""); // 0 bytes
        fault("cohn-kanade-images/S001/009/S001_009_00000003.png:0");
        write(tree.root / tree.images / "S001/010/S001_010_00000004.jpg", "x"); // frame 4 twice
        fault("cohn-kanade-images/S001/010/S001_010_00000004.png:0");
        tree.emotion("S001", "011", 12, "4\n5\n"); // a second line
        fault("Emotion/S001/011/S001_011_00000012_emotion.txt:2");
        tree.emotion("S009", "001", 20, "1"); // no pictures
        fault("Emotion/S009/001/S009_001_00000020_emotion.txt:0");
        tree.facs("S009", "001", 20, "1 1");
        fault("FACS/S009/001/S009_001_00000020_facs.txt:0");
        fs::create_directories(tree.root / tree.images / "S003/001"); // empty sequence folder
        fault("cohn-kanade-images/S003/001:0");
        write(tree.root / tree.images / "S002/S002_001_00000001.png", "x"); // outside a sequence
        fault("cohn-kanade-images/S002:0");
        write(tree.root / "Emotion/S002/S002_001_00000012_emotion.txt", "1"); // outside a sequence
        fault("Emotion/S002/S002_001_00000012_emotion.txt:0");

        const DatasetIndex index = read(tree);
        const auto found = places(index, Severity::Warning);
        QVERIFY2(found == expected, listed(index).c_str());
        QCOMPARE(index.clips.size(), std::size_t(12));
        QCOMPARE(index.labelCounts(),
                 (std::map<std::string, int>{{"fear", 1}, {"happiness", 1}, {"sadness", 1}, {"surprise", 1}}));
        QCOMPARE(index.find("S001_006")->label, std::optional<std::string>("happiness"));
        QCOMPARE(index.find("S001_007")->label, std::optional<std::string>("surprise"));
        QCOMPARE(index.find("S001_005")->actionUnits.size(), std::size_t(2));
        QCOMPARE(index.find("S001_008")->frameCount, std::optional<int>(10));
        QCOMPARE(index.find("S001_010")->frameCount, std::optional<int>(12));
        QCOMPARE(index.find("S002_001")->actionUnits.size(), std::size_t(3));
    }

    void aMissingBeginningIsAGap()
    {
        Tree tree = makeTree();
        for (int frame = 4; frame <= 15; ++frame) tree.picture("S001", "001", frame);
        const DatasetIndex index = read(tree);
        QCOMPARE(places(index, Severity::Warning), (std::multiset<std::string>{"cohn-kanade-images/S001/001:0"}));
        QVERIFY(listed(index).find("1 to 3") != std::string::npos);
    }

    void filesNamedAfterAnotherSequenceAreReported()
    {
        Tree tree = makeTree();
        tree.sequence("S001", "001", 10);
        tree.sequence("S002", "001", 10);
        write(tree.root / "Emotion/S001/001/S002_001_00000010_emotion.txt", "1");
        for (int frame = 11; frame <= 13; ++frame)
            write(tree.root / tree.images / "S002/001" / (frameName("S001", "001", frame) + ".png"), "x");
        const DatasetIndex index = read(tree);
        QCOMPARE(places(index, Severity::Warning),
                 (std::multiset<std::string>{"Emotion/S001/001/S002_001_00000010_emotion.txt:0",
                                             "cohn-kanade-images/S002/001:0"}));
        QCOMPARE(index.find("S002_001")->frameCount, std::optional<int>(13));
        QCOMPARE(index.find("S001_001")->label, std::optional<std::string>("anger"));
    }

    void shortSequencesAreANote()
    {
        Tree tree = makeTree();
        tree.sequence("S001", "001", 9);
        tree.sequence("S001", "002", 10);
        tree.emotion("S001", "001", 9, "1");
        tree.emotion("S001", "002", 10, "1");
        const DatasetIndex index = read(tree);
        QCOMPARE(index.clips.size(), std::size_t(2));
        QVERIFY(places(index, Severity::Warning).empty());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{"cohn-kanade-images/S001/001:0"}));
    }

    void unreadableFoldersAndFilesAreReported()
    {
        Tree tree = makeTree();
        tree.sequence("S001", "001", 10);
        tree.sequence("S001", "002", 10);
        tree.emotion("S001", "001", 10, "1");
        tree.emotion("S001", "002", 10, "1");
        fs::permissions(m_temporary.path().toStdString(), fs::perms::all);
        const fs::path closed = tree.root / tree.images / "S001/002";
        const fs::path closedFile = tree.root / "Emotion/S001/001/S001_001_00000010_emotion.txt";
        fs::permissions(closed, fs::perms::none);
        fs::permissions(closedFile, fs::perms::none);
        std::optional<DatasetIndex> index;
        {
            const CommonUser user;
            if (!user.dropped()) QSKIP("the rights of root cannot be given up here");
            index = read(tree);
        }
        fs::permissions(closed, fs::perms::all);
        QCOMPARE(places(*index, Severity::Warning),
                 (std::multiset<std::string>{"Emotion/S001/001/S001_001_00000010_emotion.txt:0",
                                             "cohn-kanade-images/S001/002:0"}));
        QCOMPARE(index->clips.size(), std::size_t(1));
    }

    void ownLandmarksAreReadOnlyOnRequest()
    {
        Tree tree = makeTree();
        tree.sequence("S005", "001", 3);
        std::string points;
        for (int i = 0; i < 68; ++i) points += "  " + std::to_string(i) + ".5000000e+00  2.0000000e+02\n";
        write(tree.root / "Landmarks/S005/001/S005_001_00000001_landmarks.txt", points);
        write(tree.root / "Landmarks/S005/001/S005_001_00000003_landmarks.txt", "1 2\n");
        const DatasetIndex index = read(tree);
        const auto ckplus = std::find_if(readers().begin(), readers().end(), [](auto* r) { return r->id == "ckplus"; });
        QVERIFY(ckplus != readers().end() && (*ckplus)->landmarks);
        const auto landmarks = (*ckplus)->landmarks(index, index.clips.at(0));
        QVERIFY(landmarks.ok());
        QCOMPARE(landmarks->size(), std::size_t(3));
        QVERIFY(landmarks->at(0).has_value());
        QCOMPARE(landmarks->at(0)->at(67), (Point{67.5f, 200.0f}));
        QVERIFY(!landmarks->at(1) && !landmarks->at(2));
    }

    void cancelEndsTheReading()
    {
        Tree tree = makeTree();
        tree.sequence("S001", "001", 10);
        RunControl control;
        control.requestCancel();
        QCOMPARE(readDataset(tree.root, "ckplus", control).error().kind, ErrorKind::Cancelled);
    }

    void foldersThatAreNoDatasetGetWords_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QByteArray>("named");
        const auto add = [](const char* what, const char* reader, ErrorKind kind, const char* named) {
            QTest::addRow("%s %s", what, reader) << QByteArray(what) << QByteArray(reader) << kind << QByteArray(named);
        };
        add("missing", "", ErrorKind::Input, "no such folder");
        add("file", "", ErrorKind::Input, "file, not a folder");
        add("empty", "", ErrorKind::Input, "empty");
        add("other", "", ErrorKind::Input, "ckplus");
        add("other", "ckplus", ErrorKind::Input, "cohn-kanade-images");
        add("other", "ck+", ErrorKind::Usage, "ckplus");
        add("bare", "", ErrorKind::Input, "no picture sequence");
    }

    void foldersThatAreNoDatasetGetWords()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, reader);
        QFETCH(ErrorKind, kind);
        QFETCH(QByteArray, named);
        const fs::path root = makeTree().root;
        fs::create_directories(root / "empty");
        fs::create_directories(root / "bare/cohn-kanade-images/S001");
        write(root / "file", "x");
        write(root / "other/notes.txt", "x");
        const RunControl control;
        const auto index = readDataset(root / what.toStdString(), reader.toStdString(), control);
        QVERIFY(!index.ok());
        QCOMPARE(index.error().kind, kind);
        const QByteArray message = QByteArray::fromStdString(index.error().message());
        QVERIFY2(message.contains(named), message.constData());
    }
};

QTEST_GUILESS_MAIN(TestCkPlus)
#include "test_ckplus.moc"

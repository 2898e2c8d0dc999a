// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_source.h"
#include "tests/support/planted.h"
#include "tests/support/shared_media.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace mien;
using namespace mien::planted;

namespace {

namespace fs = std::filesystem;

/// CLASS/SUBJECT/clip.mp4 and CLASS/SUBJECT/clip/0001.png…: two subjects, three classes, nothing to say about it.
/// Files hold no picture: a reader decodes none.
void plainTree(const fs::path& root)
{
    for (const char* name : {"anger", "Happy", "neutral"})
        for (const char* subject : {"S01", "S02"}) {
            write(root / name / subject / "one.mp4", "video");
            for (int frame = 1; frame <= 3; ++frame)
                write(root / name / subject / "two" / ("000" + std::to_string(frame) + ".png"), "picture");
        }
}

const std::set<std::string> plainClips = {
    "anger_S01_one S01 anger",     "anger_S01_two S01 anger",     "anger_S02_one S02 anger",
    "anger_S02_two S02 anger",     "Happy_S01_one S01 happiness", "Happy_S01_two S01 happiness",
    "Happy_S02_one S02 happiness", "Happy_S02_two S02 happiness", "neutral_S01_one S01 neutral",
    "neutral_S01_two S01 neutral", "neutral_S02_one S02 neutral", "neutral_S02_two S02 neutral"};

/// One fault, planted alone in plainTree().
struct Planted
{
    const char* name;
    std::function<void(const fs::path& root)> plant;
    std::multiset<std::string> warnings;
    std::set<std::string> lost;  ///< clips that the fault itself takes
    std::set<std::string> added; ///< and brings
};

/// fault → exact diagnostic
const std::vector<Planted>& faults()
{
    static const std::vector<Planted> all = {
        {"empty video",
         [](const fs::path& r) { write(r / "anger/S01/one.mp4", ""); },
         {"anger/S01/one.mp4: the file is empty (0 bytes); it is left out"},
         {"anger_S01_one S01 anger"},
         {}},
        {"empty picture in a sequence",
         [](const fs::path& r) { write(r / "anger/S01/two/0002.png", ""); },
         {"anger/S01/two/0002.png: the file is empty (0 bytes); it is left out"},
         {},
         {}},
        {"broken link",
         [](const fs::path& r) { fs::create_symlink("nowhere.mp4", r / "anger/S01/three.mp4"); },
         {"anger/S01/three.mp4: the file cannot be reached (No such file or directory); it is left out"},
         {},
         {}},
        {"missing frame",
         [](const fs::path& r) { fs::remove(r / "Happy/S02/two/0002.png"); },
         {"Happy/S02/two: frame 2 is missing; the clip goes on without"},
         {},
         {}},
        {"second picture of a frame",
         [](const fs::path& r) { write(r / "neutral/S01/two/0003.jpg", "picture"); },
         {"neutral/S01/two/0003.png: is a second picture of frame 3; '0003.jpg' is used"},
         {},
         {}},
        {"picture without a number",
         [](const fs::path& r) { write(r / "neutral/S01/two/cover.png", "picture"); },
         {"neutral/S01/two: 1 pictures have no frame number; they stand behind the others in order of their names"},
         {},
         {}},
        {"clip folder without pictures",
         [](const fs::path& r) { write(r / "anger/S01/three/readme.txt", "text"); },
         {"anger/S01/three: the folder holds no picture and no video; it is left out"},
         {},
         {}},
        {"class folder without pictures",
         [](const fs::path& r) { fs::create_directories(r / "fear"); },
         {"fear: the class folder holds no picture and no video; it is left out"},
         {},
         {}},
        {"sequence of empty pictures",
         [](const fs::path& r) { write(r / "anger/S02/three/1.png", ""); },
         {"anger/S02/three/1.png: the file is empty (0 bytes); it is left out",
          "anger/S02/three: no picture of the sequence is usable; the clip is left out"},
         {},
         {}},
        {"pictures beside the class folders",
         [](const fs::path& r) { write(r / "stray.png", "picture"); },
         {"1 pictures and videos lie outside a class folder and are not used"},
         {},
         {}},
        {"too deep",
         [](const fs::path& r) { write(r / "anger/S01/two/old/0001.png", "picture"); },
         {"anger/S01/two/old: lies deeper than a clip may lie and is not used"},
         {},
         {}},
        {"pictures and videos in one clip folder",
         [](const fs::path& r) { write(r / "anger/S01/two/film.avi", "video"); },
         {"anger/S01/two: holds pictures and videos; the pictures are taken for a sequence and each video for a clip "
          "of its own"},
         {},
         {"anger_S01_two_film S01 anger"}},
        {"two clips of one name",
         [](const fs::path& r) { write(r / "anger/S01/one.avi", "video"); },
         {"anger/S01/one.mp4: a second clip would be called anger_S01_one; this one is called anger_S01_one-2"},
         {},
         {"anger_S01_one-2 S01 anger"}},
        {"two folders of one class",
         [](const fs::path& r) {
             for (const char* subject : {"S01", "S02"}) write(r / "happiness" / subject / "one.mp4", "video");
         },
         {"the folders Happy, happiness are all read as happiness"},
         {},
         {"happiness_S01_one S01 happiness", "happiness_S02_one S02 happiness"}},
        {"link to a folder above",
         [](const fs::path& r) { fs::create_directory_symlink(r, r / "anger/S01/loop"); },
         {"anger/S01/loop: the folder cannot be read: it is a link to a folder above it; it is left out"},
         {},
         {}},
        {"stills or a sequence",
         [](const fs::path& r) {
             for (const char* name : {"a.png", "b.png"}) write(r / "anger/S01" / name, "picture");
         },
         {"anger/S01: the pictures are not numbered without a gap; each is taken for a still of its own"},
         {},
         {"anger_S01_a S01 anger", "anger_S01_b S01 anger"}},
    };
    return all;
}

const std::string unknownSubjects =
    "nothing says who is seen in the clips; each counts as a subject of its own, and no split can promise that a "
    "person is on one side only; a manifest.csv with a column subject says it (docs/manifest.md)";

const std::string looseClips =
    "no folder in it holds pictures or videos: its videos are loose clips, unlabelled, each a subject of its own";

} // namespace

class TestFolders : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    fs::path makeRoot()
    {
        const fs::path root = fs::path(m_temporary.path().toStdString()) / ("日本 'é' " + std::to_string(++m_count));
        fs::create_directories(root);
        return root;
    }

private slots:
    void classesSubjectsAndClipsAreFound()
    {
        const fs::path root = makeRoot();
        plainTree(root);
        write(root / "truth" / "anger" / "x.mp4", "video");
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.reader, std::string("folders"));
        QCOMPARE(clips(index), plainClips);
        QVERIFY2(index.diagnostics.empty(), listed(warnings(index)).c_str());
        const ClipEntry& video = *index.find("anger_S01_one");
        QCOMPARE(video.kind, ClipEntry::Kind::Video);
        QVERIFY(!video.frameCount);
        const ClipEntry& sequence = *index.find("anger_S01_two");
        QCOMPARE(sequence.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(sequence.frameCount, std::optional<int>(3));
        QCOMPARE(sequence.files.front(), fs::path("anger/S01/two/0001.png"));
    }

    void subjectsMayBeTheUpperLevel()
    {
        const fs::path root = makeRoot();
        for (const char* subject : {"P001", "P002"})
            for (const char* name : {"Anger", "Surprise"})
                for (const char* file : {"000.jpeg", "001.jpeg", "002.jpeg"})
                    write(root / subject / name / file, "picture");
        const DatasetIndex index = read(root, {});
        QCOMPARE(clips(index), (std::set<std::string>{"P001_Anger P001 anger", "P001_Surprise P001 surprise",
                                                      "P002_Anger P002 anger", "P002_Surprise P002 surprise"}));
        QCOMPARE(index.clips.front().frameCount, std::optional<int>(3));
        QVERIFY2(warnings(index).empty(), listed(warnings(index)).c_str());
    }

    void stillsOfClassesHaveNoSubject()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"angry/angry_01.jpg", "angry/angry_02.jpg", "sad/sad_01.jpg", "unknown/x.jpg"})
            write(root / file, "picture");
        const DatasetIndex index = read(root, {});
        QCOMPARE(clips(index),
                 (std::set<std::string>{"angry_angry_01 angry_angry_01 anger", "angry_angry_02 angry_angry_02 anger",
                                        "sad_sad_01 sad_sad_01 sadness", "unknown_x unknown_x -"}));
        QCOMPARE(index.clips.front().kind, ClipEntry::Kind::Image);
        QCOMPARE(warnings(index), std::multiset<std::string>{unknownSubjects});
        QCOMPARE(notes(index).size(), std::size_t(1));
    }

    void namesThatRepeatOnlyHereAndThereAreClips()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"anger/walk/1.png", "anger/talk/1.png", "fear/walk/1.png"}) write(root / file, "p");
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.clips.size(), std::size_t(3));
        QCOMPARE(index.subjects().size(), std::size_t(3));
        QCOMPARE(warnings(index), (std::multiset<std::string>{
                                      unknownSubjects, "some folders below the classes repeat under several classes "
                                                       "but not all; they are taken for clips, not for subjects"}));
    }

    void namesOfPersonsThatRepeatAreSubjects()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"anger/s1/a.mp4", "anger/s2/a.mp4", "fear/s1/a.mp4"}) write(root / file, "v");
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.subjects(), (std::vector<std::string>{"s1", "s2"}));
        QCOMPARE(warnings(index),
                 std::multiset<std::string>{"some folders below the classes repeat under several classes and sound "
                                            "like persons; all of them are taken for subjects"});
    }

    void namesOfClipsThatRepeatEverywhereAreClips()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"anger/clip1/1.png", "anger/clip2/1.png", "fear/clip1/1.png", "fear/clip2/1.png"})
            write(root / file, "p");
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.subjects().size(), std::size_t(4));
        QCOMPARE(warnings(index),
                 (std::multiset<std::string>{unknownSubjects, "the same folder names stand under every class but sound "
                                                              "like clips; they are taken for clips"}));
    }

    void ofOtherClassesTheReaderIsAskedByName()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"posed/S1/a.mp4", "genuine/S1/a.mp4"}) write(root / file, "v");
        const RunControl control;
        QVERIFY(!readDataset(root, {}, control).ok());
        const DatasetIndex index = read(root, "folders");
        QCOMPARE(clips(index), (std::set<std::string>{"posed_S1_a S1 posed", "genuine_S1_a S1 genuine"}));
        QCOMPARE(warnings(index), std::multiset<std::string>{"no folder is named after an emotion Mien knows; the "
                                                             "upper folders are taken for classes"});
        QCOMPARE(notes(index),
                 (std::multiset<std::string>{"'genuine' is no emotion Mien knows; the class keeps this name",
                                             "'posed' is no emotion Mien knows; the class keeps this "
                                             "name"}));
    }

    void videosWithoutFoldersAreLooseClips()
    {
        const fs::path root = makeRoot();
        for (const char* file : {"a.mp4", "b 2.mkv", "b 10.mkv", "table.csv", "empty folder/readme.txt"})
            write(root / file, "v");
        write(root / "cut.mp4", "");
        QCOMPARE(read(root, {}).reader, std::string("folders"));
        write(root / "face.png", "p");
        const RunControl control;
        QVERIFY(!readDataset(root, {}, control).ok()); // pictures and a video made of them?
        const DatasetIndex index = read(root, "folders");
        QCOMPARE(clips(index), (std::set<std::string>{"a a -", "b 2 b 2 -", "b 10 b 10 -"}));
        QCOMPARE(notes(index), std::multiset<std::string>{looseClips});
        QCOMPARE(warnings(index), (std::multiset<std::string>{"cut.mp4: the file is empty (0 bytes); it is left out",
                                                              "1 pictures lie beside the videos and are not used"}));
    }

    void plantedFaultsAreSaidExactly_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < faults().size(); ++i) QTest::newRow(faults()[i].name) << static_cast<int>(i);
    }
    void plantedFaultsAreSaidExactly()
    {
        QFETCH(int, index);
        const Planted& fault = faults()[static_cast<std::size_t>(index)];
        const fs::path root = makeRoot();
        plainTree(root);
        fault.plant(root);
        const DatasetIndex dataset = read(root, {});
        QVERIFY2(warnings(dataset) == fault.warnings, listed(warnings(dataset)).c_str());
        std::set<std::string> expected = plainClips;
        for (const std::string& clip : fault.lost) QVERIFY(expected.erase(clip) == 1);
        expected.insert(fault.added.begin(), fault.added.end());
        QVERIFY2(clips(dataset) == expected, listed(clips(dataset)).c_str());
    }

    void realFacesInFoldersOpen()
    {
        const auto media = sharedMedia();
        if (!media || !fs::exists(*media / "emotion_faces" / "labels.tsv")) QSKIP(sharedMediaAbsent);
        const fs::path root = makeRoot();
        std::size_t copied = 0;
        for (const auto& entry : fs::directory_iterator(*media / "emotion_faces")) {
            const std::string stem = entry.path().stem().string();
            if (entry.path().extension() != ".jpg") continue;
            const fs::path folder = root / stem.substr(0, stem.rfind('_'));
            fs::create_directories(folder);
            fs::create_symlink(entry.path(), folder / entry.path().filename());
            ++copied;
        }
        QVERIFY(copied > 0);
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.reader, std::string("folders"));
        QCOMPARE(index.clips.size(), copied);
        QCOMPARE(warnings(index), std::multiset<std::string>{unknownSubjects});
        for (const ClipEntry& clip : index.clips) QVERIFY(clip.label);
    }

    void realVideoFoldersOpenAsLooseClips_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("video") << "video";
        QTest::newRow("synthetic") << "synthetic";
    }
    void realVideoFoldersOpenAsLooseClips()
    {
        QFETCH(QString, folder);
        const auto media = sharedMedia();
        if (!media || !fs::is_directory(*media / folder.toStdString())) QSKIP(sharedMediaAbsent);
        std::size_t videos = 0;
        for (const auto& entry : fs::directory_iterator(*media / folder.toStdString()))
            videos += looksLikeVideo(entry.path());
        const DatasetIndex index = read(*media / folder.toStdString(), {});
        QVERIFY(videos > 0);
        QCOMPARE(index.clips.size(), videos);
        QVERIFY(warnings(index).empty());
        QCOMPARE(notes(index), std::multiset<std::string>{looseClips});
    }
};

QTEST_GUILESS_MAIN(TestFolders)
#include "test_folders.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/au_text.h"
#include "core/dataset/frame_label_file.h"
#include "tests/support/planted.h"
#include "tests/support/shared_media.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace mien;
using namespace mien::planted;

namespace {

namespace fs = std::filesystem;

const std::string header = "path,subject,label,first,last,onset,apex,offset,valence,arousal,AUs,lighting\n";

/// Lines 2 to 4 of every manifest here: a part of a video, a folder, a picture.
const std::string goodRows = "films/a b.mp4,S1,Happy,11,40,12,20,30,0.5,-0.25,\"6 12C, L14\",strong\n"
                             "seq/one,S1,neutral,,,,,,,,,weak\n"
                             "still.png,S2,,,,,,,,,,\n";

const std::set<std::string> goodClips = {"films_a b_11-40 S1 happiness", "seq_one S1 neutral", "still S2 -"};

void plainTree(const fs::path& root)
{
    write(root / "films" / "a b.mp4", "video");
    for (int frame = 1; frame <= 12; ++frame) write(root / "seq" / "one" / (std::to_string(frame) + ".png"), "picture");
    write(root / "still.png", "picture");
    write(root / "notes.txt", "text");
    write(root / "empty.mp4", "");
    fs::create_directories(root / "nothing");
}

/// Line 5 (and those behind it) of a manifest with a fault.
struct Planted
{
    const char* name;
    std::string rows;
    std::multiset<std::string> warnings;
    std::set<std::string> added; ///< clips of these rows
    std::string head = header;   ///< where that has the fault
};

/// fault → exact diagnostic
const std::vector<Planted>& faults()
{
    static const std::vector<Planted> all = {
        {"empty path", ",S3,fear,,,,,,,,,\n", {"manifest.csv:5: the path is empty; the row is left out"}, {}},
        {"missing file",
         "gone.mp4,S3,fear,,,,,,,,,\n",
         {"manifest.csv:5: there is no file 'gone.mp4'; the row is left out"},
         {}},
        {"folder without pictures",
         "nothing,S3,fear,,,,,,,,,\n",
         {"manifest.csv:5: the folder 'nothing' holds no picture; the row is left out"},
         {}},
        {"no video and no picture",
         "notes.txt,S3,fear,,,,,,,,,\n",
         {"manifest.csv:5: 'notes.txt' is no video and no picture by its name; the row is left out"},
         {}},
        {"empty file",
         "empty.mp4,S3,fear,,,,,,,,,\n",
         {"manifest.csv:5: the file 'empty.mp4' is empty or cannot be reached; the row is left out"},
         {}},
        {"same row again",
         "./still.png,S2,,,,,,,,,,\n",
         {"manifest.csv:5: is the same part of the same file as line 4; the row is left out"},
         {}},
        {"same row with another label",
         "seq/one,S1,anger,,,,,,,,,\n",
         {"manifest.csv:5: is the same part of the same file as line 3 but says 'anger' where that says 'neutral'; the "
          "row is left out"},
         {}},
        {"range back to front",
         "films/a b.mp4,S1,fear,90,50,,,,,,,\n",
         {"manifest.csv:5: first 90 is behind last 50; the row is left out"},
         {}},
        {"range that is no number",
         "films/a b.mp4,S1,fear,x,50,,,,,,,\n",
         {"manifest.csv:5: first 'x' is no frame number (frames count from 1)",
          "manifest.csv:5: which part of the file is meant cannot be told; the row is left out"},
         {}},
        {"range that starts at 0",
         "films/a b.mp4,S1,fear,0,50,,,,,,,\n",
         {"manifest.csv:5: first '0' is no frame number (frames count from 1)",
          "manifest.csv:5: which part of the file is meant cannot be told; the row is left out"},
         {}},
        {"range behind the pictures",
         "seq/one,S1,fear,13,20,,,,,,,\n",
         {"manifest.csv:5: first 13 is behind the last of 12 pictures; the row is left out"},
         {}},
        {"range beyond the pictures",
         "seq/one,S1,fear,9,20,,,,,,,\n",
         {"manifest.csv:5: last 20 is behind the last of 12 pictures; the clip ends there"},
         {"seq_one_9-20 S1 fear"}},
        {"apex outside the clip",
         "films/a b.mp4,S1,fear,50,60,,61,,,,,\n",
         {"manifest.csv:5: apex 61 is outside the clip; it is left empty"},
         {"films_a b_50-60 S1 fear"}},
        {"marks out of order",
         "films/a b.mp4,S1,fear,50,60,55,52,60,,,,\n",
         {"manifest.csv:5: onset, apex and offset are not in this order; all three are left empty"},
         {"films_a b_50-60 S1 fear"}},
        {"a slash for a mark",
         "films/a b.mp4,S1,fear,50,60,50,/,60,,,,\n",
         {"manifest.csv:5: apex '/' is no frame number (frames count from 1)"},
         {"films_a b_50-60 S1 fear"}},
        {"valence out of range",
         "films/a b.mp4,S1,fear,50,60,,,,-5,0.1,,\n",
         {"manifest.csv:5: valence '-5' is no number from -1 to 1; it is left empty"},
         {"films_a b_50-60 S1 fear"}},
        {"no action unit",
         "films/a b.mp4,S1,fear,50,60,,,,,,1 4F 1,\n",
         {"manifest.csv:5: '4F' is no action unit; it is left out",
          "manifest.csv:5: action unit 1 is named twice; the first one counts"},
         {"films_a b_50-60 S1 fear"}},
        {"too few fields",
         "films/a b.mp4,S1,fear,50,60\n",
         {"manifest.csv:5: 5 fields where the header has 12; those that are missing count as empty"},
         {"films_a b_50-60 S1 fear"}},
        {"too many fields",
         "films/a b.mp4,S1,fear,50,60,,,,,,,strong,very\n",
         {"manifest.csv:5: 13 fields where the header has 12; those behind are not used (a comma inside a field needs "
          "quotes)"},
         {"films_a b_50-60 S1 fear"}},
        {"open quote",
         "\"films/a b.mp4,S1,fear,50,60,,,,,,,\nfilms/a b.mp4,S1,anger,70,80,,,,,,,\n",
         {"manifest.csv:5: a quote opens in this line and does not close; the line is left out"},
         {"films_a b_70-80 S1 anger"}},
        {"not UTF-8",
         "films/a b.mp4,S1,fear,50,60,,,,,,,caf\xE9\n",
         {"manifest.csv:5: the line is not UTF-8; its text is kept as it is"},
         {"films_a b_50-60 S1 fear"}},
        {"no subject",
         "films/a b.mp4,,fear,50,60,,,,,,,\n",
         {"manifest.csv:5: the subject is empty in 1 rows, this one first; each such clip counts as a subject of its "
          "own, and no split can promise that a person is on one side only"},
         {"films_a b_50-60 films_a b_50-60 fear"}},
        {"missing picture in a list",
         "seq/one/1.png|seq/one/99.png,S1,fear,,,,,,,,,\n",
         {"manifest.csv:5: there is no file 'seq/one/99.png'; the row is left out"},
         {}},
        {"column twice",
         "",
         {"manifest.csv:1: the column 'label' is there twice; the first one counts"},
         {},
         "path,subject,label,first,last,onset,apex,offset,valence,arousal,AUs,Label\n"},
    };
    return all;
}

/// What differs between two readings; empty if nothing does.
std::string difference(const DatasetIndex& a, const DatasetIndex& b)
{
    const auto units = [](const ClipEntry& clip) { return formatActionUnits(clip.actionUnits); };
    if (a.clips.size() != b.clips.size()) return "number of clips";
    for (std::size_t i = 0; i < a.clips.size(); ++i) {
        const ClipEntry &x = a.clips[i], &y = b.clips[i];
        const bool same = x.id == y.id && x.subject == y.subject && x.kind == y.kind && x.firstFrame == y.firstFrame &&
                          x.frameCount == y.frameCount && x.onset == y.onset && x.apex == y.apex &&
                          x.offset == y.offset && x.label == y.label && units(x) == units(y) &&
                          x.valence == y.valence && x.arousal == y.arousal && x.attributes == y.attributes &&
                          x.hasFrameLabels == y.hasFrameLabels;
        if (!same) return x.id;
        const auto left = a.absoluteFiles(x), right = b.absoluteFiles(y);
        const bool sameFiles =
            std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const fs::path& l, const fs::path& r) {
                return l.lexically_normal() == r.lexically_normal();
            });
        if (!sameFiles) return x.id + ": files";
    }
    return {};
}

} // namespace

class TestManifest : public QObject
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
    void rowsBecomeClips_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("UTF-8") << QByteArray();
        QTest::newRow("with a byte order mark") << QByteArray("\xEF\xBB\xBF");
    }
    void rowsBecomeClips()
    {
        QFETCH(QByteArray, start);
        const fs::path root = makeRoot();
        plainTree(root);
        write(root / "manifest.csv", start.toStdString() + header + goodRows);
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.reader, std::string("manifest"));
        QCOMPARE(clips(index), goodClips);
        QVERIFY2(index.diagnostics.empty(), listed(warnings(index)).c_str());
        const ClipEntry& part = *index.find("films_a b_11-40");
        QCOMPARE(part.kind, ClipEntry::Kind::Video);
        QCOMPARE(part.firstFrame, 10);
        QCOMPARE(part.frameCount, std::optional<int>(30));
        QCOMPARE(part.onset, std::optional<int>(1)); // frame 12 of the file is the second of the clip
        QCOMPARE(part.apex, std::optional<int>(9));
        QCOMPARE(part.offset, std::optional<int>(19));
        QCOMPARE(part.valence, std::optional<double>(0.5));
        QCOMPARE(part.arousal, std::optional<double>(-0.25));
        QCOMPARE(formatActionUnits(part.actionUnits), std::string("6 12C L14"));
        QCOMPARE(part.attributes, (std::map<std::string, std::string>{{"lighting", "strong"}}));
        QCOMPARE(index.find("seq_one")->frameCount, std::optional<int>(12));
        QCOMPARE(index.find("seq_one")->files.back(), fs::path("seq/one/12.png"));
        QCOMPARE(index.find("still")->kind, ClipEntry::Kind::Image);
    }

    void aPartOfAFolderIsItsPictures()
    {
        const fs::path root = makeRoot();
        plainTree(root);
        write(root / "manifest.csv", "path,subject,first,last,apex\nseq/one,S1,3,5,5\n");
        const ClipEntry clip = read(root, {}).clips.front();
        QCOMPARE(clip.files, (std::vector<fs::path>{"seq/one/3.png", "seq/one/4.png", "seq/one/5.png"}));
        QCOMPARE(clip.firstFrame, 0);
        QCOMPARE(clip.frameCount, std::optional<int>(3));
        QCOMPARE(clip.apex, std::optional<int>(2));
    }

    void quotesCommasAndLineBreaksInFieldsAreKept()
    {
        const fs::path root = makeRoot();
        write(root / "a, \"b\".png", "picture");
        write(root / "c.png", "picture");
        write(root / "manifest.csv", "path,subject,remark\r\n\"a, \"\"b\"\".png\",S1,\"two\nlines\"\r\nc.png,S1,\r\n"
                                     "gone.png,S1,\r\n");
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.find("a, \"b\"")->attributes.at("remark"), std::string("two\nlines"));
        QVERIFY(index.find("c")->attributes.empty());
        // The line break inside the field counts as a line of the file.
        QCOMPARE(warnings(index),
                 std::multiset<std::string>{"manifest.csv:5: there is no file 'gone.png'; the row is left out"});
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
        write(root / "manifest.csv", fault.head + goodRows + fault.rows);
        const DatasetIndex dataset = read(root, {});
        QVERIFY2(warnings(dataset) == fault.warnings, listed(warnings(dataset)).c_str());
        std::set<std::string> expected = goodClips;
        expected.insert(fault.added.begin(), fault.added.end());
        QVERIFY2(clips(dataset) == expected, listed(clips(dataset)).c_str());
    }

    /// Spreadsheets of many countries save so; the decimal comma that goes with it is not guessed at.
    void semicolonsAndTabsPartFieldsToo()
    {
        const RunControl control;
        for (const std::string separator : {";", "\t"}) {
            const fs::path root = makeRoot();
            plainTree(root);
            const auto row = [&](const std::vector<std::string>& cells) { return text::join(cells, separator) + "\n"; };
            write(root / "manifest.csv", row({"path", "subject", "label", "valence", "AUs"}) +
                                             row({"seq/one", "S1", "Happy", "0,5", "\"6, 12C\""}) +
                                             row({"still.png", "S2", "Hapiness", "-0.5", "", "more"}));
            const auto index = readDataset(root, {}, control);
            QVERIFY2(index, index ? "" : index.error().message().c_str());
            QCOMPARE(index->reader, std::string("manifest"));
            const std::set<std::string> expected = {"seq_one S1 happiness", "still S2 Hapiness"};
            QVERIFY2(clips(*index) == expected, listed(clips(*index)).c_str());
            QCOMPARE(index->find("seq_one")->actionUnits.size(), std::size_t{2});
            QVERIFY(!index->find("seq_one")->valence && index->find("still")->valence == -0.5);
            const std::string inside = separator == ";" ? "semicolon" : "tab";
            const std::multiset<std::string> warnings = {
                "manifest.csv:2: valence '0,5' is no number from -1 to 1 (the decimal sign is a point); it is left "
                "empty",
                "manifest.csv:3: 6 fields where the header has 5; those behind are not used (a " + inside +
                    " inside a field needs quotes)",
                "manifest.csv:3: 'Hapiness' is no emotion Mien knows (is happiness meant?); the class keeps this name"};
            const auto said = mien::planted::said(*index, Diagnostic::Severity::Warning);
            QVERIFY2(said == warnings, listed(said).c_str());
        }
    }

    void whatNoRowCanBeReadFromIsAnErrorInWords()
    {
        const RunControl control;
        const fs::path root = makeRoot();
        write(root / "manifest.csv", "file;label\na.mp4;fear\n");
        auto index = readDataset(root, {}, control); // without being told which reader
        QVERIFY(!index);
        QCOMPARE(index.error().what, std::string("the column 'path' is missing"));
        QVERIFY2(index.error().remedy.find("--reader") != std::string::npos, index.error().remedy.c_str());
        write(root / "manifest.csv", "\xFF\xFEp");
        index = readDataset(root, "manifest", control);
        QVERIFY(!index);
        QCOMPARE(index.error().what, std::string("the file is UTF-16"));
        write(root / "manifest.csv", "path\ngone.mp4\n");
        index = readDataset(root, "manifest", control);
        QVERIFY(!index);
        QVERIFY(index.error().what.find("line 2: there is no file 'gone.mp4'") != std::string::npos);
    }

    void aWrittenManifestReadsBackIdentical_data()
    {
        QTest::addColumn<bool>("elsewhere");
        QTest::newRow("in the dataset's folder") << false;
        QTest::newRow("in another folder") << true;
    }
    void aWrittenManifestReadsBackIdentical()
    {
        QFETCH(bool, elsewhere);
        const fs::path root = makeRoot();
        plainTree(root);
        write(root / "odd \"name\", é.mp4", "video");
        DatasetIndex index = read(
            [&] {
                write(root / "manifest.csv", header + goodRows + "seq/one,S1,anger,3,5,3,4,5,,,,\n");
                return root;
            }(),
            {});
        ClipEntry odd;
        odd.id = "z/odd \"id\"";
        odd.subject = "Sü, 1";
        odd.kind = ClipEntry::Kind::Video;
        odd.files = {"odd \"name\", é.mp4"};
        odd.firstFrame = 7;
        odd.label = "boredom";
        odd.onset = 0;
        odd.apex = 3;
        odd.valence = 0.1;
        odd.arousal = -1.0 / 3;
        odd.actionUnits = {{4, 2.5, 'B'}, {12, 3.0, 'L'}, {12, std::nullopt, 'R'}, {25, 0.0, 'B'}};
        odd.attributes = {{"label", "of its own"}, {"Lighting", "weak"}, {"attribute:x", "two\nlines"}};
        index.clips.push_back(odd);
        ClipEntry scattered; // not in the order of the folder, so that only a list can say it
        scattered.id = "zz";
        scattered.subject = "S1";
        scattered.files = {"seq/one/9.png", "seq/one/2.png", "still.png"};
        scattered.frameCount = 3;
        index.clips.push_back(scattered);
        ClipEntry one; // a sequence of one picture is no still
        one.id = "zzz";
        one.subject = "S1";
        one.files = {"seq/one/7.png"};
        one.frameCount = 1;
        index.clips.push_back(one);

        const RunControl control;
        const fs::path target = elsewhere ? makeRoot() / "deep" / "er" : root;
        const auto written = writeManifest(index, target, control);
        QVERIFY2(written.ok(), written ? "" : written.error().message().c_str());
        const DatasetIndex again = read(target, "manifest");
        QVERIFY2(warnings(again).empty(), listed(warnings(again)).c_str());
        const std::string wrong = difference(index, again);
        QVERIFY2(wrong.empty(), wrong.c_str());
        // And once more: the same bytes.
        const auto first = manifestText(index, target), second = manifestText(again, target);
        QVERIFY(first.ok() && second.ok());
        QCOMPARE(*second, *first);
    }

    void labelsOfFramesGoAlong()
    {
        const fs::path root = makeRoot();
        plainTree(root);
        for (const char* picture : {"1.png", "2.png", "3.png"}) write(root / "three" / picture, "picture");
        write(root / "manifest.csv", "path,subject,id\nthree,S1,a/1\nfilms/a b.mp4,S1,b\n");
        const float none = std::numeric_limits<float>::quiet_NaN();
        FrameLabels labels;
        labels.expression = {"fear", "", "anger"};
        labels.valence = {0.25F, none, -1.0F};
        labels.arousal = {none, 0.1F, 0.2F};
        labels.actionUnits = {{1, {0, none, 1}}, {12, {2.5F, 3, none}}};
        write(frameLabelFile(root, "a/1"), frameLabelText(labels));
        const RunControl control;
        const DatasetIndex index = read(root, {});
        QVERIFY(index.find("a/1")->hasFrameLabels);
        QVERIFY(!index.find("b")->hasFrameLabels);
        const fs::path copy = makeRoot();
        QVERIFY(writeManifest(index, copy, control).ok());
        const DatasetIndex again = read(copy, {});
        const auto back = readFrameLabels(frameLabelFile(copy, "a/1"));
        QVERIFY(back.ok());
        QCOMPARE(frameLabelText(*back), frameLabelText(labels));
        QCOMPARE(back->expression, labels.expression);
        QVERIFY(std::isnan(back->valence[1]) && back->valence[2] == -1.0F);
        QCOMPARE(back->actionUnits.at(12)[0], 2.5F);
        QVERIFY(again.find("a/1")->hasFrameLabels);
    }

    void labelsOfFramesAreThoseOfTheClip()
    {
        const fs::path root = makeRoot();
        for (const char* picture : {"1.png", "2.png", "3.png"}) write(root / "three" / picture, "picture");
        write(root / "manifest.csv", "path,id\nthree,a\n");
        write(frameLabelFile(root, "a"), "frame,valence\n1,0\n2,0\n");
        const DatasetIndex index = read(root, {});
        const Reader* reader = readers().front();
        QCOMPARE(reader->id, std::string("manifest"));
        const auto labels = reader->frameLabels(index, index.clips.front());
        QVERIFY(!labels);
        QCOMPARE(labels.error().what, std::string("labels 2 frames where the clip has 3"));
    }

    void columnsOfLabelsStandThereOnce()
    {
        const fs::path root = makeRoot();
        for (const char* header : {"frame,valence,Valence", "frame,AU1,AU01", "frame,expression,expression"}) {
            write(root / "l.csv", std::string(header) + "\n1,0,0\n");
            const auto labels = readFrameLabels(root / "l.csv");
            QVERIFY(!labels);
            QVERIFY2(labels.error().what.find("is there twice") != std::string::npos, labels.error().what.c_str());
        }
        write(root / "l.csv", "frame,AU99999999999,AU-1,audio,note,note\n1,0,0,0,0,0\n");
        const auto labels = readFrameLabels(root / "l.csv");
        QVERIFY(labels && labels->empty());
    }

    void aFrameThatIsMissingInTheLabelsIsAnErrorWithItsLine()
    {
        const fs::path root = makeRoot();
        write(root / "l.csv", "frame,valence\n1,0\n3,0\n");
        const auto gap = readFrameLabels(root / "l.csv");
        QVERIFY(!gap);
        QVERIFY(gap.error().where.find("line 3") != std::string::npos);
        write(root / "l.csv", "frame,valence\n1,0\n2,x\n");
        const auto word = readFrameLabels(root / "l.csv");
        QVERIFY(!word);
        QVERIFY(word.error().where.find("line 3") != std::string::npos);
    }

    void actionUnitsAreReadAsCodersWriteThem()
    {
        std::vector<std::string> faults;
        const auto units = parseActionUnits("AU1+2b, R4C;L12  6:2.5", faults);
        QVERIFY2(faults.empty(), listed(faults).c_str());
        QCOMPARE(formatActionUnits(units), std::string("1 2B R4C L12 6:2.5"));
        QCOMPARE(units[1].intensity, std::optional<double>(2));
        QVERIFY(!units[0].intensity);
        QCOMPARE(units[3].side, 'L');
        QVERIFY(parseActionUnits("", faults).empty());
        for (const char* bad : {"0", "100", "X4", "4F", "4:", "4:x", "L", "4AB", "-4", "4:1001", "4:2e200"}) {
            faults.clear();
            QVERIFY2(parseActionUnits(bad, faults).empty() && faults.size() == 1, bad);
        }
    }

    void realFacesWithTheirLabelsOpen()
    {
        const auto media = sharedMedia();
        if (!media || !fs::exists(*media / "emotion_faces" / "labels.tsv")) QSKIP(sharedMediaAbsent);
        const auto labels = files::read(*media / "emotion_faces" / "labels.tsv");
        QVERIFY(labels.ok());
        const fs::path root = makeRoot();
        std::string rows = "path,label,source\n";
        std::size_t count = 0;
        for (const std::string& line : text::split(*labels, '\n')) {
            const auto cells = text::split(line, '\t');
            if (cells.size() < 4 || cells[0] == "file") continue;
            rows += csv::line({(*media / "emotion_faces" / cells[0]).string(), cells[1], cells[3]});
            ++count;
        }
        QVERIFY(count > 0);
        write(root / "manifest.csv", rows);
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.clips.size(), count);
        QCOMPARE(warnings(index).size(), std::size_t(1)); // nobody says who they are
        QVERIFY(warnings(index).begin()->find("the subject is empty in " + std::to_string(count)) != std::string::npos);
        QVERIFY(index.labelCounts().count("happiness") == 1);
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "test_manifest.moc"

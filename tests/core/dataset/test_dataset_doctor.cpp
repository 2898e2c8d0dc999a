// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/dataset/dataset_doctor.h"
#include "core/media/frame_mat.h"
#include "core/render/image_file.h"
#include "tests/support/planted.h"
#include "tests/support/shared_media.h"

#include <opencv2/imgproc.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace mien;
using namespace mien::planted;

namespace {

namespace fs = std::filesystem;

/// A smooth picture of blobs, another for every seed.
void draw(const fs::path& file, int seed, int width = 64, int height = 48)
{
    cv::RNG random(static_cast<std::uint64_t>(seed));
    cv::Mat coarse(6, 8, CV_8UC3), smooth;
    random.fill(coarse, cv::RNG::UNIFORM, 0, 255);
    cv::resize(coarse, smooth, {width, height}, 0, 0, cv::INTER_CUBIC);
    fs::create_directories(file.parent_path());
    if (const auto written = writePng(file, toFrame(smooth)); !written) throw std::runtime_error(file.string());
}

/// anger and fear of two persons, 15 frames each, no two clips alike.
void plainTree(const fs::path& root)
{
    int seed = 0;
    for (const char* name : {"anger", "fear"})
        for (const char* subject : {"S1", "S2"})
            for (int frame = 10; frame < 25; ++frame)
                draw(root / name / subject / "a" / (std::to_string(frame) + ".png"), ++seed);
}

std::multiset<std::string> found(const DatasetExam& exam, Diagnostic::Severity severity)
{
    DatasetIndex carrier;
    carrier.diagnostics = exam.findings;
    return said(carrier, severity);
}

DatasetExam examine(const DatasetIndex& index)
{
    const RunControl control;
    auto exam = examineDataset(index, control);
    if (!exam) throw std::runtime_error(exam.error().message());
    return std::move(exam).value();
}

const std::multiset<std::string> plainNotes = {
    "4 of 4 sequences have fewer than 16 frames; the action-unit MobileNet leaves them out",
    "4 of 4 sequences have fewer than 101 frames; the recurrent valence and arousal networks leave them out"};

struct Planted
{
    const char* name;
    std::function<void(const fs::path& root)> plant;
    std::multiset<std::string> warnings;
};

/// fault → exact diagnostic
const std::vector<Planted>& faults()
{
    static const std::vector<Planted> all = {
        {"nothing", [](const fs::path&) {}, {}},
        {"unreadable picture",
         [](const fs::path& r) { write(r / "anger/S1/a/12.png", "no picture"); },
         {"anger/S1/a/12.png: is not an image that can be read; the frame counts as one without a face"}},
        {"wrong size",
         [](const fs::path& r) { draw(r / "fear/S2/a/24.png", 500, 32, 32); },
         {"fear/S2/a/24.png: is 32×32 where the sequence is 64×48; the frame counts as one without a face"}},
        {"the same clip under two subjects",
         [](const fs::path& r) {
             fs::copy_file(r / "anger/S1/a/17.png", r / "anger/S2/a/17.png", fs::copy_options::overwrite_existing);
         },
         {"anger/S2/a/10.png: anger_S2_a looks the same as anger_S1_a of another subject; both stay, and the leak "
          "check of a run names them if they part"}},
        {"the same clip under two subjects and labels",
         [](const fs::path& r) {
             fs::copy_file(r / "anger/S1/a/17.png", r / "fear/S2/a/17.png", fs::copy_options::overwrite_existing);
         },
         {"fear/S2/a/10.png: fear_S2_a looks the same as anger_S1_a of another subject, and their labels differ; both "
          "stay, and the leak check of a run names them if they part"}},
        {"the same picture twice of one person",
         [](const fs::path& r) {
             fs::copy_file(r / "anger/S1/a/17.png", r / "fear/S1/a/17.png", fs::copy_options::overwrite_existing);
         },
         {}},
    };
    return all;
}

} // namespace

class TestDatasetDoctor : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    fs::path makeRoot()
    {
        const fs::path root = fs::path(m_temporary.path().toStdString()) / ("é " + std::to_string(++m_count));
        fs::create_directories(root);
        return root;
    }

private slots:
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
        const DatasetExam exam = examine(read(root, "folders"));
        const auto warned = found(exam, Diagnostic::Severity::Warning);
        QVERIFY2(warned == fault.warnings, listed(warned).c_str());
        const auto noted = found(exam, Diagnostic::Severity::Note);
        QVERIFY2(noted == plainNotes, listed(noted).c_str());
        QCOMPARE(exam.lengths, std::vector<std::optional<int>>(4, 15));
    }

    void aSplitIsAsGoodAsASubject()
    {
        const fs::path root = makeRoot();
        for (const char* name : {"a.png", "b.png", "c.png"}) draw(root / name, 1);
        write(root / "manifest.csv", "path,subject,label,split\na.png,S1,fear,train\nb.png,S1,fear,test\n"
                                     "c.png,S1,fear,test\n");
        const auto warned = found(examine(read(root, {})), Diagnostic::Severity::Warning);
        QCOMPARE(warned, (std::multiset<std::string>{
                             "b.png: b looks the same as a of another split; both stay, and the leak check of a run "
                             "names them if they part",
                             "c.png: c looks the same as a of another split; both stay, and the leak check of a run "
                             "names them if they part"}));
    }

    void whatHasNoReadablePictureIsLeftOutInWords()
    {
        const fs::path root = makeRoot();
        write(root / "still.png", "no picture");
        write(root / "film.mp4", "no film");
        write(root / "manifest.csv", "path,subject,label\nstill.png,S1,fear\nfilm.mp4,S1,fear\n");
        const auto warned = found(examine(read(root, {})), Diagnostic::Severity::Warning);
        QCOMPARE(warned.size(), std::size_t(3));
        QVERIFY(warned.count("still.png: no picture of still can be read; runs leave the clip out"));
        QVERIFY(warned.begin()->find("film.mp4: ") == 0);
        QVERIFY(warned.begin()->find("; runs leave film out") != std::string::npos);
    }

    void partsOfVideosAreCheckedAgainstTheVideo()
    {
        const auto media = sharedMedia();
        const fs::path film = media ? *media / "video" / "foreman_cif.mp4" : fs::path();
        if (!media || !fs::exists(film)) QSKIP(sharedMediaAbsent);
        const fs::path root = makeRoot();
        fs::create_symlink(film, root / "film.mp4");
        write(root / "manifest.csv", "path,id,subject,label,first,last\nfilm.mp4,good,S1,fear,11,40\n"
                                     "film.mp4,long,S1,fear,290,310\nfilm.mp4,gone,S1,fear,300,310\n"
                                     "film.mp4,whole,S1,fear,,\n");
        const DatasetIndex index = read(root, {});
        const DatasetExam exam = examine(index);
        const auto warned = found(exam, Diagnostic::Severity::Warning);
        QVERIFY2(warned == (std::multiset<std::string>{
                               "film.mp4: gone begins with frame 300, but the video has only 299; runs leave the clip "
                               "out",
                               "film.mp4: long ends with frame 310, but the video has only 299; the clip ends there"}),
                 listed(warned).c_str());
        std::map<std::string, int> lengths;
        for (std::size_t i = 0; i < index.clips.size(); ++i) lengths[index.clips[i].id] = exam.lengths[i].value_or(-1);
        QCOMPARE(lengths, (std::map<std::string, int>{{"good", 30}, {"long", 10}, {"gone", 0}, {"whole", 299}}));
    }

    void labelsWithoutTheirActionUnitsAreNoted()
    {
        DatasetIndex index;
        for (const char* units : {"12", "4", ""}) {
            ClipEntry clip;
            clip.id = std::string("c") + units;
            clip.files = {clip.id + ".png"};
            clip.kind = ClipEntry::Kind::Image;
            clip.label = "happiness";
            if (*units) clip.actionUnits = {{std::stoi(units), std::nullopt, 'B'}};
            index.clips.push_back(clip);
        }
        index.clips.back().label.reset();
        const auto notes = reviewIndex(index, {1, 1, 1});
        QCOMPARE(notes.size(), std::size_t(2));
        QCOMPARE(notes[0].message, std::string("1 of 3 clips have no label; they count as unlabelled and training "
                                               "leaves them out"));
        QCOMPARE(notes[1].file, std::string("c4.png"));
        QVERIFY(notes[1].message.find("c4 is labelled happiness, but none of its action units (") == 0);
        for (const Diagnostic& note : notes) QCOMPARE(note.severity, Diagnostic::Severity::Note);
    }

    /// Clips without an emotion are of use to networks of units, valence and arousal.
    void clipsWithOtherLabelsAreNotCalledUnlabelled()
    {
        DatasetIndex index;
        index.clips.resize(3);
        for (ClipEntry& clip : index.clips) clip.kind = ClipEntry::Kind::Image;
        index.clips[0].hasFrameLabels = true;
        index.clips[1].valence = 0.5;
        index.clips[1].arousal = -0.5;
        const auto notes = reviewIndex(index, {1, 1, 1});
        QCOMPARE(notes.size(), std::size_t(2));
        QVERIFY2(notes[0].message.rfind("1 of 3 clips have no label", 0) == 0, notes[0].message.c_str());
        QVERIFY2(notes[1].message.rfind("2 of 3 clips have no emotion as a label", 0) == 0, notes[1].message.c_str());
    }

    /// The labels of these faces are a table of their own layout; a manifest made of it is a dataset.
    void realFacesOpenThroughAManifestOfTheirTable()
    {
        const auto media = sharedMedia();
        if (!media || !fs::exists(*media / "emotion_faces" / "labels.tsv")) QSKIP(sharedMediaAbsent);
        const fs::path root = makeRoot();
        fs::create_directory_symlink(*media / "emotion_faces", root / "faces");
        std::ifstream table(*media / "emotion_faces" / "labels.tsv");
        std::string manifest = "path,label\n";
        std::size_t rows = 0;
        std::string line;
        std::getline(table, line);
        for (; std::getline(table, line); ++rows) {
            const auto cells = text::split(line, '\t');
            QVERIFY(cells.size() >= 2);
            manifest += "faces/" + cells[0] + "," + cells[1] + "\n";
        }
        write(root / "manifest.csv", manifest);
        const DatasetIndex index = read(root, {});
        QCOMPARE(index.reader, std::string("manifest"));
        QCOMPARE(index.clips.size(), rows);
        const auto labels = index.labelCounts();
        for (const char* name : {"anger", "sadness", "happiness", "surprise", "neutral", "fear", "disgust"})
            QVERIFY2(labels.count(name), name);
        // What no emotion is called keeps its name, and is told.
        std::multiset<std::string> told;
        for (const std::string& note : notes(index)) told.insert(note.substr(note.find('\'')));
        const std::string end = "' is no emotion Mien knows; the class keeps this name";
        QCOMPARE(told, (std::multiset<std::string>{"'eyes_closed" + end, "'grim" + end, "'profile" + end,
                                                   "'tongue_out" + end}));
        QCOMPARE(warnings(index).size(), std::size_t{1}); // nothing says who is seen
        const DatasetExam exam = examine(index);
        QCOMPARE(exam.lengths.size(), rows);
        for (const auto& length : exam.lengths) QCOMPARE(length, std::optional<int>(1));
        for (const std::string& finding : found(exam, Diagnostic::Severity::Warning))
            QVERIFY2(finding.find("looks the same as") != std::string::npos, finding.c_str());
    }

    /// The reader says it first.
    void anEmptyPictureIsSaidOnce()
    {
        const fs::path root = makeRoot();
        plainTree(root);
        DatasetIndex index = read(root, "folders");
        write(root / "anger/S1/a/12.png", "");
        QCOMPARE(found(examine(index), Diagnostic::Severity::Warning).size(), std::size_t{1});
        index.diagnostics.push_back({Diagnostic::Severity::Warning, "anger/S1/a/12.png", 0, "the picture is empty"});
        const auto warnings = found(examine(index), Diagnostic::Severity::Warning);
        QVERIFY2(warnings.empty(), listed(warnings).c_str());
    }

    void cancelEndsIt()
    {
        const fs::path root = makeRoot();
        plainTree(root);
        RunControl control;
        control.requestCancel();
        DatasetIndex index;
        index.root = root;
        const auto exam = examineDataset(read(root, "folders"), control);
        QVERIFY(!exam);
        QCOMPARE(exam.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestDatasetDoctor)
#include "test_dataset_doctor.moc"

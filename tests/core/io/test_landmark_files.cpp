// SPDX-License-Identifier: GPL-3.0-or-later
//
// Landmarks written by writeLandmarks() and read by readLandmarks(), as files and as folders.
#include "core/base/text.h"
#include "core/io/landmark_files.h"
#include "core/io/landmark_source.h"
#include "core/io/openface_csv.h"
#include "core/io/pts.h"
#include "tests/core/io/landmark_fixture.h"
#include "tests/support/shared_media.h"

#include <QProcess>
#include <QTest>

using namespace mien;
using namespace mien::test;
namespace fs = std::filesystem;

namespace {

constexpr LandmarkFormat exactFormats[] = {LandmarkFormat::Pts, LandmarkFormat::CkPlus, LandmarkFormat::DlibXml,
                                           LandmarkFormat::Coco};

/// The first difference of what a format of one file per frame can carry; empty if there is none.
std::string differenceOf(const FaceTrack& read, const FaceTrack& written)
{
    if (read.frames.size() != written.frames.size())
        return std::to_string(read.frames.size()) + " frames instead of " + std::to_string(written.frames.size());
    for (std::size_t i = 0; i < read.frames.size(); ++i) {
        const FaceFrame& frame = read.frames[i];
        const std::string where = "frame " + std::to_string(i) + ": ";
        if (frame.frame != static_cast<int>(i)) return where + "is numbered " + std::to_string(frame.frame);
        if (frame.found != written.frames[i].found) return where + "found";
        if (!frame.problem.empty()) return where + frame.problem;
        if (!frame.found) continue;
        if (frame.landmarks != written.frames[i].landmarks) return where + "landmarks";
        if (frame.measured != frame.landmarks) return where + "measured";
    }
    return {};
}

std::string messageOf(const auto& result)
{
    return result ? std::string("no error") : result.error().message();
}

} // namespace

class TestLandmarkFiles : public QObject
{
    Q_OBJECT

    Folder m_folder;

    WrittenLandmarks write(const FaceTrack& track, LandmarkFormat format, const std::string& name)
    {
        const auto written = writeLandmarks(track, {format, m_folder.at(name), "clip", "clip.mp4"});
        if (!written) QTest::qFail(written.error().message().c_str(), __FILE__, __LINE__);
        return written ? *written : WrittenLandmarks{};
    }

private slots:
    void roundTrip_data();
    void roundTrip();
    void scoresBoxesAndSizes();
    void noFaceAtAll();
    void openFaceTable();
    void chainOfAllFormats();
    void asPicturesTheyAreDrawnOver();
    void singleFrames();
    void framesByNumber();
    void framesByOrder();
    void oneBadFileIsOneBadFrame();
    void foldersAreNotMixed();
    void recognisedByContent();
    void looksLikeLandmarks();
    void refused_data();
    void refused();
    void stems();
    void cancelled();
    void peersTables();
};

void TestLandmarkFiles::roundTrip_data()
{
    QTest::addColumn<int>("format");
    for (const LandmarkFormatInfo& each : landmarkFormats())
        if (each.format != LandmarkFormat::OpenFace) QTest::newRow(each.id) << static_cast<int>(each.format);
}

void TestLandmarkFiles::roundTrip()
{
    QFETCH(int, format);
    const auto as = static_cast<LandmarkFormat>(format);
    const std::string name = std::string("round trip/") + info(as).id;
    // Without a face: the first frames and some in the middle. The last frame of a format without a word for "none" is
    // the last with a face.
    const FaceTrack track = generatedTrack(40, {0, 1, 7, 20, 21, 22});
    const WrittenLandmarks written = write(track, as, name);
    QCOMPARE(written.files.size(), info(as).filePerFrame ? std::size_t{34} : std::size_t{1});
    QCOMPARE(written.leftOut, info(as).filePerFrame ? 6 : 0);
    QVERIFY(recogniseLandmarks(m_folder.at(name)) && *recogniseLandmarks(m_folder.at(name)) == as);
    const auto read = readLandmarks(m_folder.at(name));
    QVERIFY2(read.ok(), messageOf(read).c_str());
    QCOMPARE(differenceOf(*read, track), std::string());
    QVERIFY(read->timeAssumed);
    QCOMPARE(read->frames[30].seconds, 1.0);

    // The same over files of an earlier turn, byte for byte.
    QCOMPARE(write(*read, as, name).files, written.files);
    QCOMPARE(differenceOf(*readLandmarks(m_folder.at(name)), track), std::string());

    const std::string end = name + "-end";
    write(generatedTrack(5, {3, 4}), as, end);
    const auto trailing = readLandmarks(m_folder.at(end));
    QVERIFY(trailing.ok());
    QCOMPARE(trailing->frames.size(), info(as).filePerFrame ? std::size_t{3} : std::size_t{5});
}

void TestLandmarkFiles::scoresBoxesAndSizes()
{
    const FaceTrack track = generatedTrack(3, {1});
    write(track, LandmarkFormat::Coco, "boxes.json");
    write(track, LandmarkFormat::DlibXml, "boxes.xml");
    const auto coco = readLandmarks(m_folder.at("boxes.json"));
    const auto dlib = readLandmarks(m_folder.at("boxes.xml"));
    QVERIFY(coco && dlib);
    for (const auto* read : {&*coco, &*dlib}) {
        QCOMPARE(read->width, 640);
        QCOMPARE(read->height, 480);
        QCOMPARE(read->frames[2].score, track.frames[2].score);
    }
    QVERIFY(coco->frames[2].box == track.frames[2].box);
    QVERIFY((dlib->frames[2].box == Box{120, 81, 201, 210}));
    FaceTrack bare = track;
    bare.width = bare.height = 0;
    for (FaceFrame& frame : bare.frames) frame.box = {};
    write(bare, LandmarkFormat::Coco, "bare.json");
    const auto read = readLandmarks(m_folder.at("bare.json"));
    QVERIFY(read && read->width == 0);
    QVERIFY(read->frames[0].box == boundingBox(bare.frames[0].landmarks));
}

void TestLandmarkFiles::noFaceAtAll()
{
    const FaceTrack track = generatedTrack(3, {0, 1, 2});
    for (const LandmarkFormat format : exactFormats) {
        const std::string name = std::string("none-") + info(format).id;
        if (info(format).filePerFrame) {
            const auto written = writeLandmarks(track, {format, m_folder.at(name)});
            QVERIFY2(messageOf(written).find("no frame has a face") != std::string::npos, messageOf(written).c_str());
            QVERIFY(!fs::exists(m_folder.at(name)));
            continue;
        }
        write(track, format, name);
        const auto read = readLandmarks(m_folder.at(name));
        QVERIFY2(read.ok(), messageOf(read).c_str());
        QCOMPARE(differenceOf(*read, track), std::string());
    }
    QVERIFY(!writeLandmarks(FaceTrack{}, {LandmarkFormat::Coco, m_folder.at("nothing.json")}));
}

void TestLandmarkFiles::openFaceTable()
{
    FaceTrack track = generatedTrack(4, {2});
    track.timeAssumed = false;
    const WrittenLandmarks written = write(track, LandmarkFormat::OpenFace, "table.csv");
    QCOMPARE(written.files, (std::vector<fs::path>{m_folder.at("table.csv"), m_folder.at("table_of_details.txt")}));
    const auto read = readLandmarks(m_folder.at("table.csv"));
    QVERIFY2(read.ok(), messageOf(read).c_str());
    QCOMPARE(read->frames.size(), std::size_t{4});
    QCOMPARE(read->width, 640);
    QVERIFY(!read->timeAssumed && !read->frames[2].found);
    for (std::size_t p = 0; p < 68; ++p)
        QVERIFY(std::abs(read->frames[1].landmarks[p].x - track.frames[1].landmarks[p].x) <= 0.0501f);
}

void TestLandmarkFiles::chainOfAllFormats()
{
    // From one to the next and back to the first: no digit is lost on the way.
    const FaceTrack track = generatedTrack(12, {0, 5});
    FaceTrack current = track;
    for (const LandmarkFormat format : exactFormats) {
        const std::string name = std::string("chain/") + info(format).id;
        write(current, format, name);
        const auto read = readLandmarks(m_folder.at(name));
        QVERIFY2(read.ok(), messageOf(read).c_str());
        current = *read;
    }
    QCOMPARE(differenceOf(current, track), std::string());
}

void TestLandmarkFiles::singleFrames()
{
    const FaceTrack one = generatedTrack(1);
    for (const char* name : {"one.pts", "S005_001_00000011_landmarks.txt"}) {
        const auto format = name[0] == 'o' ? LandmarkFormat::Pts : LandmarkFormat::CkPlus;
        QCOMPARE(write(one, format, name).files, std::vector{m_folder.at(name)});
        const auto read = readLandmarks(m_folder.at(name));
        QVERIFY2(read.ok(), messageOf(read).c_str());
        QCOMPARE(differenceOf(*read, one), std::string()); // its number says nothing of a file alone
    }
    const auto two = writeLandmarks(generatedTrack(2), {LandmarkFormat::Pts, m_folder.at("two.pts")});
    QVERIFY(!two.ok());
    QCOMPARE(two.error().kind, ErrorKind::Usage);
    QVERIFY(messageOf(two).find("is one file, and there are 2 frames; give a folder") != std::string::npos);
    QVERIFY(!writeLandmarks(generatedTrack(1, {0}), {LandmarkFormat::Pts, m_folder.at("none.pts")}));
    // A file in a folder that is there.
    fs::create_directories(m_folder.at("there"));
    QCOMPARE(write(one, LandmarkFormat::DlibXml, "there").files, std::vector{m_folder.at("there") / "clip.xml"});
}

void TestLandmarkFiles::framesByNumber()
{
    const auto put = [&](const std::string& folder, int number, int face) {
        m_folder.written(folder + "/a_" + std::to_string(number) + ".PTS", toPts(wholePoints(face)));
    };
    for (const int number : {2, 10, 9}) put("from 1", number, number);
    m_folder.written("from 1/.hidden_3.pts", "x");
    m_folder.written("from 1/notes_3.txt", "x");
    fs::create_directories(m_folder.at("from 1/folder_4.pts"));
    const auto one = readLandmarks(m_folder.at("from 1"));
    QVERIFY2(one.ok(), messageOf(one).c_str());
    QCOMPARE(one->frames.size(), std::size_t{10});
    QCOMPARE(one->foundCount(), 3);
    QVERIFY(one->frames[1].landmarks == wholePoints(2) && one->frames[9].landmarks == wholePoints(10));

    for (const int number : {0, 3}) put("from 0", number, number);
    const auto zero = readLandmarks(m_folder.at("from 0"));
    QVERIFY(zero && zero->frames.size() == 4 && zero->frames[0].found && zero->frames[3].found);
}

void TestLandmarkFiles::framesByOrder()
{
    // Names of pictures that are no sequence (HELEN), of several takes, and numbers that count milliseconds.
    const std::vector<std::vector<std::string>> folders = {{"1002681492_1", "1002681492_2", "232194_1"},
                                                           {"a", "b", "c"},
                                                           {"x_1", "x_01", "x_2"},
                                                           {"x_20240101", "x_20240102", "x_20240103"},
                                                           {"x_1", "x_2", "x_99999"},
                                                           {"x_1", "x_2", "x_99999999999999999999"}};
    for (std::size_t i = 0; i < folders.size(); ++i) {
        const std::string folder = "order " + std::to_string(i);
        for (const std::string& name : folders[i]) m_folder.written(folder + "/" + name + ".pts", toPts(wholePoints()));
        const auto track = readLandmarks(m_folder.at(folder));
        QVERIFY2(track.ok(), messageOf(track).c_str());
        QCOMPARE(track->frames.size(), std::size_t{3});
        QCOMPARE(track->foundCount(), 3);
    }
}

void TestLandmarkFiles::oneBadFileIsOneBadFrame()
{
    for (int i = 1; i <= 3; ++i)
        m_folder.written("bad/a" + std::to_string(i) + ".pts", i == 2 ? "version: 1\n" : toPts(wholePoints(i)));
    const auto track = readLandmarks(m_folder.at("bad"));
    QVERIFY2(track.ok(), messageOf(track).c_str());
    QVERIFY(track->frames[0].found && !track->frames[1].found && track->frames[2].found);
    QVERIFY(track->frames[1].problem.find("a2.pts: the points file ends") != std::string::npos);

    m_folder.written("all bad/a1.pts", "version: 1\nn_points: 5\n{\n");
    m_folder.written("all bad/a2.pts", "");
    const auto none = readLandmarks(m_folder.at("all bad"));
    QVERIFY(!none && messageOf(none).find("a1.pts: has 5 landmarks instead of 68") != std::string::npos);
}

void TestLandmarkFiles::foldersAreNotMixed()
{
    m_folder.written("mixed/other_00000001.pts", toPts(wholePoints()));
    const auto written = writeLandmarks(generatedTrack(2), {LandmarkFormat::Pts, m_folder.at("mixed"), "clip"});
    QVERIFY(!written.ok());
    QVERIFY(messageOf(written).find("other_00000001.pts among them; choose a new folder") != std::string::npos);
    QVERIFY(!fs::exists(m_folder.at("mixed/clip_00000001.pts")));
    m_folder.written("mixed/a_landmarks.txt", "1 2\n");
    QVERIFY(messageOf(readLandmarks(m_folder.at("mixed"))).find("in two formats") != std::string::npos);
}

void TestLandmarkFiles::recognisedByContent()
{
    const FaceTrack track = generatedTrack(1);
    for (const LandmarkFormatInfo& each : landmarkFormats()) {
        const std::string right = std::string("content/x") + each.ending;
        fs::create_directories(m_folder.at("content"));
        write(track, each.format, right);
        for (const char* ending : {".dat", ".csv", ".pts", ".json"}) {
            const fs::path renamed = m_folder.at(std::string("content/renamed") + ending);
            fs::copy_file(m_folder.at(right), renamed, fs::copy_options::overwrite_existing);
            const auto format = recogniseLandmarks(renamed);
            QVERIFY2(format && *format == each.format, (std::string(each.id) + ending).c_str());
            QVERIFY(readLandmarks(renamed).ok());
        }
        QVERIFY(landmarkFormat(each.id) == each.format);
    }
    QVERIFY(!landmarkFormat("csv"));
}

void TestLandmarkFiles::looksLikeLandmarks()
{
    for (const char* name : {"a.csv", "a.PTS", "S1_001_00000001_landmarks.txt", "a.xml", "a.json"})
        QVERIFY2(mien::looksLikeLandmarks(name), name);
    for (const char* name : {"a.mp4", "a.txt", "a.png", "pts", "a"}) QVERIFY2(!mien::looksLikeLandmarks(name), name);
    m_folder.written("points/a.pts", toPts(wholePoints()));
    m_folder.written("both/a.pts", toPts(wholePoints()));
    m_folder.written("both/a.png", "");
    QVERIFY(mien::looksLikeLandmarks(m_folder.at("points")));
    QVERIFY(!mien::looksLikeLandmarks(m_folder.at("both"))); // its pictures say more
    QVERIFY(readLandmarks(m_folder.at("both")).ok());
}

void TestLandmarkFiles::refused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("words") << "a.txt" << QByteArray("these are words\n") << "no landmarks in a format that is known";
    QTest::newRow("empty table") << "a.csv" << QByteArray() << "the table is empty";
    QTest::newRow("empty points") << "a.pts" << QByteArray() << "the file is empty";
    QTest::newRow("empty list") << "a.xml" << QByteArray() << "the file is empty";
    QTest::newRow("empty annotations") << "a.json" << QByteArray() << "the file is empty";
    QTest::newRow("empty landmarks") << "a_landmarks.txt" << QByteArray() << "the file is empty";
    QTest::newRow("a list in JSON") << "a.json" << QByteArray("[]") << "has no list images";
    QTest::newRow("OpenFace 3") << "a.csv"
                                << QByteArray("frame,AU01_r,AU02_r,AU03_r,AU04_r,AU05_r,AU06_r,AU07_r,AU08_r\n")
                                << "OpenFace 3";
    QTest::newRow("bytes") << "a.dat" << QByteArray(9000, '\0') << "no landmarks in a format that is known";
}

void TestLandmarkFiles::refused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const fs::path file = m_folder.written("refused/" + name.toStdString(), text.toStdString());
    const auto track = readLandmarks(file);
    QVERIFY(!track.ok());
    QCOMPARE(track.error().kind, ErrorKind::Input);
    const QString message = QString::fromStdString(track.error().message());
    QVERIFY2(message.contains(says) && message.contains(name) && !message.contains(QLatin1Char('\n')),
             qPrintable(message));
    QVERIFY(messageOf(readLandmarks(m_folder.at("missing.pts"))).find("no such file") != std::string::npos);
    fs::create_directories(m_folder.at("empty"));
    QVERIFY(messageOf(readLandmarks(m_folder.at("empty"))).find("holds no landmarks") != std::string::npos);
}

void TestLandmarkFiles::stems()
{
    QCOMPARE(landmarkStem("a/clip.openface.csv"), std::string("clip.openface"));
    QCOMPARE(landmarkStem("S005_001_00000011_landmarks.txt"), std::string("S005_001_00000011"));
    QCOMPARE(landmarkStem("a/points.dat"), std::string("points"));
    fs::create_directories(m_folder.at("S005.x"));
    QCOMPARE(landmarkStem(m_folder.at("S005.x") / ""), std::string("S005.x"));
    QCOMPARE(landmarkStem("a\nb.csv"), std::string("a_b"));
    QCOMPARE(landmarkStem(".csv"), std::string("frame"));
    QCOMPARE(landmarkStem("."), std::string("frame"));
    // What XML and JSON must escape.
    const FaceTrack track = generatedTrack(2);
    for (const LandmarkFormat format : {LandmarkFormat::DlibXml, LandmarkFormat::Coco}) {
        const fs::path file = m_folder.at("escaped");
        QVERIFY(writeLandmarks(track, {format, file, "<a> & \"b\" 'c' \\ é"}).ok());
        QCOMPARE(differenceOf(*readLandmarks(file), track), std::string());
    }
}

void TestLandmarkFiles::cancelled()
{
    RunControl control;
    control.requestCancel();
    const auto written = writeLandmarks(generatedTrack(3), {LandmarkFormat::Pts, m_folder.at("cancelled")}, control);
    QVERIFY(!written.ok());
    QCOMPARE(written.error().kind, ErrorKind::Cancelled);
}

void TestLandmarkFiles::peersTables()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    int read = 0;
    for (const auto& entry : fs::directory_iterator(*media / "peer")) {
        if (entry.path().extension() != ".gz") continue;
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc"), QString::fromStdString(entry.path().string())});
        QVERIFY(gzip.waitForFinished(60'000) && gzip.exitCode() == 0);
        const fs::path table = m_folder.written("peer.csv", gzip.readAllStandardOutput().toStdString());
        const auto track = readLandmarks(table);
        QVERIFY2(track.ok(), (entry.path().string() + messageOf(track)).c_str());
        QVERIFY(!track->frames.empty());
        ++read;
        for (const LandmarkFormat format : {LandmarkFormat::DlibXml, LandmarkFormat::Coco}) {
            write(*track, format, "peer.out");
            const auto back = readLandmarks(m_folder.at("peer.out"));
            QVERIFY2(back.ok(), messageOf(back).c_str());
            QCOMPARE(differenceOf(*back, *track), std::string());
        }
    }
    QVERIFY(read >= 20);
}

void TestLandmarkFiles::asPicturesTheyAreDrawnOver()
{
    FaceTrack track = generatedTrack(5, {2});
    for (FaceFrame& frame : track.frames)
        for (Point& point : frame.landmarks) point = {100 + point.x / 10, 50 + std::min(point.y, 400.0f)};
    const fs::path table = m_folder.at("drawn.csv");
    QVERIFY(writeLandmarks(track, {LandmarkFormat::OpenFace, table}));
    auto source = openLandmarkSource(table);
    QVERIFY2(source, source ? "" : source.error().message().c_str());
    const SourceInfo info = (*source)->info();
    QCOMPARE(info.frameCount, std::optional(5));
    QCOMPARE(info.codec, std::string(landmarkPictures));
    const auto read = readLandmarks(table);
    QVERIFY(read);
    const auto times = (*source)->times();
    QVERIFY(times && times->size() == 5);
    for (int i = 0; i < 5; ++i) {
        const auto next = (*source)->next();
        QVERIFY(next && *next);
        QCOMPARE((*next)->index, i);
        QCOMPARE((*next)->width, info.width);
        QCOMPARE((*next)->channels, 3);
        QVERIFY((*next)->stride >= 3 * info.width);
        QCOMPARE((*next)->seconds, read->frames[static_cast<std::size_t>(i)].seconds);
        QCOMPARE((*next)->seconds, (*times)[static_cast<std::size_t>(i)]);
    }
    QVERIFY(!*(*source)->next());
    QVERIFY(!(*source)->frame(5));
    QVERIFY((*source)->seek(3));
    QCOMPARE((**(*source)->next()).index, 3);

    // Points of iBUG know no size: as wide as keeps the face in the middle.
    track.frames.resize(1);
    for (Point& point : track.frames.front().landmarks) point = {60, 40};
    track.frames.front().landmarks[16] = {140, 40};
    const fs::path points = m_folder.at("one.pts");
    QVERIFY(writeLandmarks(track, {LandmarkFormat::Pts, points}));
    source = openLandmarkSource(points);
    QVERIFY(source);
    QCOMPARE((*source)->info().width, 201);
    QCOMPARE((*source)->info().height, 81);

    // Far out means a huge picture: refused in words.
    track.frames.front().landmarks[16] = {9e6f, 9e6f};
    QVERIFY(writeLandmarks(track, {LandmarkFormat::Pts, points}));
    source = openLandmarkSource(points);
    QVERIFY(!source);
    QCOMPARE(source.error().kind, ErrorKind::Input);
    QVERIFY(!openLandmarkSource(m_folder.written("none.csv", "a,b\n1,2\n")));
}

QTEST_GUILESS_MAIN(TestLandmarkFiles)
#include "test_landmark_files.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_table.h"
#include "core/io/openface_csv.h"
#include "tests/support/shared_media.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>

using namespace mien;
namespace fs = std::filesystem;

/// Other programs' tables as tracks.
class TestLandmarkTable : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    fs::path written(const std::string& name, const std::string& text) const
    {
        std::ofstream(at(name), std::ios::binary) << text;
        return at(name);
    }

private slots:
    void ownTableComesBack();
    void openFaceOldHeader();
    void failedAndMissingFrames();
    void framesWithoutATime_data();
    void framesWithoutATime();
    void hiddenLandmarksComeBack();
    void gapsAsLongAsTheyMayBe();
    void theWidestOfSeveralFaces();
    void pyFeatWithoutTimes();
    void badTables_data();
    void badTables();
    void peersTables();
};

namespace {

std::string header(const std::string& before, const char* separator = ",")
{
    std::string text = before;
    for (const char* axis : {"x_", "y_"})
        for (int i = 0; i < 68; ++i) text += separator + std::string(axis) + std::to_string(i);
    return text + "\n";
}

std::string row(const std::string& before, double scale, double shift = 0)
{
    std::string text = before;
    for (const double offset : {100.0, 200.0})
        for (int i = 0; i < 68; ++i) text += "," + std::to_string(offset + scale * i + shift);
    return text + "\n";
}

} // namespace

void TestLandmarkTable::ownTableComesBack()
{
    FaceTrack track;
    track.width = 640;
    track.height = 480;
    for (int i = 0; i < 3; ++i) {
        FaceFrame entry;
        entry.frame = i;
        entry.seconds = i * 0.04;
        entry.found = i != 1;
        for (std::size_t p = 0; p < 68; ++p)
            entry.landmarks[p] = {100.5f + static_cast<float>(p), 200.0f + static_cast<float>(i)};
        track.frames.push_back(entry);
    }
    const fs::path file = written("own.csv", toOpenFaceCsv(track));
    TableFacts facts;
    facts.width = 640;
    facts.height = 480;
    written("own_of_details.txt", openFaceDetails(facts));
    const auto back = readLandmarkTable(file);
    QVERIFY2(back.ok(), back ? "" : back.error().message().c_str());
    QCOMPARE(back->width, 640);
    QCOMPARE(back->height, 480);
    QVERIFY(!back->timeAssumed);
    QCOMPARE(back->frames.size(), std::size_t(3));
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(back->frames[i].frame, static_cast<int>(i));
        QCOMPARE(back->frames[i].seconds, track.frames[i].seconds);
        QCOMPARE(back->frames[i].found, i != 1);
        if (i != 1) QVERIFY(back->frames[i].landmarks == track.frames[i].landmarks);
    }
}

void TestLandmarkTable::openFaceOldHeader()
{
    // Names behind ", " and no face_id; pose in between.
    const auto track = readLandmarkTable(
        written("old.csv", header("frame, timestamp, confidence, success, pose_Tx", ", ") + row("1,0,0.98,1,5", 1)));
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QVERIFY(track->frames.at(0).found);
    QCOMPARE(track->frames[0].landmarks[67].x, 167.0f);
    QCOMPARE(track->width, 0);
}

void TestLandmarkTable::failedAndMissingFrames()
{
    const auto track = readLandmarkTable(written("gaps.csv", header("frame,face_id,timestamp,confidence,success") +
                                                                 row("5,0,0.16,0.9,1", 1) + row("6,0,0.20,0.1,0", 1) +
                                                                 row("9,0,0.32,0.9,1", 1)));
    QVERIFY(track.ok());
    QCOMPARE(track->frames.size(), std::size_t(5)); // 5 to 9
    QVERIFY(track->frames[0].found && !track->frames[1].found && !track->frames[2].found && track->frames[4].found);
    const double seconds[] = {0.16, 0.20, 0.24, 0.28, 0.32};
    for (std::size_t i = 0; i < 5; ++i) QVERIFY(std::abs(track->frames[i].seconds - seconds[i]) < 1e-12);
    QVERIFY(!track->timeAssumed);
    QCOMPARE(track->frames[0].confidence, 0.9);
    QVERIFY(std::isnan(track->frames[2].confidence));
    // One slip of a digit asks for no memory.
    const auto far = readLandmarkTable(written("far.csv", header("frame,face_id,timestamp,confidence,success") +
                                                              row("1,0,0,0.9,1", 1) + row("9999999,0,1,0.9,1", 1)));
    QVERIFY(!far && far.error().where.find("line 3") != std::string::npos);
}

void TestLandmarkTable::framesWithoutATime_data()
{
    QTest::addColumn<QByteArrayList>("rows"); // frame, time
    QTest::addColumn<QList<double>>("seconds");
    QTest::addColumn<bool>("assumed");
    using L = QByteArrayList;
    QTest::newRow("between, of other lengths")
        << L{"1,0", "3,0.2", "6,0.8"} << QList<double>{0, 0.1, 0.2, 0.4, 0.6, 0.8} << false;
    QTest::newRow("empty and nan cells") << L{"1,0", "2,", "3,nan", "4,0.3"} << QList<double>{0, 0.1, 0.2, 0.3}
                                         << false;
    QTest::newRow("before and behind") << L{"1,", "2,0.5", "3,0.7", "4,", "5,inf"}
                                       << QList<double>{0.3, 0.5, 0.7, 0.9, 1.1} << false;
    QTest::newRow("out of order") << L{"4,0.3", "1,0"} << QList<double>{0, 0.1, 0.2, 0.3} << false;
    QTest::newRow("one time") << L{"1,", "2,5", "3,"} << QList<double>{5 - 1.0 / 30, 5.0, 5 + 1.0 / 30} << true;
    QTest::newRow("one time, one frame") << L{"7,5"} << QList<double>{5.0} << false;
    QTest::newRow("no time") << L{"1,", "3,"} << QList<double>{0, 1.0 / 30, 2.0 / 30} << true;
    QTest::newRow("a second row knows") << L{"1,", "1,0.5", "2,0.6"} << QList<double>{0.5, 0.6} << false;
    QTest::newRow("all at once") << L{"1,2", "2,2", "4,2"} << QList<double>{2.0, 2.0, 2.0, 2.0} << false;
}

void TestLandmarkTable::framesWithoutATime()
{
    QFETCH(QByteArrayList, rows);
    QFETCH(QList<double>, seconds);
    QFETCH(bool, assumed);
    std::string text = header("frame,timestamp");
    for (const QByteArray& each : rows) text += row(each.toStdString(), 1);
    const auto track = readLandmarkTable(written("times.csv", text));
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->timeAssumed, assumed);
    QCOMPARE(track->frames.size(), static_cast<std::size_t>(seconds.size()));
    for (std::size_t i = 0; i < track->frames.size(); ++i) {
        QVERIFY(std::abs(track->frames[i].seconds - seconds[static_cast<qsizetype>(i)]) < 1e-12);
        QVERIFY(i == 0 || track->frames[i].seconds >= track->frames[i - 1].seconds);
    }
}

void TestLandmarkTable::hiddenLandmarksComeBack()
{
    FaceTrack track;
    track.frames.resize(2);
    for (int i = 0; i < 2; ++i) {
        FaceFrame& frame = track.frames[static_cast<std::size_t>(i)];
        frame.frame = i;
        frame.seconds = 0.04 * i;
        frame.found = true;
        frame.confidence = 0.25;
        for (std::size_t k = 0; k < 68; ++k) frame.landmarks[k] = {static_cast<float>(k), static_cast<float>(2 * k)};
    }
    track.frames[1].hidden.set(3).set(67);
    MeasuredTrack measures;
    measures.frames.resize(2);
    const auto back = readLandmarkTable(written("hidden.csv", toOpenFaceCsv(track, measures)));
    QVERIFY2(back.ok(), back ? "" : back.error().message().c_str());
    QVERIFY(back->frames[0].hidden.none());
    QCOMPARE(back->frames[1].hidden, track.frames[1].hidden);
    QCOMPARE(back->frames[1].confidence, 0.25);
    // Converting a table needs no measures.
    track.frames[0].found = false;
    const auto plain = readLandmarkTable(written("plain.csv", toOpenFaceCsv(track)));
    QVERIFY(plain.ok() && !plain->frames[0].found);
    QCOMPARE(plain->frames[1].hidden, track.frames[1].hidden);
    QCOMPARE(plain->frames[1].confidence, 0.25);
    track.frames[1].hidden.reset();
    QVERIFY(toOpenFaceCsv(track).find("landmarks_hidden") == std::string::npos);
    // What is no probability is not known.
    for (const char* confidence : {"", "nan", "inf", "-0.1", "98", "good"}) {
        const std::string text = header("frame,confidence") + row("1," + std::string(confidence), 1);
        const auto unknown = readLandmarkTable(written("unknown.csv", text));
        QVERIFY2(unknown.ok() && unknown->frames[0].found && std::isnan(unknown->frames[0].confidence), confidence);
    }
    const auto odd = readLandmarkTable(written("odd.csv", header("frame,landmarks_hidden") + row("1,68", 1)));
    QVERIFY(!odd && odd.error().message().find("'68'") != std::string::npos);
}

void TestLandmarkTable::gapsAsLongAsTheyMayBe()
{
    const auto track = readLandmarkTable(written("long.csv", header("frame") + row("10003", 1) + row("3", 1)));
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), std::size_t(10'001));
    QVERIFY(track->frames.front().found && track->frames.back().found && track->foundCount() == 2);
}

void TestLandmarkTable::theWidestOfSeveralFaces()
{
    const auto track = readLandmarkTable(written("two.csv", header("frame,face_id,timestamp,confidence,success") +
                                                                row("1,0,0,0.9,1", 1) + row("1,1,0,0.9,1", 2) +
                                                                row("2,0,0.04,0.9,1", 1) + row("2,1,0.04,0.9,1", 2)));
    QVERIFY(track.ok());
    QCOMPARE(track->frames.size(), std::size_t(2));
    QCOMPARE(track->frames[1].landmarks[1].x, 102.0f);
    QCOMPARE(track->peopleLeftOut, 1);
}

void TestLandmarkTable::pyFeatWithoutTimes()
{
    std::string text = header("FaceScore") + row("0.99", 1) + row("0.98", 1);
    text.insert(text.find('\n'), ",frame");
    text.insert(text.find('\n', text.find('\n') + 1), ",0");
    text.insert(text.size() - 1, ",1");
    const auto track = readLandmarkTable(written("feat.csv", text));
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QVERIFY(track->timeAssumed);
    QCOMPARE(track->frames.size(), std::size_t(2));
    QVERIFY(std::abs(track->frames[1].seconds - 1.0 / 30) < 1e-9);
}

void TestLandmarkTable::badTables_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto add = [](const char* name, const std::string& text, const char* says) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(says);
    };
    add("no landmarks", "frame,AU01_r\n1,0\n", "x_0");
    std::string three = header("frame");
    for (int n = 1; n <= 8; ++n) three.insert(three.find('\n'), ",AU0" + std::to_string(n) + "_r");
    add("OpenFace 3", three, "OpenFace 3");
    std::string letter = header("frame") + row("1", 1);
    letter.replace(letter.rfind(','), std::string::npos, ",abc\n");
    add("a word for a number", letter, "line 2");
    add("a word for a frame", header("frame") + row("first", 1), "frame number");
    add("an absurd frame", header("frame") + row("1e300", 1), "frame number");
    add("numbers that count something else", header("frame") + row("9999999", 1) + row("1", 1), "line 2");
    add("one frame too far", header("frame") + row("3", 1) + row("10004", 1), "line 3");
    add("times run backwards", header("frame,timestamp") + row("1,0.5", 1) + row("3,0.4", 1), "line 3");
    add("no row", header("frame"), "no row");
    add("empty", "", "");
}

void TestLandmarkTable::badTables()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto track = readLandmarkTable(written("bad.csv", text.toStdString()));
    QVERIFY(!track.ok());
    QCOMPARE(track.error().kind, ErrorKind::Input);
    const QString message = QString::fromStdString(track.error().message());
    QVERIFY2(message.contains(says) && message.contains(QStringLiteral("bad.csv")), qPrintable(message));
}

void TestLandmarkTable::peersTables()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    int read = 0;
    for (const auto& entry : fs::directory_iterator(*media / "peer")) {
        if (entry.path().string().find(".openface.csv.gz") == std::string::npos) continue;
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc"), QString::fromStdString(entry.path().string())});
        QVERIFY(gzip.waitForFinished() && gzip.exitCode() == 0);
        const auto track = readLandmarkTable(written("peer.csv", gzip.readAllStandardOutput().toStdString()));
        QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
        QVERIFY(!track->frames.empty());
        ++read;
    }
    QVERIFY(read >= 10);
    for (const auto& entry : fs::directory_iterator(*media / "peer_tables/pyfeat_news")) {
        const auto track = readLandmarkTable(entry.path());
        // Real tables that were written without their points.
        QVERIFY2(!track.ok() && track.error().message().find("x_0") != std::string::npos, entry.path().c_str());
    }
    const auto real = readLandmarkTable(*media / "peer_tables/pyfeat_OpenFace_Test.csv");
    QVERIFY2(real.ok(), real ? "" : real.error().message().c_str());
    QCOMPARE(real->frames.size(), std::size_t(100)); // numbers 1 to 100
}

QTEST_GUILESS_MAIN(TestLandmarkTable)
#include "test_landmark_table.moc"

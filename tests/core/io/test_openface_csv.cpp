// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/io/openface_csv.h"

#include <QTest>
#include <clocale>
#include <cmath>

using namespace mien;

/// The table that OpenFace users read.
class TestOpenFaceCsv : public QObject
{
    Q_OBJECT

private slots:
    void namesAndOrder();
    void values();
    void failedFramesKeepTheirRow();
    void measuresHaveTheirColumns();
    void rawStandsBesideSteadied();
    void pointAsDecimalSign();
    void details();

private:
    static FaceTrack track();
};

FaceTrack TestOpenFaceCsv::track()
{
    FaceTrack track;
    track.width = 640;
    track.height = 480;
    for (int i = 0; i < 3; ++i) {
        FaceFrame entry;
        entry.frame = i;
        entry.seconds = i / 30.0;
        entry.found = i != 1;
        entry.score = 1.25;
        for (std::size_t p = 0; p < 68; ++p) entry.landmarks[p] = {100.0f + float(p), 200.25f + float(p)};
        track.frames.push_back(entry);
    }
    track.frames[1].problem = "frame could not be decoded";
    return track;
}

void TestOpenFaceCsv::namesAndOrder()
{
    const std::string table = toOpenFaceCsv(track());
    const std::string header = table.substr(0, table.find('\n'));
    QVERIFY(text::startsWith(header, "frame,face_id,timestamp,confidence,success,x_0,x_1,"));
    QVERIFY(header.find(",x_67,y_0,") != std::string::npos);
    QVERIFY(text::endsWith(header, ",y_67"));
    QCOMPARE(text::split(header, ',').size(), std::size_t(5 + 136));
}

void TestOpenFaceCsv::values()
{
    const auto table = csv::parse(toOpenFaceCsv(track()), "table");
    QVERIFY(table.ok());
    QCOMPARE(table->rows.size(), std::size_t(3));
    const auto cell = [&](std::size_t row, const char* name) {
        return table->rows[row][static_cast<std::size_t>(table->column(name))];
    };
    QCOMPARE(cell(0, "frame"), std::string("1"));
    QCOMPARE(cell(0, "face_id"), std::string("0"));
    QCOMPARE(cell(0, "timestamp"), std::string("0.000"));
    QCOMPARE(cell(2, "timestamp"), std::string("0.067"));
    QCOMPARE(cell(0, "confidence"), std::string());
    QCOMPARE(cell(0, "success"), std::string("1"));
    QCOMPARE(cell(2, "x_67"), std::string("167.0"));
    QCOMPARE(cell(2, "y_1"), std::string("201.2")); // 201.25, to even
}

void TestOpenFaceCsv::failedFramesKeepTheirRow()
{
    const auto table = csv::parse(toOpenFaceCsv(track()), "table");
    QVERIFY(table.ok());
    const auto& row = table->rows[1];
    QCOMPARE(row[0], std::string("2"));
    QCOMPARE(row[2], std::string("0.033"));
    QCOMPARE(row[4], std::string("0"));
    for (std::size_t i = 5; i < row.size(); ++i) QCOMPARE(row[i], std::string());
}

void TestOpenFaceCsv::rawStandsBesideSteadied()
{
    FaceTrack one = track();
    FaceFrame& frame = one.frames[0];
    frame.landmarks[3] = {10, 20};
    frame.measured[3] = {11, 21};
    FaceMeasures measures;
    measures.eyeDistance = 61.26;
    measures.eyeOpening = 0.12345;
    measures.auAsymmetry.fill(NAN);
    measures.auAsymmetry[0] = -1.5f; // AU 1
    const TableColumns both{.raw = true};
    const auto table = csv::parse(openFaceHeader(both) + openFaceRow(frame, measures, both) +
                                      openFaceRow(one.frames[1], std::nullopt, both),
                                  "table");
    QVERIFY(table.ok());
    const auto cell = [&](std::size_t row, const char* name) {
        return table->rows[row][static_cast<std::size_t>(table->column(name))];
    };
    QCOMPARE(cell(0, "x_3"), std::string("10.0"));
    QCOMPARE(cell(0, "raw_x_3"), std::string("11.0"));
    QCOMPARE(cell(0, "raw_y_3"), std::string("21.0"));
    QCOMPARE(cell(0, "eye_distance"), std::string("61.3"));
    QCOMPARE(cell(0, "eye_opening"), std::string("0.1235"));
    QCOMPARE(cell(0, "AU01_asymmetry"), std::string("-1.50"));
    QCOMPARE(cell(0, "AU02_asymmetry"), std::string());
    QCOMPARE(table->column("AU25_asymmetry"), -1); // has no sides
    for (const char* name : {"raw_x_0", "eye_opening", "AU01_asymmetry"}) QCOMPARE(cell(1, name), std::string());
    QCOMPARE(csv::parse(openFaceHeader({}), "table")->column("raw_x_0"), -1);
}

void TestOpenFaceCsv::measuresHaveTheirColumns()
{
    MeasuredTrack measures;
    measures.frames.resize(3);
    measures.neutral = "the first 3 frames";
    measures.frames[0].emplace();
    measures.frames[0]->pose = {10.06, -20, 600.04, 0.1234, -0.5, 0};
    measures.frames[0]->auIntensity[8] = 2.345f; // AU 12
    measures.frames[2].emplace();
    measures.frames[2]->auIntensity[0] = NAN; // AU 1: no neutral to count from
    const auto table = csv::parse(toOpenFaceCsv(track(), measures), "table");
    QVERIFY(table.ok());
    const auto cell = [&](std::size_t row, const char* name) {
        return table->rows[row][static_cast<std::size_t>(table->column(name))];
    };
    QCOMPARE(table->column("pose_Tx"), 5);
    QCOMPARE(table->column("x_0"), 11);
    QCOMPARE(table->column("AU01_r"), 11 + 136);
    QCOMPARE(cell(0, "pose_Tx"), std::string("10.1"));
    QCOMPARE(cell(0, "pose_Rx"), std::string("0.123"));
    QCOMPARE(cell(0, "pose_Ry"), std::string("-0.500"));
    QCOMPARE(cell(0, "AU12_r"), std::string("2.35"));
    QCOMPARE(cell(1, "pose_Tz"), std::string());
    QCOMPARE(cell(1, "AU45_r"), std::string());
    QCOMPARE(cell(2, "AU45_r"), std::string("0.00"));
    QCOMPARE(cell(2, "AU01_r"), std::string());
    // What geometry does not measure has no column; what it only hints at is named.
    QCOMPARE(table->column("AU23_r"), -1);
    QCOMPARE(table->column("gaze_angle_x"), -1);
    QVERIFY(text::startsWith(cell(0, "AUs_weak"), "1 2 4 "));
    FaceTrack seen = track();
    seen.frames[0].eyes.emplace(); // brows and lids come from the picture
    QVERIFY(text::endsWith(openFaceRow(seen.frames[0], measures.frames[0], {}), ",4 6 7 10 14 17,\n"));
    seen.frames[0].hidden.set(48).set(67);
    QVERIFY(text::endsWith(openFaceRow(seen.frames[0], measures.frames[0], {}), ",48 67\n"));
    TableFacts facts;
    facts.measured = true;
    facts.people = {{0, {}, false, measures.neutral}};
    QVERIFY(openFaceDetails(facts).find("AUs that geometry only hints at: 4 6 7 ") != std::string::npos);
    QVERIFY(openFaceDetails(facts).find("AUs, neutral: the first 3 frames") != std::string::npos);
}

void TestOpenFaceCsv::pointAsDecimalSign()
{
    const std::string before = toOpenFaceCsv(track());
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8")) QSKIP("the locale de_DE.UTF-8 is not installed");
    const std::string after = toOpenFaceCsv(track());
    std::setlocale(LC_ALL, "C");
    QCOMPARE(after, before);
}

void TestOpenFaceCsv::details()
{
    TableFacts facts;
    facts.input = "folder/clip.mp4";
    facts.width = 640;
    facts.height = 480;
    for (const FaceFrame& frame : track().frames) facts.count(frame);
    const std::string text = openFaceDetails(facts);
    for (const char* expected :
         {"Input: folder/clip.mp4\n", "Image width: 640\n", "Frames: 3\n", "Frames with a face: 2\n",
          "Frames that could not be decoded: 1\n", "Frame 2: frame could not be decoded\n",
          "Timestamps: presentation times", "AUs: no\n"})
        QVERIFY2(text.find(expected) != std::string::npos, expected);
    facts.timeAssumed = true;
    QVERIFY(openFaceDetails(facts).find("Timestamps: assumed") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestOpenFaceCsv)
#include "test_openface_csv.moc"

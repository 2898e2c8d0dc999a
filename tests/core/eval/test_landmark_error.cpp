// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/landmark_error.h"

#include <QTest>

#include <cmath>

using namespace mien;

namespace {

/// Points on a grid; the outer eye corners (36 and 45) lie `eyes` pixels apart.
Landmarks68 face(float eyes)
{
    Landmarks68 points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {static_cast<float>(i % 9) * eyes / 9, static_cast<float>(i) * eyes / 30};
    points[36] = {0, 0};
    points[45] = {eyes, 0};
    return points;
}

Landmarks68 moved(Landmarks68 points, float dx, float dy)
{
    for (Point& point : points) point = {point.x + dx, point.y + dy};
    return points;
}

} // namespace

class TestLandmarkError : public QObject
{
    Q_OBJECT

private slots:
    void distancesAreInEyeDistancesOfTheTruth()
    {
        QCOMPARE(innerDistance(face(100), face(100)), 0.0);
        QVERIFY(std::abs(innerDistance(moved(face(100), 3, 4), face(100)) - 5) < 1e-5);
        QVERIFY(std::abs(innerDistance(moved(face(50), 3, 4), face(50)) - 10) < 1e-5);
    }

    void theJawDoesNotCount()
    {
        auto points = face(100);
        for (std::size_t i = 0; i < 17; ++i) points[i].x += 40;
        QCOMPARE(innerDistance(points, face(100)), 0.0);
        points[17].x += 51; // one of 51 inner points
        QVERIFY(std::abs(innerDistance(points, face(100)) - 1) < 1e-5);
    }

    void meanOffsetsAreTakenOutAtEverySize()
    {
        // The corner of the mouth is always 2 % outwards, in a near face and in a far one; and once 4 % too low.
        LandmarkSeries truth = {face(100), face(50), std::nullopt, face(100), face(100)};
        LandmarkSeries points = truth;
        (*points[0])[48].x += 2;
        (*points[1])[48].x += 1;
        (*points[3])[48].x += 2;
        (*points[3])[48].y += 4;
        points[2] = face(80); // no truth there
        points[4].reset();    // no face there
        const auto offsets = meanOffsets(points, truth);
        QVERIFY(std::abs(offsets[48].x - 0.02f) < 1e-6f);
        QVERIFY(std::abs(offsets[48].y - 0.04f / 3) < 1e-6f);
        QCOMPARE(offsets[20], Point{});
        const auto corrected = withoutOffsets(*points[1], *truth[1], offsets);
        QVERIFY(std::abs(corrected[48].x - (*truth[1])[48].x) < 1e-4f);
        QVERIFY(std::abs(corrected[48].y - (*truth[1])[48].y + 50 * 0.04f / 3) < 1e-4f);
    }

    void withoutCommonFramesNothingIsMoved()
    {
        const auto offsets = meanOffsets({std::nullopt}, {face(100)});
        QCOMPARE(withoutOffsets(face(100), face(100), offsets), face(100));
    }
};

QTEST_GUILESS_MAIN(TestLandmarkError)
#include "test_landmark_error.moc"

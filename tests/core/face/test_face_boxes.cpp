// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/au_boxes.h"
#include "core/face/boxes.h"
#include "core/facs/action_units.h"
#include "tests/core/face/drawn_face.h"
#include "tests/support/landmark_runs.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <map>

using namespace mien;
using namespace mien::test;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

bool same(const Box& a, const Box& b)
{
    return std::abs(a.x - b.x) < 0.01 && std::abs(a.y - b.y) < 0.01 && std::abs(a.width - b.width) < 0.01 &&
           std::abs(a.height - b.height) < 0.01;
}

using test::range;
using test::operator+;

/// A row of the specification's table, typed anew: groups, and the extra on each side in eye distances.
struct Row
{
    std::vector<std::vector<int>> groups;
    double left = 0, right = 0, up = 0, down = 0;
};

const std::map<int, Row>& section7()
{
    static const Row mouth{.groups = {range(48, 67)}};
    static const Row nostrils{.groups = {range(31, 35)}};
    static const Row jaw{.groups = {range(6, 10) + range(48, 67)}};
    static const Row corners{.groups = {{48, 49, 59, 60}, {53, 54, 55, 64}}, .up = 0.2};
    static const std::map<int, Row> rows = {
        {1, {.groups = {{20, 21, 22, 23}}, .up = 0.35}},
        {2, {.groups = {{17, 18, 19}, {24, 25, 26}}, .up = 0.35}},
        {4, {.groups = {range(17, 27)}}},
        {5, {.groups = {{36, 37, 38, 39}, {42, 43, 44, 45}}, .up = 0.1}},
        {6, {.groups = {{36, 39, 40, 41}, {42, 45, 46, 47}}, .down = 0.35}},
        {7, {.groups = {range(36, 41), range(42, 47)}}},
        {9, {.groups = {{21, 22, 27, 28, 29, 30, 31, 35}}}},
        {10, {.groups = {range(31, 35) + range(49, 53)}}},
        {11, {.groups = {{31, 48, 49}, {35, 53, 54}}, .left = 0.1, .right = 0.1}},
        {12, corners},
        {13, corners},
        {14, {.groups = {{48, 60}, {54, 64}}, .left = 0.15, .right = 0.15, .up = 0.15, .down = 0.15}},
        {15, {.groups = {{48, 59, 60}, {54, 55, 64}}, .down = 0.2}},
        {16, {.groups = {range(55, 59) + range(65, 67)}}},
        {17, {.groups = {{7, 8, 9, 56, 57, 58}}}},
        {18, mouth},
        {19, {.groups = {range(60, 67) + std::vector<int>{57}}, .down = 0.15}},
        {20, {.groups = {range(48, 67)}, .left = 0.2, .right = 0.2}},
        {22, mouth},
        {23, mouth},
        {24, mouth},
        {25, {.groups = {range(60, 67)}}},
        {26, jaw},
        {27, jaw},
        {28, mouth},
        {30, {.groups = {range(48, 59) + range(5, 11)}}},
        {32, mouth},
        {38, nostrils},
        {39, nostrils}};
    return rows;
}

/// Landmarks all over a frame of 640 × 480, no two alike, but with eye centres at (200, 200) and (300, 200): u = 100.
Landmarks68 scattered()
{
    Landmarks68 points;
    for (int i = 0; i < 68; ++i)
        points[static_cast<std::size_t>(i)] = {static_cast<float>(100 + i * 149 % 409),
                                               static_cast<float>(120 + i * 67 % 251)};
    for (const std::size_t first : {std::size_t{36}, std::size_t{42}}) {
        const float x = first == 36 ? 200 : 300;
        const Point around[] = {{-21, 3}, {-9, -8}, {11, -7}, {20, 1}, {9, 5}, {-10, 6}};
        for (std::size_t i = 0; i < 6; ++i) points[first + i] = {x + around[i].x, 200 + around[i].y};
    }
    return points;
}

} // namespace

class TestFaceBoxes : public QObject
{
    Q_OBJECT

private slots:
    void everyActionUnitHasTheBoxesOfTheSpecification()
    {
        const Landmarks68 points = scattered();
        for (const auto& [number, row] : section7()) {
            std::vector<Box> expected;
            for (const std::vector<int>& group : row.groups) {
                double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
                for (const int i : group) {
                    const Point p = points[static_cast<std::size_t>(i)];
                    left = std::min<double>(left, p.x), right = std::max<double>(right, p.x);
                    top = std::min<double>(top, p.y), bottom = std::max<double>(bottom, p.y);
                }
                left -= 12 + row.left * 100, right += 12 + row.right * 100;
                top -= 12 + row.up * 100, bottom += 12 + row.down * 100;
                expected.push_back({static_cast<float>(left), static_cast<float>(top), static_cast<float>(right - left),
                                    static_cast<float>(bottom - top)});
            }
            const std::vector<Box> boxes = auBoxes(number, points);
            QCOMPARE(boxes.size(), expected.size());
            for (std::size_t i = 0; i < boxes.size(); ++i)
                QVERIFY2(same(boxes[i], expected[i]), qPrintable(QString::number(number)));
        }
        for (const ActionUnit& unit : actionUnits())
            QCOMPARE(auBoxes(unit.number, points).empty(), !section7().contains(unit.number));
    }

    void boxesByHand()
    {
        Landmarks68 points = scattered();
        points[20] = {120, 90}, points[21] = {130, 86}, points[22] = {170, 85}, points[23] = {182, 91};
        points[48] = {110, 300}, points[60] = {118, 302}, points[54] = {190, 301}, points[64] = {181, 303};
        QVERIFY(same(auBoxes(1, points).at(0), {108, 38, 86, 65}));
        QVERIFY(same(auBoxes(14, points).at(0), {83, 273, 62, 56}));
        QVERIFY(same(auBoxes(14, points).at(1), {154, 274, 63, 56}));
        QVERIFY(same(auBoxes(7, points).at(0), {167, 180, 65, 38}));
        QVERIFY(same(auBoxes(6, points).at(1), {267, 189, 65, 64}));
    }

    void theEyeDistanceIsMeasuredAlongTheTurnedEyeLine()
    {
        // The nostrils of the drawn face are 0.4 eye distances apart; the box adds 0.12 on both sides.
        const Box level = auBoxes(38, face(300, 200, 50, 0)).at(0);
        const Box turned = auBoxes(38, face(300, 200, 50, M_PI / 2)).at(0);
        QVERIFY(std::abs(level.width - 32) < 0.01 && std::abs(level.height - 12) < 0.01);
        QVERIFY(std::abs(turned.width - 12) < 0.01 && std::abs(turned.height - 32) < 0.01);
    }

    void boxesAreClippedToTheFrame()
    {
        Landmarks68 points = scattered();
        points[48] = {5, 470}, points[60] = {9, 474};     // hangs over the corner
        points[54] = {700, 300}, points[64] = {705, 302}; // beyond the edge
        const auto boxes = auBoxes(14, points, 640, 480);
        QCOMPARE(boxes.size(), std::size_t(1));
        QVERIFY(same(boxes[0], {0, 443, 36, 37}));
        QCOMPARE(auBoxes(14, points).size(), std::size_t(2));
        QVERIFY(auBoxes(7, points, 0, 0).empty());
        QCOMPARE(auBoxes(7, points, 640, 480), auBoxes(7, points));
        QVERIFY(auBoxes(7, points, 1, 1).empty());
    }

    void noLandmarksNoBoxes()
    {
        QVERIFY(auBoxes(3, scattered()).empty());
        QVERIFY(auBoxes(45, scattered()).empty());
        Landmarks68 broken = scattered();
        broken[2].x = notANumber;
        QVERIFY(auBoxes(12, broken).empty());
        broken[2].x = 3e9f;
        QVERIFY(auBoxes(12, broken, 640, 480).empty());
        // All in one place: boxes without size, none of them in a frame.
        QVERIFY(auBoxes(12, Landmarks68{}, 640, 480).empty());
    }

    void theLandmarkBoxGrowsByAFifth()
    {
        Landmarks68 points{};
        points.fill({150, 120});
        points[8] = {160, 220}, points[0] = {100, 130}, points[16] = {200, 130}, points[19] = {140, 70};
        QVERIFY(same(landmarkBox(points), {90, 55, 120, 180}));
        QVERIFY(same(landmarkBox(points, 0), {100, 70, 100, 150}));
    }

    void clippingKeepsWhatIsInside()
    {
        QVERIFY(same(*clipped({-10, 5, 30, 200}, 100, 50), {0, 5, 20, 45}));
        QVERIFY(same(*clipped({10, 5, 30, 20}, 100, 50), {10, 5, 30, 20}));
        QVERIFY(!clipped({100, 5, 30, 20}, 100, 50));
        QVERIFY(!clipped({-30, 5, 30, 20}, 100, 50));
        QVERIFY(!clipped({10, 5, -3, 20}, 100, 50));
        QVERIFY(!clipped({notANumber, 5, 30, 20}, 100, 50));
        QVERIFY(!clipped({1, 5, notANumber, 20}, 100, 50));
        QVERIFY(!clipped({0, 0, 30, 20}, 0, 0));
    }

    void theLargestBoxWins()
    {
        const std::vector<Box> boxes = {{0, 0, 10, 10}, {5, 5, 20, 20}, {7, 7, 10, 40}, {1, 1, 5, 5}};
        QCOMPARE(*largestBox(boxes), boxes[1]);
        QVERIFY(!largestBox({}));
    }

    void aBoxThatJumpsIsReplacedByThePrevious()
    {
        const Box first{100, 100, 80, 80};
        QCOMPARE(withoutJump(first, {140, 100, 80, 80}), (Box{140, 100, 80, 80})); // exactly half: no jump
        QCOMPARE(withoutJump(first, {141, 100, 80, 80}), first);
        QCOMPARE(withoutJump(first, {130, 130, 80, 80}), first);                   // 42.4 along the diagonal
        QCOMPARE(withoutJump(first, {90, 90, 100, 100}), (Box{90, 90, 100, 100})); // grows in place
        QCOMPARE(withoutJump(first, {165, 132, 16, 16}), first); // 33 px right: more than half of its own width
    }
};

QTEST_GUILESS_MAIN(TestFaceBoxes)
#include "test_face_boxes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/normalise.h"
#include "core/face/similarity.h"
#include "tests/core/face/drawn_face.h"

#include <QTest>
#include <array>
#include <cmath>

using namespace mien;
using namespace mien::test;

/// Alignment and face coordinates on points that are known exactly.
class TestFaceGeometry : public QObject
{
    Q_OBJECT

private slots:
    void similarityIsRecovered();
    void similarityIsLeastSquares();
    void onePlaceOnlyShifts();
    void faceCoordinatesUndoHeadMotion();
};

void TestFaceGeometry::similarityIsRecovered()
{
    const std::array<Point, 4> from = {{{0, 0}, {10, 1}, {3, 7}, {-4, 2}}};
    const Similarity truth{1.2, -0.7, 5, -3};
    std::array<Point, 4> to;
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = truth.apply(from[i]);
    const Similarity found = fitSimilarity(from, to);
    QVERIFY(std::abs(found.a - truth.a) < 1e-6 && std::abs(found.b - truth.b) < 1e-6);
    QVERIFY(std::abs(found.tx - truth.tx) < 1e-5 && std::abs(found.ty - truth.ty) < 1e-5);
    QVERIFY_EXCEPTION_THROWN((void)fitSimilarity(from, std::span(to).first(3)), std::invalid_argument);
}

void TestFaceGeometry::similarityIsLeastSquares()
{
    const std::array<Point, 4> from = {{{0, 0}, {10, 0}, {10, 10}, {0, 10}}};
    const std::array<Point, 4> to = {{{1, 0}, {22, 1}, {19, 20}, {0, 21}}};
    const auto cost = [&](const Similarity& s) {
        double sum = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            const Point p = s.apply(from[i]);
            sum += (p.x - to[i].x) * (p.x - to[i].x) + (p.y - to[i].y) * (p.y - to[i].y);
        }
        return sum;
    };
    const Similarity best = fitSimilarity(from, to);
    for (double Similarity::*member : {&Similarity::a, &Similarity::b, &Similarity::tx, &Similarity::ty})
        for (const double step : {-0.01, 0.01}) {
            Similarity other = best;
            other.*member += step;
            QVERIFY(cost(other) > cost(best));
        }
}

void TestFaceGeometry::onePlaceOnlyShifts()
{
    const std::array<Point, 2> from = {{{3, 3}, {3, 3}}};
    const std::array<Point, 2> to = {{{0, 0}, {2, 4}}};
    const Point p = fitSimilarity(from, to).apply({3, 3});
    QVERIFY(near(p, {1, 2}, 1e-6));
}

void TestFaceGeometry::faceCoordinatesUndoHeadMotion()
{
    const auto out = toFaceCoordinates({face(100, 80, 60, 0), face(420, 300, 150, 0.5), face(-20, 40, 21, -1.1)});
    QCOMPARE(out.size(), std::size_t(3));
    for (std::size_t i = 0; i < 68; ++i) {
        QVERIFY(near(out[0][i], out[1][i], 1e-4));
        QVERIFY(near(out[0][i], out[2][i], 1e-4));
    }
    double x = 0, y = 0;
    for (const std::size_t i : {27, 28, 29, 30, 36, 39, 42, 45}) {
        x += out[0][i].x;
        y += out[0][i].y;
    }
    QVERIFY(std::abs(x) < 1e-3 && std::abs(y) < 1e-2);
    QVERIFY(std::abs(outerEyeDistance(out[0]) - 1) < 0.3); // the drawn face is not the mean face
    QVERIFY(out[0][45].x > 0 && out[0][57].y > 0);
    const auto degenerate = toFaceCoordinates({Landmarks68{}});
    for (const Point& p : degenerate.front()) QVERIFY(std::isfinite(p.x) && std::isfinite(p.y));
}

QTEST_GUILESS_MAIN(TestFaceGeometry)
#include "test_face_geometry.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/crops.h"
#include "core/face/normalise.h"
#include "core/face/similarity.h"
#include "core/media/frame_mat.h"

#include <QTest>
#include <array>
#include <cmath>

using namespace mien;

/// Alignment, crops and face coordinates on points that are known exactly.
class TestFaceGeometry : public QObject
{
    Q_OBJECT

private slots:
    void similarityIsRecovered();
    void similarityIsLeastSquares();
    void onePlaceOnlyShifts();
    void faceCoordinatesUndoHeadMotion();
    void alignedFacePutsTheEyesInPlace();
    void cropsShowTheirPart();
    void cropsOutsideTheFrameRepeatItsBorder();
};

namespace {

/// A face of `size` pixels between the eye centres, turned by `angle` around the point between the eyes.
Landmarks68 face(double middleX, double middleY, double size, double angle)
{
    Landmarks68 points;
    const auto put = [&](std::size_t i, double u, double v) {
        points[i] = {static_cast<float>(middleX + size * (std::cos(angle) * u - std::sin(angle) * v)),
                     static_cast<float>(middleY + size * (std::sin(angle) * u + std::cos(angle) * v))};
    };
    for (std::size_t i = 0; i <= 16; ++i)
        put(i, std::cos(M_PI * (1 - i / 16.0)) * 1.1, std::sin(M_PI * i / 16.0) * 1.9);
    for (std::size_t i = 17; i <= 26; ++i) put(i, -0.9 + (i - 17) * 0.2, -0.4);
    for (std::size_t i = 27; i <= 30; ++i) put(i, 0, (i - 27) * 0.25);
    for (std::size_t i = 31; i <= 35; ++i) put(i, (double(i) - 33) * 0.1, 0.85);
    for (std::size_t i = 0; i < 6; ++i) {
        const double a = M_PI + i * M_PI / 3;
        put(36 + i, -0.5 + 0.2 * std::cos(a), 0.1 * std::sin(a));
        put(42 + i, 0.5 + 0.2 * std::cos(a), 0.1 * std::sin(a));
    }
    for (std::size_t i = 48; i <= 67; ++i) put(i, 0.45 * std::cos(i * M_PI / 10), 1.3 + 0.15 * std::sin(i * M_PI / 10));
    return points;
}

/// Red grows to the right and green downwards, so that a colour tells its place.
Frame ramp(int side)
{
    cv::Mat picture(side, side, CV_8UC3);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            picture.at<cv::Vec3b>(y, x) = {0, static_cast<std::uint8_t>(y * 255 / (side - 1)),
                                           static_cast<std::uint8_t>(x * 255 / (side - 1))};
    return toFrame(picture, 12, 0.5);
}

Point placeOf(const Frame& crop, double x, double y, int side)
{
    const auto colour = asMat(crop).at<cv::Vec3b>(static_cast<int>(y), static_cast<int>(x));
    return {colour[2] * static_cast<float>(side - 1) / 255, colour[1] * static_cast<float>(side - 1) / 255};
}

bool near(Point a, Point b, double tolerance)
{
    return std::hypot(a.x - b.x, a.y - b.y) < tolerance;
}

} // namespace

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

void TestFaceGeometry::alignedFacePutsTheEyesInPlace()
{
    const int side = 512;
    const Frame frame = ramp(side);
    for (const double angle : {0.0, 0.4, -0.9}) {
        const Frame crop = alignedFace(frame, face(256, 230, 70, angle), 128);
        QCOMPARE(crop.width, 128);
        QCOMPARE(crop.height, 128);
        QCOMPARE(crop.index, 12);
        const double c = 35 * std::cos(angle), s = 35 * std::sin(angle);
        QVERIFY(near(placeOf(crop, 0.34 * 128, 0.33 * 128, side), {float(256 - c), float(230 - s)}, 4));
        QVERIFY(near(placeOf(crop, 0.66 * 128, 0.33 * 128, side), {float(256 + c), float(230 + s)}, 4));
    }
    QVERIFY_EXCEPTION_THROWN((void)alignedFace(frame, face(256, 230, 70, 0), 0), std::invalid_argument);
}

void TestFaceGeometry::cropsShowTheirPart()
{
    const int side = 512;
    const Landmarks68 points = face(256, 230, 90, 0.3);
    const auto crops = faceCrops(ramp(side), points, 64);
    const std::vector<std::string> names = {"face", "eye (image left)", "eye (image right)", "nose", "mouth"};
    QCOMPARE(crops.size(), names.size());
    const auto middle = [&](std::size_t first, std::size_t last) {
        Point sum;
        for (std::size_t i = first; i <= last; ++i) {
            sum.x += points[i].x / static_cast<float>(last - first + 1);
            sum.y += points[i].y / static_cast<float>(last - first + 1);
        }
        return sum;
    };
    const Point expected[] = {{}, middle(36, 41), middle(42, 47), middle(27, 35), middle(48, 67)};
    for (std::size_t i = 0; i < crops.size(); ++i) {
        QCOMPARE(std::string(crops[i].name), names[i]);
        QCOMPARE(crops[i].picture.width, 64);
        if (i > 0) QVERIFY(near(placeOf(crops[i].picture, 32, 32, side), expected[i], 5));
    }
}

void TestFaceGeometry::cropsOutsideTheFrameRepeatItsBorder()
{
    const auto crops = faceCrops(ramp(64), face(-300, -300, 60, 0), 32);
    // Halving before a strong reduction blurs the corner over a few pixels.
    for (const FaceCrop& crop : crops) QVERIFY(near(placeOf(crop.picture, 16, 16, 64), {0, 0}, 4));
    const auto tiny = faceCrops(ramp(8), face(4, 4, 0, 0), 16); // all points in one place
    QCOMPARE(tiny.size(), std::size_t(5));
}

QTEST_GUILESS_MAIN(TestFaceGeometry)
#include "test_face_geometry.moc"

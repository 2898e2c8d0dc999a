// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/boxes.h"
#include "core/face/face_crops.h"
#include "tests/core/face/drawn_face.h"

#include <QTest>

#include <array>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

using namespace mien;
using namespace mien::test;

namespace {

/// A soft white spot of about `radius` pixels around each eye centre, on black.
Frame spots(const Landmarks68& points, int width, int height, double radius)
{
    const EyeCentres eyes(points);
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            double value = 0;
            for (const Point& eye : {eyes.left, eyes.right})
                value += 255 * std::exp(-((x - eye.x) * (x - eye.x) + (y - eye.y) * (y - eye.y)) / (radius * radius));
            picture.at<cv::Vec3b>(y, x) = cv::Vec3b::all(cv::saturate_cast<std::uint8_t>(value));
        }
    return toFrame(picture);
}

/// The centre of mass of the left or right half of a picture.
Point spotIn(const Frame& picture, bool right)
{
    double x = 0, y = 0, mass = 0;
    for (int row = 0; row < picture.height; ++row)
        for (int column = 0; column < picture.width; ++column) {
            if ((column >= picture.width / 2) != right) continue;
            const double value = asMat(picture).at<cv::Vec3b>(row, column)[0];
            x += value * column, y += value * row, mass += value;
        }
    return {static_cast<float>(x / mass), static_cast<float>(y / mass)};
}

float at(const Array& array, int channel, int y, int x)
{
    return array.data.at(static_cast<std::size_t>((channel * array.shape[1] + y) * array.shape[2] + x));
}

const Frame white = toFrame(cv::Mat(400, 400, CV_8UC3, cv::Scalar::all(255)));

} // namespace

class TestFaceCrops : public QObject
{
    Q_OBJECT

private slots:
    void eyesComeToTheirPlaces()
    {
        for (const double margin : {0.0, 0.1, 0.5})
            for (const double angle : {0.0, 0.4, -0.9}) {
                const FaceAlignment alignment{.side = 112, .margin = margin};
                const Landmarks68 points = face(200.3, 180.6, 70, angle);
                const EyeCentres eyes(points);
                const Similarity toPicture = faceAlignment(points, alignment);
                QVERIFY(near(toPicture.apply(eyes.left), alignment.leftEye(), 0.001));
                QVERIFY(near(toPicture.apply(eyes.right), alignment.rightEye(), 0.001));
                const Frame picture = alignedFace(spots(points, 400, 400, 8), points, alignment);
                QCOMPARE(picture.width, 112);
                QCOMPARE(picture.height, 112);
                QVERIFY(near(spotIn(picture, false), alignment.leftEye(), 0.5));
                QVERIFY(near(spotIn(picture, true), alignment.rightEye(), 0.5));
            }
        // Places by hand: a third of the height, 0.32 sides apart; half a side of margin halves everything.
        const FaceAlignment tight{.side = 200}, wide{.side = 200, .margin = 0.5};
        QVERIFY(near(tight.leftEye(), {67.5f, 65.5f}, 0.001) && near(tight.rightEye(), {131.5f, 65.5f}, 0.001));
        QVERIFY(near(wide.leftEye(), {83.5f, 82.5f}, 0.001) && near(wide.rightEye(), {115.5f, 82.5f}, 0.001));
    }

    void reducedAndEnlargedFacesKeepTheirPlaces()
    {
        for (const double size : {24.0, 150.0, 330.0}) {
            const FaceAlignment alignment{.side = 96};
            const Landmarks68 points = face(500, 400, size, 0.2);
            const Frame picture = alignedFace(spots(points, 1000, 900, size / 8), points, alignment);
            QVERIFY(near(spotIn(picture, false), alignment.leftEye(), 0.5));
            QVERIFY(near(spotIn(picture, true), alignment.rightEye(), 0.5));
        }
    }

    void theWholeAlignedPictureIsTheSimilarity()
    {
        const Landmarks68 points = face(128, 110, 60, 0.3);
        const FaceAlignment alignment{.side = 64};
        const Similarity s = faceAlignment(points, alignment);
        const Frame picture = alignedFace(ramp(), points, alignment);
        QCOMPARE(picture.index, 12);
        QCOMPARE(picture.seconds, 0.5);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) {
                const Point shown = placeOf(picture, x, y);
                if (shown.x < 2 || shown.x > 253 || shown.y < 2 || shown.y > 253) continue;
                QVERIFY(near(s.apply(shown), {float(x), float(y)}, 0.5));
            }
    }

    void outsideOfTheFrameItsBorderGoesOn()
    {
        const FaceAlignment alignment{.side = 32};
        // Halving before a strong reduction blurs the corner over a few pixels, and the last ones fall out of its grid.
        QVERIFY(near(placeOf(alignedFace(ramp(), face(-900, -900, 60, 0), alignment), 16, 16), {0, 0}, 4));
        QVERIFY(near(placeOf(alignedFace(ramp(), face(9000, 9000, 60, 0), alignment), 16, 16), {255, 255}, 8));
    }

    void tinyEmptyAndBrokenInput()
    {
        const FaceAlignment alignment{.side = 16, .masked = true};
        const Frame pixel = toFrame(cv::Mat(1, 1, CV_8UC3, cv::Scalar(1, 2, 3)));
        QCOMPARE(alignedFace(pixel, face(0, 0, 40, 0), alignment).width, 16);
        // All points in one place.
        const Frame dot = alignedFace(pixel, Landmarks68{}, {.side = 16});
        QVERIFY(asMat(dot).at<cv::Vec3b>(3, 3) == cv::Vec3b(1, 2, 3));
        Landmarks68 broken = face(100, 100, 40, 0);
        broken[5].y = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(alignedFace(ramp(), broken, alignment).empty());
        for (const Frame& nothing : {Frame{}, toFrame(cv::Mat(0, 0, CV_8UC3))}) {
            QVERIFY(alignedFace(nothing, face(100, 100, 40, 0), alignment).empty());
            QVERIFY(boxCrop(nothing, {0, 0, 5, 5}, 16).empty());
            QVERIFY(temporalFusionFace(nothing, {0, 0, 5, 5}).data.empty());
        }
        const Landmarks68 good = face(100, 100, 40, 0);
        QVERIFY_EXCEPTION_THROWN((void)alignedFace(ramp(), good, {.side = 0}), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN((void)alignedFace(ramp(), good, {.margin = -0.1}), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN((void)boxCrop(ramp(), {0, 0, 5, 5}, 0), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN((void)boxCrop(ramp(), {0, 0, 5, 5}, 5, 2), std::invalid_argument);
    }

    void theMaskIsTheOutlineOfTheFace()
    {
        for (const double angle : {0.0, 0.5}) {
            const Landmarks68 points = face(200, 170, 60, angle);
            const FaceAlignment alignment{.side = 120, .margin = 0.3, .masked = true};
            const Frame picture = alignedFace(white, points, alignment);
            // The outline, built in the frame: up is against the direction of the face.
            std::vector<cv::Point2f> corners;
            const cv::Point2f lift(static_cast<float>(std::sin(angle)) * 0.68f * 60,
                                   -static_cast<float>(std::cos(angle)) * 0.68f * 60);
            for (std::size_t i = 0; i < 27; ++i) {
                const cv::Point2f p(points[i].x, points[i].y);
                if (i < 17) corners.push_back(p);
                if (i > 16 || i % 16 == 0) corners.push_back(p + lift);
            }
            std::vector<cv::Point2f> hull;
            cv::convexHull(corners, hull);
            const Similarity s = faceAlignment(points, alignment);
            for (cv::Point2f& corner : hull) {
                const Point moved = s.apply({corner.x, corner.y});
                corner = {moved.x, moved.y};
            }
            int inside = 0, outside = 0;
            for (int y = 0; y < picture.height; ++y)
                for (int x = 0; x < picture.width; ++x) {
                    const double depth = cv::pointPolygonTest(hull, cv::Point2f(float(x), float(y)), true);
                    const auto pixel = asMat(picture).at<cv::Vec3b>(y, x);
                    if (depth > 0.01) QVERIFY(pixel == cv::Vec3b::all(255) && ++inside);
                    if (depth < -0.01) QVERIFY(pixel == cv::Vec3b::all(0) && ++outside);
                }
            QVERIFY(inside > 2000 && outside > 2000);
        }
    }

    void theForeheadIsAnAllowance()
    {
        const Landmarks68 points = face(200, 200, 60, 0); // brows 24 pixels above the eyes
        const auto top = [&](double forehead) {
            const FaceAlignment alignment{.side = 200, .margin = 0.5, .masked = true, .forehead = forehead};
            const Frame picture = alignedFace(white, points, alignment);
            int y = 0;
            while (y < 200 && asMat(picture).at<cv::Vec3b>(y, 100)[0] == 0) ++y;
            return y;
        };
        // Eyes at 82.5 and 32 pixels apart: brows 12.8 above them, at 69.7.
        QCOMPARE(top(0), 70);
        QCOMPARE(top(1), 38);
    }

    void maskedOutsideOfTheFrameIsBlack()
    {
        const Landmarks68 points = face(10, 200, 60, 0); // the left half is not in the picture
        const FaceAlignment alignment{.side = 100, .masked = true};
        const Frame picture = alignedFace(white, points, alignment);
        const double edge = faceAlignment(points, alignment).apply({0, 200}).x;
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < edge - 1; ++x) QVERIFY(asMat(picture).at<cv::Vec3b>(y, x) == cv::Vec3b::all(0));
        QVERIFY(asMat(picture).at<cv::Vec3b>(50, static_cast<int>(edge) + 2) == cv::Vec3b::all(255));
        const Frame gone = alignedFace(white, face(-4000, 200, 60, 0), alignment);
        QCOMPARE(cv::countNonZero(asMat(gone).reshape(1)), 0);
        const Frame grey = alignedFace(toGrey(white), face(200, 170, 60, 0), alignment);
        QCOMPARE(grey.channels, 1);
        QVERIFY(asMat(grey).at<std::uint8_t>(50, 50) == 255 && asMat(grey).at<std::uint8_t>(99, 0) == 0);
    }

    void temporalFusionInput()
    {
        const Array input = temporalFusionFace(ramp(), {40, 60, 85, 85}); // doubled
        QCOMPARE(input.shape, (std::vector<std::int64_t>{3, 170, 170}));
        QCOMPARE(input.data.size(), std::size_t(3 * 170 * 170));
        for (int y = 0; y < 170; ++y)
            for (int x = 0; x < 170; ++x) {
                const double red = std::clamp(40 + (x + 0.5) / 2 - 0.5, 40.0, 124.0) / 255;
                const double green = std::clamp(60 + (y + 0.5) / 2 - 0.5, 60.0, 144.0) / 255;
                QVERIFY(std::abs(at(input, 0, y, x) - red) < 0.51 / 255);
                QVERIFY(std::abs(at(input, 1, y, x) - green) < 0.51 / 255);
                QCOMPARE(at(input, 2, y, x), 0.0f);
            }
        const Array replicated = temporalFusionFace(toGrey(ramp()), {40, 60, 85, 85});
        QCOMPARE(replicated.shape[0], std::int64_t(3));
        QCOMPARE(at(replicated, 0, 80, 80), at(replicated, 2, 80, 80));
        const Array bright = temporalFusionFace(white, {0, 0, 400, 400});
        QCOMPARE(bright.data.front(), 1.0f);
    }

    void valenceArousalInput()
    {
        const Array input = valenceArousalFace(ramp(), {30, 50, 96, 96}); // as it is
        QCOMPARE(input.shape, (std::vector<std::int64_t>{1, 96, 96}));
        for (int y = 0; y < 96; ++y)
            for (int x = 0; x < 96; ++x)
                QVERIFY(std::abs(at(input, 0, y, x) - (0.299 * (30 + x) + 0.587 * (50 + y)) / 255) < 0.51 / 255);
        QCOMPARE(valenceArousalFace(toGrey(ramp()), {30, 50, 96, 96}).data, input.data);
        QVERIFY(valenceArousalFace(ramp(), {300, 50, 96, 96}).data.empty());
        QVERIFY(valenceArousalFace(ramp(), {30, 50, 0, 96}).data.empty());
        // Over the edge: what is left is resized. The last column shows the frame's last.
        const Array clippedInput = temporalFusionFace(ramp(), {200, 200, 100, 100});
        QCOMPARE(at(clippedInput, 0, 169, 169), 1.0f);
        QVERIFY(std::abs(at(clippedInput, 0, 0, 0) - 200.0f / 255) < 0.51f / 255);
    }
};

QTEST_GUILESS_MAIN(TestFaceCrops)
#include "test_face_crops.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"
#include "core/render/colour_map.h"
#include "core/render/face_painter.h"
#include "core/render/grid_image.h"
#include "core/render/image_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgcodecs.hpp>

using namespace mien;

/// Colours and places of painted maps.
class TestRender : public QObject
{
    Q_OBJECT

private slots:
    void colours();
    void discsHaveColourPlaceAndSize();
    void gridCellsHaveTheirColour();
    void gridMarginsCarryText();
    void mapsOverPicturesHaveTheirColours();
    void pngRoundTrip();
};

namespace {

cv::Vec3b pixel(const Frame& frame, int x, int y)
{
    return asMat(frame).at<cv::Vec3b>(y, x);
}

/// Text is antialiased: its strokes are dark, not of one colour.
bool hasInk(const cv::Mat& picture)
{
    cv::Mat mask;
    cv::inRange(picture, cv::Scalar::all(0), cv::Scalar::all(110), mask);
    return cv::countNonZero(mask) > 5;
}

HeatMap sampleMap()
{
    HeatMap map;
    map.difference = Grid(68, 19);
    map.difference.at(0, 0) = 255;
    map.difference.at(30, 9) = -127.5f;
    map.difference.at(67, 18) = -255;
    for (int i = 0; i < 20; ++i) map.frames.push_back(100 + 3 * i);
    return map;
}

} // namespace

void TestRender::colours()
{
    QCOMPARE(whiteYellowRed(0), (Colour{255, 255, 255}));
    QCOMPARE(whiteYellowRed(0.5), (Colour{255, 255, 0}));
    QCOMPARE(whiteYellowRed(1), (Colour{255, 0, 0}));
    QCOMPARE(whiteYellowRed(0.25), (Colour{255, 255, 128}));
    QCOMPARE(whiteYellowRed(7), (Colour{255, 0, 0}));
    QCOMPARE(whiteYellowRed(-1), (Colour{255, 255, 255}));
}

void TestRender::discsHaveColourPlaceAndSize()
{
    const Frame grey = toFrame(cv::Mat(600, 1000, CV_8UC3, cv::Scalar::all(60)), 3, 0.5);
    Landmarks68 points;
    for (std::size_t i = 0; i < 68; ++i) points[i] = {20.0f + 14 * float(i), 300};
    points[67] = {-50, -50}; // outside: painted nowhere
    std::vector<float> strength(68, 0.0f);
    strength[1] = 0.5f;
    strength[2] = 1.0f;
    const Frame painted = paintStrength(grey, points, strength);
    QCOMPARE(painted.index, 3);
    QVERIFY(pixel(painted, 20, 300) == cv::Vec3b(255, 255, 255));
    QVERIFY(pixel(painted, 34, 300) == cv::Vec3b(0, 255, 255));
    QVERIFY(pixel(painted, 48, 300) == cv::Vec3b(0, 0, 255));
    QVERIFY(pixel(painted, 20, 300 - 7) == cv::Vec3b(255, 255, 255)); // radius 0.008·1000
    QVERIFY(pixel(painted, 20, 300 - 10) == cv::Vec3b(60, 60, 60));
    QVERIFY(pixel(grey, 20, 300) == cv::Vec3b(60, 60, 60)); // the original stays
    const Frame numbered = paintStrength(grey, points, strength, true);
    QVERIFY(cv::norm(asMat(numbered), asMat(painted), cv::NORM_L1) > 1000);
    QVERIFY_EXCEPTION_THROWN((void)paintStrength(grey, points, {1.0f}), std::invalid_argument);
    const Frame small = paintStrength(toFrame(cv::Mat(50, 50, CV_8UC3, cv::Scalar::all(60))), points, strength);
    QCOMPARE(small.width, 50);
}

void TestRender::gridCellsHaveTheirColour()
{
    const Frame image = gridImage(sampleMap(), 10);
    QVERIFY(image.width > 190 && image.height > 680);
    // Both ends of the scale stand in cells far apart; where the grid lies follows from them.
    const int left = 64, top = 12;
    QVERIFY(pixel(image, left + 5, top + 5) == cv::Vec3b(0, 0, 255));
    QVERIFY(pixel(image, left + 18 * 10 + 5, top + 67 * 10 + 5) == cv::Vec3b(0, 0, 255)); // |D|: the sign is not shown
    QVERIFY(pixel(image, left + 9 * 10 + 5, top + 30 * 10 + 5) == cv::Vec3b(0, 255, 255));
    QVERIFY(pixel(image, left + 15, top + 15) == cv::Vec3b(255, 255, 255));
    HeatMap wrong = sampleMap();
    wrong.difference = Grid(67, 19);
    QVERIFY_EXCEPTION_THROWN((void)gridImage(wrong), std::invalid_argument);
    for (const int cell : {1, 3, 24}) QVERIFY(gridImage(sampleMap(), cell).width > 19 * cell);
}

void TestRender::gridMarginsCarryText()
{
    const Frame image = gridImage(sampleMap(), 10);
    const cv::Mat picture = asMat(image);
    for (const LandmarkGroup& group : landmarkGroups) {
        const int middle = 12 + (group.first + group.last + 1) * 10 / 2;
        QVERIFY2(hasInk(picture(cv::Rect(0, middle - 8, 56, 16))), group.name);
    }
    QVERIFY(hasInk(picture.rowRange(12 + 680 + 1, image.height))); // frame numbers
    // Nothing is cut off: the outermost pixels are paper.
    for (const cv::Mat& edge :
         {picture.row(0), picture.row(image.height - 1), picture.col(0), picture.col(image.width - 1)}) {
        cv::Mat mask;
        cv::inRange(edge, cv::Scalar::all(255), cv::Scalar::all(255), mask);
        QCOMPARE(cv::countNonZero(mask), int(edge.total()));
    }
}

void TestRender::mapsOverPicturesHaveTheirColours()
{
    HeatMap map;
    map.overPictures = true;
    map.normalised = Grid(2, 4);
    map.normalised.at(0, 3) = 255;
    const Frame image = pictureMapImage(map, 200);
    QVERIFY(image.height > 200 && image.width > 400); // as wide for its height as the network's pictures
    QVERIFY(pixel(image, 12 + 399 - 10, 12 + 10) == cv::Vec3b(0, 0, 255));
    QVERIFY(pixel(image, 12 + 10, 12 + 199 - 10) == cv::Vec3b(255, 255, 255));
    QVERIFY(hasInk(asMat(image).colRange(412, image.width))); // the scale
    QVERIFY_EXCEPTION_THROWN((void)pictureMapImage(HeatMap{}), std::invalid_argument);
}

void TestRender::pngRoundTrip()
{
    const QTemporaryDir folder;
    const std::filesystem::path root = std::filesystem::path(folder.path().toStdString()) / "日本 é";
    std::filesystem::create_directories(root);
    const Frame image = gridImage(sampleMap());
    QVERIFY(writePng(root / "grid.png", image).ok());
    const auto bytes = encodePng(image);
    QVERIFY(bytes.ok());
    const std::vector<std::uint8_t> raw(bytes->begin(), bytes->end());
    const cv::Mat back = cv::imdecode(raw, cv::IMREAD_COLOR);
    QCOMPARE(cv::norm(back, asMat(image), cv::NORM_INF), 0.0);
    QVERIFY(!writePng(root / "none" / "grid.png", image).ok());
    QVERIFY(!encodePng(Frame{}).ok());
}

QTEST_GUILESS_MAIN(TestRender)
#include "test_render.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/component_crops.h"
#include "core/face/face_crops.h"
#include "tests/core/face/drawn_face.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

using namespace mien;
using namespace mien::test;

namespace {

constexpr std::size_t leftEye = 0, nose = 2, mouth = 3;

/// A face at whole pixels. The points that the rule does not name reach further out than those that it names.
Landmarks68 knownFace()
{
    Landmarks68 points;
    points.fill({137, 140});
    const auto set = [&](std::size_t first, const std::vector<Point>& run) {
        std::copy(run.begin(), run.end(), points.begin() + static_cast<std::ptrdiff_t>(first));
    };
    set(17, {{92, 110}, {100, 104}, {109, 101}, {118, 102}, {126, 106}});
    set(22, {{148, 105}, {156, 101}, {165, 100}, {174, 102}, {182, 109}});
    set(27,
        {{137, 118}, {137, 127}, {138, 137}, {139, 146}, {126, 150}, {131, 153}, {137, 155}, {143, 156}, {149, 151}});
    set(36, {{100, 120}, {108, 111}, {116, 113}, {124, 121}, {115, 126}, {107, 127}});
    set(42, {{150, 122}, {158, 113}, {166, 115}, {175, 119}, {167, 128}, {159, 129}});
    points[48] = {115, 175}, points[50] = {130, 168}, points[51] = {137, 169}, points[54] = {160, 177};
    points[57] = {138, 190}, points[58] = {130, 191};
    for (const std::size_t i : {49, 52, 53, 55, 56, 59, 60, 61, 62, 63, 64, 65, 66, 67}) points[i] = {138, 180};
    return points;
}

/// Where pixel `i` of a crop of `side` pixels lies in the slice [from, from + length) of a picture, by the definition
/// of a bilinear resize whose border repeats.
double sourceOf(int i, int side, double from, double length)
{
    return std::clamp(from + (i + 0.5) * length / side - 0.5, from, from + length - 1);
}

/// OpenCV resizes 8-bit pictures in fixed point: a little more than the half of the last rounding.
constexpr double roundings = 0.75;

bool shows(const Frame& crop, int side, const Box& slice)
{
    if (crop.width != side || crop.height != side || crop.channels != 3) return false;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const Point at = placeOf(crop, x, y);
            if (std::abs(at.x - sourceOf(x, side, slice.x, slice.width)) > roundings ||
                std::abs(at.y - sourceOf(y, side, slice.y, slice.height)) > roundings)
                return false;
        }
    return true;
}

Frame plain(int width, int height, const cv::Scalar& colour, int type = CV_8UC3)
{
    return toFrame(cv::Mat(height, width, type, colour));
}

/// Crops of one pixel whose value is the frame's number; those in `missing` (component, frame) are not there.
std::vector<ComponentCrops> numbered(int frames, const std::set<std::pair<std::size_t, int>>& missing)
{
    std::vector<ComponentCrops> list(static_cast<std::size_t>(frames));
    for (int t = 0; t < frames; ++t)
        for (std::size_t c = 0; c < faceComponents.size(); ++c)
            if (!missing.contains({c, t})) list[static_cast<std::size_t>(t)][c] = plain(1, 1, cv::Scalar::all(t + 1));
    return list;
}

std::vector<int> numbers(const std::vector<Frame>& crops)
{
    std::vector<int> values;
    for (const Frame& crop : crops) values.push_back(*crop.pixels);
    return values;
}

} // namespace

class TestComponentCrops : public QObject
{
    Q_OBJECT

private slots:
    void boxesFollowTheRule()
    {
        // By hand from section 3.3: the named points, then 5 pixels on every side.
        const Box expected[] = {{95, 108, 34, 23},  {145, 110, 35, 23}, {121, 113, 33, 47},
                                {110, 164, 55, 31}, {87, 96, 44, 19},   {143, 95, 44, 19}};
        const char* names[] = {"left eye", "right eye", "nose", "mouth", "left brow", "right brow"};
        for (std::size_t i = 0; i < faceComponents.size(); ++i) {
            QCOMPARE(name(faceComponents[i]), names[i]);
            QVERIFY2(componentBox(knownFace(), faceComponents[i]) == expected[i], names[i]);
        }
    }

    void emptyAndInvertedBoxesEncloseAllPoints()
    {
        Landmarks68 points = knownFace();
        points[17].y = 99; // the outer end of the brow above its middle
        QVERIFY(componentBox(points, FaceComponent::LeftBrow) == (Box{87, 94, 44, 17}));
        points[38].y = points[40].y = 120; // a closed eye
        QVERIFY(componentBox(points, FaceComponent::LeftEye) == (Box{95, 106, 34, 26}));
        std::swap(points[48], points[54]); // mirrored
        QVERIFY(componentBox(points, FaceComponent::Mouth) == (Box{110, 163, 55, 33}));
        points.fill({50, 60});
        for (const FaceComponent component : faceComponents)
            QVERIFY(componentBox(points, component) == (Box{45, 55, 10, 10}));
    }

    void aPointThatIsNoNumberCostsItsComponent()
    {
        Landmarks68 points = knownFace();
        points[37].y = std::numeric_limits<float>::quiet_NaN();
        points[51].x = std::numeric_limits<float>::infinity();
        points[33].x = 1e12f;
        QVERIFY(!componentBox(points, FaceComponent::LeftEye));
        QVERIFY(!componentBox(points, FaceComponent::Mouth));
        QVERIFY(!componentBox(points, FaceComponent::Nose));
        QVERIFY(componentBox(points, FaceComponent::RightEye));
        const ComponentCrops crops = componentCrops(ramp(), points, {});
        for (std::size_t i = 0; i < crops.size(); ++i)
            QCOMPARE(crops[i].empty(), i == leftEye || i == mouth || i == nose);
    }

    void cropsShowTheirBoxes()
    {
        for (const int side : {60, 30}) {
            const ComponentCrops crops = componentCrops(ramp(), knownFace(), {.side = side});
            for (std::size_t i = 0; i < crops.size(); ++i) {
                QVERIFY(shows(crops[i], side, *componentBox(knownFace(), faceComponents[i])));
                QCOMPARE(crops[i].index, 12);
                QCOMPARE(crops[i].seconds, 0.5);
            }
        }
        QVERIFY_EXCEPTION_THROWN((void)componentCrops(ramp(), knownFace(), {.side = 0}), std::invalid_argument);
    }

    void edgesBetweenPixelsAreRounded()
    {
        Landmarks68 points = knownFace();
        points[36].x = 100.5f; // 95.5: up
        points[39].x = 124.4f; // 129.4: down
        const ComponentCrops crops = componentCrops(ramp(), points, {});
        QVERIFY(shows(crops[leftEye], 60, {96, 108, 33, 23}));
    }

    void boxesOverTheEdgeAreClipped()
    {
        Landmarks68 points = knownFace();
        for (Point& p : points) p.x -= 110, p.y -= 115; // the left eye's box is now (−15, −7, 34, 23)
        const ComponentCrops crops = componentCrops(ramp(), points, {});
        QVERIFY(shows(crops[leftEye], 60, {0, 0, 19, 16}));
        QVERIFY(shows(crops[nose], 60, {11, 0, 33, 45}));
        for (Point& p : points) p.x += 500;
        for (const Frame& crop : componentCrops(ramp(), points, {})) QVERIFY(crop.empty());
    }

    void greyCropsAreLuma()
    {
        const ComponentCrops crops = componentCrops(ramp(), knownFace(), {.grey = true});
        const Frame& eye = crops[leftEye];
        QCOMPARE(eye.channels, 1);
        for (int y = 0; y < 60; ++y)
            for (int x = 0; x < 60; ++x) {
                const double luma = 0.299 * sourceOf(x, 60, 95, 34) + 0.587 * sourceOf(y, 60, 108, 23);
                QVERIFY(std::abs(asMat(eye).at<std::uint8_t>(y, x) - luma) < 1 + roundings);
            }
        const ComponentCrops coloured = componentCrops(toGrey(ramp()), knownFace(), {});
        QCOMPARE(coloured[nose].channels, 3);
        const auto pixel = asMat(coloured[nose]).at<cv::Vec3b>(20, 20);
        QVERIFY(pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    }

    void theWholeFrameIsTheFifthInput()
    {
        QVERIFY(shows(wholeFrameCrop(ramp(), {}), 60, {0, 0, 256, 256}));
        QVERIFY(shows(wholeFrameCrop(ramp(), {.side = 30}), 30, {0, 0, 256, 256}));
        QCOMPARE(wholeFrameCrop(ramp(), {.grey = true}).channels, 1);
    }

    void tinyAndEmptyFrames()
    {
        const Frame pixel = plain(1, 1, {1, 2, 3});
        Landmarks68 points{}; // all at (0, 0)
        for (const Frame& crop : componentCrops(pixel, points, {})) {
            QCOMPARE(crop.width, 60);
            QVERIFY(asMat(crop).at<cv::Vec3b>(59, 0) == cv::Vec3b(1, 2, 3));
        }
        for (const Frame& crop : componentCrops(pixel, knownFace(), {})) QVERIFY(crop.empty());
        for (const Frame& nothing : {Frame{}, toFrame(cv::Mat(0, 0, CV_8UC3))}) {
            for (const Frame& crop : componentCrops(nothing, points, {})) QVERIFY(crop.empty());
            QVERIFY(wholeFrameCrop(nothing, {}).empty());
        }
    }

    void gapsAreFilledFromNeighbours()
    {
        // Missing: component 0 in the first two frames, 1 in the third, 2 in the last two.
        const auto frames = numbered(5, {{0, 0}, {0, 1}, {1, 2}, {2, 3}, {2, 4}});
        const auto clip = completeComponents(frames, {.side = 1});
        QVERIFY(clip.ok());
        QCOMPARE(clip->copied, 5);
        QCOMPARE(numbers(clip->crops[0]), (std::vector<int>{3, 3, 3, 4, 5}));
        QCOMPARE(numbers(clip->crops[1]), (std::vector<int>{1, 2, 2, 4, 5}));
        QCOMPARE(numbers(clip->crops[2]), (std::vector<int>{1, 2, 3, 3, 3}));
        QCOMPARE(numbers(clip->crops[3]), (std::vector<int>{1, 2, 3, 4, 5}));
        for (const bool available : clip->available) QVERIFY(available);
    }

    void aMaskedComponentIsZero()
    {
        const auto frames = numbered(2, {{nose, 0}, {nose, 1}, {mouth, 0}, {mouth, 1}, {0, 0}});
        const auto clip = completeComponents(frames, {.side = 30});
        QVERIFY(clip.ok());
        QCOMPARE(clip->copied, 1);
        for (std::size_t i = 0; i < faceComponents.size(); ++i) QCOMPARE(clip->available[i], i != nose && i != mouth);
        for (const Frame& crop : clip->crops[mouth]) {
            QCOMPARE(crop.width, 30);
            QCOMPARE(crop.channels, 3);
            QCOMPARE(cv::countNonZero(asMat(crop).reshape(1)), 0);
        }
        QCOMPARE(clip->crops[nose].size(), std::size_t(2));
        const auto grey = completeComponents(frames, {.side = 30, .grey = true});
        QCOMPARE(grey->crops[nose][0].channels, 1);
    }

    void clipsThatFailTooOftenAreDropped()
    {
        QVERIFY(completeComponents(numbered(2, {{0, 0}, {1, 0}}), {}).ok()); // once a frame
        const auto dropped = completeComponents(numbered(2, {{0, 0}, {1, 0}, {2, 0}}), {});
        QVERIFY(!dropped.ok());
        QCOMPARE(dropped.error().kind, ErrorKind::Failed);
        QVERIFY(dropped.error().what.find("3 crops failed in 2 frames") != std::string::npos);
        QVERIFY(!completeComponents({}, {}).ok());
        QVERIFY(!completeComponents(std::vector<ComponentCrops>(3), {}).ok());
    }
};

QTEST_GUILESS_MAIN(TestComponentCrops)
#include "test_component_crops.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/face/eye_region.h"
#include "core/face/face_shape3d.h"
#include "core/face/pose_dependence.h"

#include <QTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

using namespace mien;

/// Brows and lids read from pictures whose truth is drawn, and what the turn of a head does to measures.
class TestEyeRegion : public QObject
{
    Q_OBJECT

private slots:
    void browsRiseByWhatTheyRise_data();
    void browsRiseByWhatTheyRise();
    void oneBrowAlone();
    void hiddenBrowsAreNotKnown();
    void eyesClose();
    void noCameraNoRegion();
    void turnsAreTakenOff();
    void stillHeadsTellNothing();
};

namespace {

struct Drawn
{
    double inner = 0; ///< rise of the brows' ends, outer-eye distances
    double outer = 0;
    double leftOnly = 0; ///< further rise of the brow on the image's left
    bool shut = false;
    bool browsHidden = false;
    double size = 150; ///< outer-eye distance, pixels
    double turn = 0;   ///< in the picture, radians
};

struct Face
{
    cv::Mat grey;
    Landmarks68 landmarks;
};

/// A plain face with bars for brows; landmarks are those of the mean face and know nothing of what is drawn.
Face draw(const Drawn& d)
{
    Face face{cv::Mat(480, 640, CV_8UC1, cv::Scalar(170)), {}};
    const auto at = [&](double x, double y) {
        const double c = std::cos(d.turn), s = std::sin(d.turn);
        return cv::Point2d(320 + d.size * (c * x - s * y), 240 + d.size * (s * x + c * y));
    };
    for (std::size_t i = 0; i < 68; ++i) {
        const cv::Point2d p = at(meanFace()[i].x, meanFace()[i].y);
        face.landmarks[i] = {static_cast<float>(p.x), static_cast<float>(p.y)};
    }
    const auto line = [&](cv::Point2d a, cv::Point2d b, int grey, double width) {
        constexpr int shift = 4;
        cv::line(face.grey, cv::Point(a * (1 << shift)), cv::Point(b * (1 << shift)), cv::Scalar(grey),
                 std::max(1, cvRound(width * d.size)), cv::LINE_AA, shift);
    };
    for (const int side : {-1, 1}) {
        const double more = side < 0 ? d.leftOnly : 0;
        if (!d.browsHidden)
            line(at(side * 0.10, -0.24 - d.inner - more), at(side * 0.64, -0.24 - d.outer - more), 60, 0.05);
        const cv::Point2d eye = at(side * 0.355, 0);
        if (d.shut) {
            line(at(side * 0.24, 0.02), at(side * 0.47, 0.02), 90, 0.02); // lashes
            continue;
        }
        cv::ellipse(face.grey,
                    cv::RotatedRect(eye, cv::Size2d(0.25 * d.size, 0.11 * d.size), float(d.turn * 180 / CV_PI)),
                    cv::Scalar(235), -1, cv::LINE_AA);
        cv::circle(face.grey, eye, cvRound(0.05 * d.size), cv::Scalar(40), -1, cv::LINE_AA);
    }
    cv::GaussianBlur(face.grey, face.grey, {0, 0}, 1);
    return face;
}

EyeRegion regionOf(const Drawn& d)
{
    const Face face = draw(d);
    return readEyeRegion(face.grey, face.landmarks).value();
}

RestingEyes restOf(const Drawn& d)
{
    RestingEyes rest;
    rest.add(regionOf(d));
    return rest;
}

HeadPose posed(double pitch, double yaw)
{
    HeadPose pose;
    pose.rx = pitch;
    pose.ry = yaw;
    return pose;
}

} // namespace

void TestEyeRegion::browsRiseByWhatTheyRise_data()
{
    QTest::addColumn<double>("inner");
    QTest::addColumn<double>("outer");
    QTest::addColumn<double>("size");
    QTest::addColumn<double>("turn");
    QTest::newRow("none") << 0.0 << 0.0 << 150.0 << 0.0;
    QTest::newRow("both ends") << 0.1 << 0.1 << 150.0 << 0.0;
    QTest::newRow("inner ends") << 0.08 << 0.0 << 150.0 << 0.0;
    QTest::newRow("outer ends") << 0.0 << 0.08 << 150.0 << 0.0;
    QTest::newRow("down") << -0.05 << -0.05 << 150.0 << 0.0;
    QTest::newRow("small") << 0.1 << 0.1 << 70.0 << 0.0;
    QTest::newRow("tilted") << 0.1 << 0.1 << 150.0 << 0.3;
}

void TestEyeRegion::browsRiseByWhatTheyRise()
{
    QFETCH(double, inner);
    QFETCH(double, outer);
    QFETCH(double, size);
    QFETCH(double, turn);
    const RestingEyes rest = restOf({.size = size, .turn = turn});
    const EyeRegion now = regionOf({.inner = inner, .outer = outer, .size = size, .turn = turn});
    // The bar runs from 0.10 to 0.64; the ends are read around 0.185 and 0.49 of it.
    const double slope = (outer - inner) / (0.64 - 0.10);
    const double innerThere = inner + slope * (0.185 - 0.10), outerThere = inner + slope * (0.49 - 0.10);
    for (const auto brow : {EyeRegion::InnerLeft, EyeRegion::InnerRight})
        QVERIFY2(std::abs(rest.browRise(now, brow) - innerThere) < 0.015,
                 qPrintable(QString::number(rest.browRise(now, brow))));
    for (const auto brow : {EyeRegion::OuterLeft, EyeRegion::OuterRight})
        QVERIFY2(std::abs(rest.browRise(now, brow) - outerThere) < 0.015,
                 qPrintable(QString::number(rest.browRise(now, brow))));
}

void TestEyeRegion::oneBrowAlone()
{
    const RestingEyes rest = restOf({});
    const EyeRegion now = regionOf({.leftOnly = 0.1});
    QVERIFY(std::abs(rest.browRise(now, EyeRegion::OuterLeft) - 0.1) < 0.015);
    QVERIFY(std::abs(rest.browRise(now, EyeRegion::OuterRight)) < 0.015);
}

void TestEyeRegion::hiddenBrowsAreNotKnown()
{
    EyeRegion covered = regionOf({});
    for (auto& brow : covered.brow) brow.fill(128); // a hand, evenly lit
    QVERIFY(std::isnan(restOf({}).browRise(covered, EyeRegion::InnerLeft)));
    RestingEyes blank;
    blank.add(covered);
    QVERIFY(std::isnan(blank.browRise(regionOf({}), EyeRegion::InnerLeft)));
}

void TestEyeRegion::eyesClose()
{
    const RestingEyes rest = restOf({});
    for (const std::size_t side : {0u, 1u}) {
        QVERIFY(rest.eyeClosure(regionOf({}), side) < 0.01);
        QVERIFY(rest.eyeClosure(regionOf({.shut = true}), side) > 0.5);
        QVERIFY(rest.eyeClosure(regionOf({.inner = 0.1, .outer = 0.1}), side) < 0.05);
    }
    EyeRegion dark = regionOf({});
    dark.edges = {0.5f, 0.5f}; // behind sunglasses
    RestingEyes hidden;
    hidden.add(dark);
    QVERIFY(std::isnan(hidden.eyeClosure(regionOf({}), 0)));
}

void TestEyeRegion::noCameraNoRegion()
{
    const Face face = draw({});
    QVERIFY(!readEyeRegion(face.grey, Landmarks68{}));
    Landmarks68 mirrored = face.landmarks;
    for (Point& p : mirrored) p.x = 640 - p.x;
    QVERIFY(!readEyeRegion(face.grey, mirrored));
    Landmarks68 outside = face.landmarks; // beside the picture: its edge continued, no crash
    for (Point& p : outside) p.x += 5000;
    QVERIFY(readEyeRegion(face.grey, outside));
    QVERIFY(readEyeRegion(cv::Mat(1, 1, CV_8UC1, cv::Scalar(7)), face.landmarks));
}

void TestEyeRegion::turnsAreTakenOff()
{
    Random random(3);
    PoseDependence dependence;
    const auto leak = [](double pitch, double yaw) { return 0.8 * pitch - 0.3 * yaw + 0.9 * yaw * yaw; };
    for (int i = 0; i < 400; ++i) {
        const double pitch = random.uniform(-0.15, 0.15), yaw = random.uniform(-0.4, 0.4);
        dependence.add(posed(pitch, yaw), 0.2 + leak(pitch, yaw) + 0.005 * random.normal());
        dependence.add(posed(pitch, yaw), NAN);
    }
    dependence.settle();
    const double rest = dependence.at(posed(0, 0));
    for (const auto& [pitch, yaw] : {std::pair{0.1, 0.0}, {-0.1, 0.3}, {0.05, -0.35}}) {
        const double expected = leak(pitch, yaw);
        QVERIFY2(std::abs(dependence.at(posed(pitch, yaw)) - rest - expected) < 0.25 * std::abs(expected) + 0.01,
                 qPrintable(QString::number(expected)));
    }
    QCOMPARE(dependence.at(posed(2, 0)), dependence.at(posed(1, 0))); // farther than anything seen
}

void TestEyeRegion::stillHeadsTellNothing()
{
    Random random(4);
    PoseDependence dependence;
    for (int i = 0; i < 400; ++i) // an expression that happens to come with a trembling head
        dependence.add(posed(0.002 * random.normal(), 0.002 * random.normal()), i < 200 ? 1.0 : 0.0);
    dependence.settle();
    QVERIFY(std::abs(dependence.at(posed(0.005, 0.005))) < 0.01);
    QCOMPARE(PoseDependence().at(posed(0.3, 0.3)), 0.0);
}

QTEST_GUILESS_MAIN(TestEyeRegion)
#include "test_eye_region.moc"

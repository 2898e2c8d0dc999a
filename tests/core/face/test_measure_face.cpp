// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_shape3d.h"
#include "core/face/measure_face.h"

#include <QTest>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <tuple>

using namespace mien;

/// Pose and action units on faces whose truth is known: the mean face, turned, placed and moved by us.
class TestMeasureFace : public QObject
{
    Q_OBJECT

private slots:
    void turnsInEitherOrder();
    void signsAreThoseOfOpenFace();
    void poseComesBack_data();
    void poseComesBack();
    void anUnknownLensTurnsNobody();
    void expressionsDoNotTurnTheHead();
    void turnedFacesAreSeenFromTheFront();
    void smileIsAu12OnBothSidesOrOne();
    void posedSequencesBeginWithTheNeutral();
    void framesWithoutFaceHaveNoMeasures();
    void lengthIsThatOfTheFilmNotOfThePerson();
    void neutralIsAChoice_data();
    void neutralIsAChoice();
    void neutralsThatCannotBeAreRefused();
    void picturesOfUnknownSizeTellTurnsOnly();
};

namespace {

constexpr double degree = M_PI / 180;

std::array<Point3, 68> smiling(double left, double right)
{
    auto face = meanFace();
    face[48].x -= 0.05 * left, face[48].y -= 0.08 * left;
    face[54].x += 0.05 * right, face[54].y -= 0.08 * right;
    return face;
}

Landmarks68 project(const std::array<Point3, 68>& face, const Camera& camera, const HeadPose& pose)
{
    const auto turn = [](double a, int axis) {
        const double c = std::cos(a), s = std::sin(a);
        return axis == 0   ? cv::Matx33d(1, 0, 0, 0, c, -s, 0, s, c)
               : axis == 1 ? cv::Matx33d(c, 0, s, 0, 1, 0, -s, 0, c)
                           : cv::Matx33d(c, -s, 0, s, c, 0, 0, 0, 1);
    };
    const cv::Matx33d r = turn(pose.rx, 0) * turn(pose.ry, 1) * turn(pose.rz, 2);
    Landmarks68 points;
    for (std::size_t i = 0; i < 68; ++i) {
        const cv::Vec3d p = r * (cv::Vec3d(face[i].x, face[i].y, face[i].z) * outerEyeMillimetres) +
                            cv::Vec3d(pose.tx, pose.ty, pose.tz);
        points[i] = {static_cast<float>(camera.fx * p[0] / p[2] + camera.cx),
                     static_cast<float>(camera.fy * p[1] / p[2] + camera.cy)};
    }
    return points;
}

Camera known()
{
    Camera camera = Camera::assumed(640, 480);
    camera.known = true;
    return camera;
}

FaceTrack trackOf(const std::vector<Landmarks68>& frames)
{
    FaceTrack track;
    track.width = 640;
    track.height = 480;
    for (const auto& points : frames) {
        FaceFrame frame;
        frame.frame = static_cast<int>(track.frames.size());
        frame.found = true;
        frame.landmarks = points;
        track.frames.push_back(frame);
    }
    return track;
}

std::size_t indexOf(int number)
{
    for (std::size_t i = 0; i < geometricAus.size(); ++i)
        if (geometricAus[i].number == number) return i;
    return 99;
}

} // namespace

void TestMeasureFace::poseComesBack_data()
{
    QTest::addColumn<double>("pitch");
    QTest::addColumn<double>("yaw");
    QTest::addColumn<double>("roll");
    QTest::newRow("frontal") << 0.0 << 0.0 << 0.0;
    QTest::newRow("up and left") << -15.0 << -30.0 << 10.0;
    QTest::newRow("down and right") << 20.0 << 25.0 << -20.0;
    QTest::newRow("far to the side") << 5.0 << 50.0 << 0.0;
    QTest::newRow("lying") << 0.0 << 0.0 << 80.0;
}

void TestMeasureFace::poseComesBack()
{
    QFETCH(double, pitch);
    QFETCH(double, yaw);
    QFETCH(double, roll);
    const HeadPose truth{120, -60, 700, pitch * degree, yaw * degree, roll * degree};
    const PoseFit fit = fitPose(project(meanFace(), known(), truth), known());
    QVERIFY(std::abs(fit.pose.rx - truth.rx) < 0.2 * degree);
    QVERIFY(std::abs(fit.pose.ry - truth.ry) < 0.2 * degree);
    QVERIFY(std::abs(fit.pose.rz - truth.rz) < 0.2 * degree);
    QVERIFY(std::abs(fit.pose.tx - truth.tx) < 1 && std::abs(fit.pose.ty - truth.ty) < 1);
    QVERIFY(std::abs(fit.pose.tz - truth.tz) < 5);
}

void TestMeasureFace::anUnknownLensTurnsNobody()
{
    // A long lens; the face looks straight ahead from the edge of the picture.
    Camera lens = known();
    lens.fx = lens.fy = 5000;
    const Landmarks68 points = project(meanFace(), lens, {600, 0, 10000, 0, 0, 0});
    const PoseFit assumed = fitPose(points, Camera::assumed(640, 480));
    QVERIFY(std::abs(assumed.pose.ry) < 4 * degree);
    // Held against the lens of the guess, the same picture is a turned head: the reason for the rule.
    QVERIFY(std::abs(fitPose(points, known()).pose.ry) > 20 * degree);
    // The distance follows from the guess, and its picture does too.
    QVERIFY(std::abs(assumed.pose.tz - 1000) < 30);
    QVERIFY(std::abs(assumed.pose.tx - 600) < 15);
}

void TestMeasureFace::expressionsDoNotTurnTheHead()
{
    auto face = smiling(1, 1);
    for (std::size_t i = 17; i < 27; ++i) face[i].y -= 0.1;
    face[8].y += 0.3;
    for (std::size_t i : {31u, 35u}) face[i].y -= 0.05;
    const PoseFit fit = fitPose(project(face, known(), {0, 0, 700, 0, 0.2, 0}), known());
    QVERIFY(std::abs(fit.pose.ry - 0.2) < 0.2 * degree && std::abs(fit.pose.rx) < 0.2 * degree);
}

void TestMeasureFace::turnedFacesAreSeenFromTheFront()
{
    for (const double yaw : {-40.0, 0.0, 30.0}) {
        const Landmarks68 points =
            project(smiling(1, 0), known(), {50, 20, 600, 10 * degree, yaw * degree, 5 * degree});
        const auto front = seenFromFront(points, fitPose(points, known()));
        for (std::size_t i = 17; i < 68; ++i) {
            const Point3 truth = smiling(1, 0)[i];
            QVERIFY2(std::hypot(front[i].x - truth.x, front[i].y - truth.y) < 0.01, qPrintable(QString::number(i)));
        }
    }
}

void TestMeasureFace::smileIsAu12OnBothSidesOrOne()
{
    const HeadPose pose{0, 0, 700, 0.1, 0.1, 0.05};
    std::vector<Landmarks68> frames(20, project(meanFace(), known(), pose));
    frames.push_back(project(smiling(1, 1), known(), pose));
    frames.push_back(project(smiling(1, 0), known(), pose));
    const auto measures = measureFace(trackOf(frames), known()).frames;
    const std::size_t smile = indexOf(12);
    QVERIFY(measures[0]->auIntensity[smile] < 0.05f);
    QVERIFY(measures[20]->auIntensity[smile] > 1.5f);
    QVERIFY(std::abs(measures[20]->auAsymmetry[smile]) < 0.2f);
    QVERIFY(measures[21]->auAsymmetry[smile] > 1.5f);
    for (const int other : {1, 2, 5, 9, 15, 26, 45})
        QVERIFY2(measures[20]->auIntensity[indexOf(other)] < 0.2f, qPrintable(QString::number(other)));
}

void TestMeasureFace::posedSequencesBeginWithTheNeutral()
{
    // From neutral to the apex, and held there for most of the clip: the apex is not the neutral.
    const HeadPose pose{0, 0, 700, 0, 0, 0};
    std::vector<Landmarks68> frames(4, project(meanFace(), known(), pose));
    frames.resize(25, project(smiling(1, 1), known(), pose));
    const auto short_ = measureFace(trackOf(frames), known());
    QVERIFY(short_.frames[0]->auIntensity[indexOf(12)] < 0.05f);
    QVERIFY(short_.frames[24]->auIntensity[indexOf(12)] > 1.5f);
    QVERIFY(short_.frames[24]->auIntensity[indexOf(15)] < 0.05f);
    QVERIFY(short_.neutral.find("first 3 frames") != std::string::npos);
    // A film: what is shown most, wherever it stands.
    std::vector<Landmarks68> film(30, project(smiling(1, 1), known(), pose));
    film.resize(150, project(meanFace(), known(), pose));
    const auto long_ = measureFace(trackOf(film), known());
    QVERIFY(long_.frames[0]->auIntensity[indexOf(12)] > 1.5f);
    QVERIFY(long_.frames[149]->auIntensity[indexOf(12)] < 0.05f);
}

void TestMeasureFace::framesWithoutFaceHaveNoMeasures()
{
    FaceTrack track = trackOf(std::vector<Landmarks68>(3, project(meanFace(), known(), {0, 0, 700, 0, 0, 0})));
    track.frames[1].found = false;
    const auto measures = measureFace(track);
    QVERIFY(measures.frames[0] && !measures.frames[1] && measures.frames[2]);
    // Too few for a neutral: no intensity, which is not the same as 0.
    QVERIFY(std::isnan(measures.frames[0]->auIntensity[0]));
    QVERIFY(measures.neutral.find("not known") != std::string::npos);
    track.frames.clear();
    QVERIFY(measureFace(track).frames.empty());
}

void TestMeasureFace::turnsInEitherOrder()
{
    // One turn alone is the same in any order.
    for (const double angle : {-0.6, 0.2}) {
        HeadPose pose;
        pose.ry = angle;
        QCOMPARE(turnsOf(pose).yaw, angle);
        QCOMPARE(turnsOf(pose).pitch, 0.0);
        pose = {};
        pose.rx = angle;
        QCOMPARE(turnsOf(pose).pitch, angle);
        pose = {};
        pose.rz = angle;
        QCOMPARE(turnsOf(pose).roll, angle);
    }
    // R = Ry Rx Rz, written out by hand and taken apart as Rx Ry Rz: the same head, other numbers.
    const auto [yaw, pitch, roll] = std::tuple{0.4, 0.3, -0.2};
    const double r02 = std::sin(yaw) * std::cos(pitch), r12 = -std::sin(pitch), r22 = std::cos(yaw) * std::cos(pitch);
    const double r00 = std::cos(yaw) * std::cos(roll) + std::sin(yaw) * std::sin(pitch) * std::sin(roll);
    const double r01 = -std::cos(yaw) * std::sin(roll) + std::sin(yaw) * std::sin(pitch) * std::cos(roll);
    HeadPose pose;
    pose.ry = std::asin(r02);
    pose.rx = std::atan2(-r12, r22);
    pose.rz = std::atan2(-r01, r00);
    const HeadTurns turns = turnsOf(pose);
    QVERIFY(std::abs(turns.yaw - yaw) < 1e-12 && std::abs(turns.pitch - pitch) < 1e-12);
    QVERIFY(std::abs(turns.roll - roll) < 1e-12);
}

void TestMeasureFace::signsAreThoseOfOpenFace()
{
    // Where the tip of the nose (30) goes between the eyes' outer corners, and the line of the eyes.
    const auto nose = [](const Landmarks68& p) {
        return Point{p[30].x - (p[36].x + p[45].x) / 2, p[30].y - (p[36].y + p[45].y) / 2};
    };
    const auto turned = [](double pitch, double yaw, double roll) {
        return project(smiling(0, 0), known(), {0, 0, 700, pitch, yaw, roll});
    };
    const Landmarks68 straight = turned(0, 0, 0);
    QVERIFY(nose(turned(0, 0.3, 0)).x < nose(straight).x - 5); // yaw > 0: towards the image's left
    QVERIFY(nose(turned(0.3, 0, 0)).y > nose(straight).y + 5); // pitch > 0: down
    const Landmarks68 tilted = turned(0, 0, 0.3);
    QVERIFY(tilted[45].y > tilted[36].y + 5); // roll > 0: clockwise
}

void TestMeasureFace::lengthIsThatOfTheFilmNotOfThePerson()
{
    // Somebody who comes in smiling, for a while, in a long film: not a posed sequence that begins with the neutral.
    const HeadPose pose{0, 0, 700, 0, 0, 0};
    const FaceTrack smile = trackOf({project(smiling(1, 1), known(), pose)});
    const FaceTrack rest = trackOf({project(meanFace(), known(), pose)});
    constexpr int seen = 95, smiles = 20;
    FaceMeasurer measurer(known(), 30'000);
    for (int i = 0; i < seen; ++i) {
        FaceFrame frame = (i < smiles ? smile : rest).frames[0];
        frame.frame = 12'345 + i;
        measurer.learn(frame);
    }
    measurer.settle();
    QVERIFY2(measurer.neutral().find("shows most") != std::string::npos, measurer.neutral().c_str());
    QVERIFY(measurer.measure(smile.frames[0])->auIntensity[indexOf(12)] > 1.5f);
    QVERIFY(measurer.measure(rest.frames[0])->auIntensity[indexOf(12)] < 0.05f);

    // Much longer than what is kept: every part of it counts alike. The smile is the larger part.
    FaceMeasurer film(known(), 10'000);
    for (int i = 0; i < 10'000; ++i) {
        FaceFrame frame = (i < 4'000 ? rest : smile).frames[0];
        frame.frame = i;
        film.learn(frame);
    }
    film.settle();
    QVERIFY(film.measure(smile.frames[0])->auIntensity[indexOf(12)] < 0.05f);
}

void TestMeasureFace::neutralIsAChoice_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<bool>("smileIsNeutral");
    QTest::addColumn<QString>("words");
    // A film of 150 frames: 10 of rest, a smile, and rest for the last 20.
    QTest::newRow("automatic") << "auto" << true << "shows most";
    QTest::newRow("start") << "start" << false << "first 3 frames with a face, as chosen";
    QTest::newRow("usual") << "usual" << true << "shows most";
    QTest::newRow("one frame") << "140" << false << "frame 140, chosen by hand";
    QTest::newRow("frames") << "50-60" << true << "frames 50 to 60, chosen by hand";
    QTest::newRow("mean face") << "mean-face" << false << "mean face";
}

void TestMeasureFace::neutralIsAChoice()
{
    QFETCH(QString, choice);
    QFETCH(bool, smileIsNeutral);
    QFETCH(QString, words);
    const HeadPose pose{0, 0, 700, 0, 0, 0};
    std::vector<Landmarks68> film(150, project(smiling(1, 1), known(), pose));
    for (std::size_t i = 0; i < film.size(); ++i)
        if (i < 10 || i >= 130) film[i] = project(meanFace(), known(), pose);
    const auto parsed = NeutralChoice::parse(choice.toStdString());
    QVERIFY(parsed);
    const auto measured = measureFace(trackOf(film), known(), *parsed);
    QVERIFY2(QString::fromStdString(measured.neutral).contains(words), measured.neutral.c_str());
    const float smile = measured.frames[70]->auIntensity[indexOf(12)];
    const float rest = measured.frames[140]->auIntensity[indexOf(12)];
    QVERIFY(rest < 0.05f);
    if (smileIsNeutral)
        QVERIFY(smile < 0.05f);
    else
        QVERIFY(smile > 1.5f);
}

void TestMeasureFace::neutralsThatCannotBeAreRefused()
{
    for (const char* words : {"", "first", "0", "-3", "12-", "12-3", "1-2-3", "1.5", "mean face"})
        QVERIFY2(!NeutralChoice::parse(words), words);
    // Frames without the face tell nothing, and that is said.
    FaceTrack track = trackOf(std::vector<Landmarks68>(30, project(meanFace(), known(), {0, 0, 700, 0, 0, 0})));
    track.frames[4].found = false;
    const auto measured = measureFace(track, known(), *NeutralChoice::parse("5"));
    QVERIFY(measured.neutral.find("not known") != std::string::npos);
    QVERIFY(std::isnan(measured.frames[0]->auIntensity[indexOf(12)]));
}

void TestMeasureFace::picturesOfUnknownSizeTellTurnsOnly()
{
    const HeadPose pose{0, 0, 700, 0.1, 0.3, -0.2};
    const Landmarks68 points = project(meanFace(), known(), pose);
    const PoseFit sized = fitPose(points, Camera::assumed(640, 480));
    const PoseFit bare = fitPose(points, Camera::assumed(0, 0));
    QVERIFY(std::abs(bare.pose.rx - sized.pose.rx) < 0.01 && std::abs(bare.pose.ry - sized.pose.ry) < 0.01 &&
            std::abs(bare.pose.rz - sized.pose.rz) < 0.01);
    QVERIFY(std::isnan(bare.pose.tx) && std::isnan(bare.pose.ty) && std::isnan(bare.pose.tz));
    std::vector<Landmarks68> film(20, project(meanFace(), known(), pose));
    film.resize(40, project(smiling(1, 1), known(), pose));
    FaceTrack track = trackOf(film);
    track.width = track.height = 0;
    const auto measures = measureFace(track).frames;
    QVERIFY(measures[39]->auIntensity[indexOf(12)] > 1.5f);
    QVERIFY(std::isfinite(measures[39]->eyeDistance));
}

QTEST_GUILESS_MAIN(TestMeasureFace)
#include "test_measure_face.moc"

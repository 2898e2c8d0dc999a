// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_follower.h"
#include "core/face/face_probe.h"
#include "core/face/hog_detector.h"
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "core/synth/synth.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

using namespace mien;
namespace fs = std::filesystem;

/// The probe against the search it stands for, and the follower that lives by it, on drawn faces.
class TestFaceProbe : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void knowsFacesFromBackground();
    void saysWhereTheFaceIs();
    void seesLargeAndSmallFaces();
    void placesOutsideOfThePicture();
    void losesAFaceThatLeavesAtOnce();
    void findsALargerFaceThatComes();

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const LandmarkModel> m_model;
    cv::Mat m_face; ///< grey, with one face
    Box m_box;
};

void TestFaceProbe::initTestCase()
{
    SynthOptions options;
    options.subjects = 1;
    QVERIFY(synthesise(m_folder.path().toStdString(), options, RunControl()).ok());
    QDirIterator images(m_folder.path(), {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(images.hasNext());
    const auto source = openSource(images.next().toStdString());
    QVERIFY(source.ok());
    m_face = asMat(**(*source)->nextGrey()).clone();
    const auto found = HogDetector().detect(m_face, 0);
    QVERIFY(!found.empty());
    m_box = found.front().box;
    const auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    m_model = *model;
}

void TestFaceProbe::knowsFacesFromBackground()
{
    FaceProbe probe;
    QVERIFY(probe.ask(m_face, m_box).score > 0.5);
    cv::Mat noise(m_face.size(), CV_8UC1);
    cv::theRNG().state = 3;
    cv::randu(noise, 0, 256);
    QVERIFY(probe.ask(noise, m_box).score < -0.5);
    QVERIFY(probe.ask(cv::Mat(m_face.size(), CV_8UC1, cv::Scalar(128)), m_box).score < -0.5);
    // The same answer whatever was asked before.
    FaceProbe fresh;
    QCOMPARE(fresh.ask(m_face, m_box).dx, probe.ask(m_face, m_box).dx);
}

void TestFaceProbe::saysWhereTheFaceIs()
{
    FaceProbe probe;
    const auto straight = probe.ask(m_face, m_box);
    for (const auto& [x, y] : {std::pair{0.12f, 0.0f}, {-0.1f, 0.08f}, {0.05f, -0.15f}}) {
        const Box moved{m_box.x + x * m_box.width, m_box.y + y * m_box.width, m_box.width, m_box.height};
        const auto answer = probe.ask(m_face, moved);
        QVERIFY(std::abs(answer.dx - straight.dx + x * m_box.width) < 0.04f * m_box.width);
        QVERIFY(std::abs(answer.dy - straight.dy + y * m_box.width) < 0.04f * m_box.width);
    }
}

void TestFaceProbe::seesLargeAndSmallFaces()
{
    FaceProbe probe;
    for (const double scale : {0.3, 0.5, 1.0, 2.0, 4.0}) {
        cv::Mat scaled;
        cv::resize(m_face, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        const auto f = static_cast<float>(scale);
        const Box box{m_box.x * f, m_box.y * f, m_box.width * f, m_box.height * f};
        QVERIFY2(probe.ask(scaled, box).score > 0, qPrintable(QString::number(scale)));
    }
}

void TestFaceProbe::placesOutsideOfThePicture()
{
    FaceProbe probe;
    for (const Box& box :
         {Box{-500, -500, 100, 100}, Box{5000, 10, 900, 900}, Box{-40, -40, 100, 100}, Box{0, 0, 1, 1}})
        QVERIFY(probe.ask(m_face, box).score < 0);
    QVERIFY(probe.ask(cv::Mat(1, 1, CV_8UC1, cv::Scalar(9)), {0, 0, 80, 80}).score < 0);
}

void TestFaceProbe::losesAFaceThatLeavesAtOnce()
{
    FaceFollower follower({}, *m_model);
    cv::Mat empty(m_face.size(), CV_8UC1, cv::Scalar(120));
    for (int i = 0; i < 3; ++i) QVERIFY(follower.next(m_face));
    for (int i = 0; i < 3; ++i) QVERIFY(!follower.next(empty)); // no ghost, in no frame
    QVERIFY(follower.next(m_face));                             // and back at once
}

void TestFaceProbe::findsALargerFaceThatComes()
{
    cv::Mat small;
    cv::resize(m_face, small, {}, 0.4, 0.4, cv::INTER_AREA);
    cv::Mat scene(m_face.rows + small.rows, m_face.cols + small.cols, CV_8UC1, cv::Scalar(120));
    small.copyTo(scene(cv::Rect({m_face.cols, m_face.rows}, small.size())));
    FaceFollower follower({}, *m_model);
    const auto first = follower.next(scene);
    QVERIFY(first);
    m_face.copyTo(scene(cv::Rect({0, 0}, m_face.size())));
    int frames = 1;
    for (; frames <= 40; ++frames)
        if (const auto face = follower.next(scene); face && face->box.width > 1.5f * first->box.width) break;
    QVERIFY2(frames <= 30, qPrintable(QString::number(frames)));
}

QTEST_GUILESS_MAIN(TestFaceProbe)
#include "test_face_probe.moc"

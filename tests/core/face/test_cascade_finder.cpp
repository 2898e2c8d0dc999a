// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/boxes.h"
#include "core/face/cascade_finder.h"
#include "core/face/face_follower.h"
#include "core/face/faces_follower.h"
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "core/synth/synth.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <set>
#include <stdexcept>

using namespace mien;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(mien::FaceDetector)

/// The cascades in the place of the HOG detector, on drawn faces.
class TestCascadeFinder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { qunsetenv("MIEN_CASCADES"); }
    void boxesLieWhereHogPutsThem_data() { cascades(); }
    void boxesLieWhereHogPutsThem();
    void landmarksAreThoseByHog_data() { cascades(); }
    void landmarksAreThoseByHog();
    void allFacesOfAPicture_data() { cascades(); }
    void allFacesOfAPicture();
    void smallFacesComeByDoubling_data() { cascades(); }
    void smallFacesComeByDoubling();
    void nothingUnconfirmed_data() { cascades(); }
    void nothingUnconfirmed();
    void theCascadeIsLoadedOrNamed();
    void theKeyNamesTheDetector();

private:
    static void cascades();

    QTemporaryDir m_folder;
    std::shared_ptr<const LandmarkModel> m_model;
    std::vector<cv::Mat> m_faces; ///< grey, one face each
};

namespace {

FaceOptions with(FaceDetector detector)
{
    FaceOptions options;
    options.detector = detector;
    return options;
}

CascadeFinder finder(FaceDetector detector)
{
    const CascadeKind kind = cascadeOf(detector).value();
    return {kind, CascadeDetector::load(kind).value()};
}

/// Mean distance of the points in outer-eye distances of `truth`.
double difference(const Landmarks68& points, const Landmarks68& truth)
{
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        sum += std::hypot(points[i].x - truth[i].x, points[i].y - truth[i].y) / 68;
    return sum / outerEyeDistance(truth);
}

} // namespace

void TestCascadeFinder::cascades()
{
    QTest::addColumn<FaceDetector>("detector");
    for (const FaceDetector detector : {FaceDetector::Lbp, FaceDetector::Haar})
        QTest::newRow(name(detector)) << detector;
}

void TestCascadeFinder::initTestCase()
{
    SynthOptions options;
    options.subjects = 3;
    QVERIFY(synthesise(m_folder.path().toStdString(), options, RunControl()).ok());
    std::set<QString> folders; // a picture of each sequence
    QDirIterator images(m_folder.path(), {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories);
    while (images.hasNext()) {
        const QString image = images.next();
        if (!folders.insert(images.fileInfo().path()).second) continue;
        const auto source = openSource(image.toStdString());
        QVERIFY(source.ok());
        m_faces.push_back(asMat(**(*source)->nextGrey()).clone());
    }
    QVERIFY(m_faces.size() >= 20);
    const auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    m_model = *model;
}

void TestCascadeFinder::boxesLieWhereHogPutsThem()
{
    QFETCH(FaceDetector, detector);
    CascadeFinder cascade = finder(detector);
    HogDetector hog;
    std::size_t found = 0, both = 0;
    double growth = 0;
    for (const cv::Mat& grey : m_faces) {
        const auto expected = hog.detect(grey, 0);
        const auto faces = cascade.detect(grey, 0);
        found += !faces.empty();
        if (expected.empty() || faces.empty()) continue;
        ++both;
        const Box& box = faces.front().box;
        QVERIFY2(overlap(box, expected.front().box) > 0.5, qPrintable(QString::number(both)));
        const double ratio = std::log(box.width / expected.front().box.width);
        QVERIFY2(std::abs(ratio) < std::log(1.35), qPrintable(QString::number(std::exp(ratio))));
        growth += ratio;
        QCOMPARE(box.width, box.height);
        QVERIFY(faces.front().score > 0);
        QCOMPARE(cascade.detect(grey, 0).front().box, box);
    }
    QVERIFY2(found >= m_faces.size() * 9 / 10, qPrintable(QString::number(found)));
    QVERIFY(both >= m_faces.size() * 8 / 10);
    const double mean = std::exp(growth / static_cast<double>(both));
    QVERIFY2(mean > 0.85 && mean < 1.15, qPrintable(QString::number(mean)));
}

void TestCascadeFinder::landmarksAreThoseByHog()
{
    QFETCH(FaceDetector, detector);
    double sum = 0, most = 0;
    int both = 0;
    for (const cv::Mat& grey : m_faces) {
        FaceFollower byHog(FaceOptions{}, *m_model);
        FaceFollower byCascade(FaceFinder::load(with(detector)).value(), *m_model);
        const auto expected = byHog.next(grey);
        const auto face = byCascade.next(grey);
        if (!expected || !face) continue;
        const double apart = difference(face->landmarks, expected->landmarks);
        sum += apart;
        most = std::max(most, apart);
        ++both;
    }
    QVERIFY(both >= static_cast<int>(m_faces.size()) * 8 / 10);
    QVERIFY2(sum / both < 0.02, qPrintable(QString::number(sum / both)));
    QVERIFY2(most < 0.06, qPrintable(QString::number(most)));
}

void TestCascadeFinder::allFacesOfAPicture()
{
    QFETCH(FaceDetector, detector);
    // Two that the cascade knows singly.
    CascadeFinder cascade = finder(detector);
    std::vector<cv::Mat> known;
    for (std::size_t i = 0; i < m_faces.size() && known.size() < 2; ++i)
        if (!cascade.detect(m_faces[i], 0.3).empty()) known.push_back(m_faces[i]);
    QCOMPARE(known.size(), std::size_t(2));
    QCOMPARE(known[0].size(), known[1].size());
    cv::Mat pair;
    cv::hconcat(known[0], known[1], pair);
    FaceOptions options = with(detector);
    options.faces = FollowedFaces::All;
    FacesFollower follower(FaceFinder::load(options).value(), *m_model);
    const auto faces = follower.next(pair);
    QCOMPARE(faces.size(), std::size_t(2));
    const auto middle = [](const FacesFollower::Face& face) { return centreOf(face.fitted.landmarks, 0, 67).x; };
    QVERIFY((middle(faces[0]) < known[0].cols) != (middle(faces[1]) < known[0].cols));
    QCOMPARE(follower.next(pair).size(), std::size_t(2));
}

void TestCascadeFinder::smallFacesComeByDoubling()
{
    QFETCH(FaceDetector, detector);
    FaceFinder faces = FaceFinder::load(with(detector)).value();
    int found = 0, tried = 0;
    for (const cv::Mat& grey : m_faces) {
        const auto large = faces.largest(grey);
        if (!large) continue;
        const double scale = 45 / large->box.width;
        cv::Mat small;
        cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
        const auto face = faces.largest(small);
        ++tried;
        if (!face) continue;
        ++found;
        QVERIFY(face->box.width > 33 && face->box.width < 60);
        QVERIFY(!faces.largest(small, false));
    }
    QVERIFY2(found > tried / 2, qPrintable(QStringLiteral("%1 of %2").arg(found).arg(tried)));
}

void TestCascadeFinder::nothingUnconfirmed()
{
    QFETCH(FaceDetector, detector);
    CascadeFinder cascade = finder(detector);
    QVERIFY(cascade.detect(cv::Mat(480, 640, CV_8UC1, cv::Scalar(127)), 0).empty());
    QVERIFY(cascade.detect(cv::Mat(1, 1, CV_8UC1, cv::Scalar(127)), 0).empty());
    QVERIFY(cascade.detect(cv::Mat(), 0).empty());
    // What a cascade takes for a face is none here as long as the classifiers ask for more than it has.
    for (const cv::Mat& grey : m_faces) {
        const auto any = cascade.detect(grey, -100);
        if (any.empty()) continue;
        QVERIFY(cascade.detect(grey, any.front().score - 1e-6).size() == 1);
        QVERIFY(cascade.detect(grey, any.front().score).empty());
    }
}

void TestCascadeFinder::theCascadeIsLoadedOrNamed()
{
    for (const FaceDetector detector : faceDetectors) QVERIFY(FaceFinder::load(with(detector)).ok());
    QVERIFY_EXCEPTION_THROWN(FaceFinder{with(FaceDetector::Lbp)}, std::invalid_argument);
    qputenv("MIEN_CASCADES", "/nowhere");
    QVERIFY(FaceFinder::load({}).ok());
    for (const FaceDetector detector : {FaceDetector::Lbp, FaceDetector::Haar}) {
        const auto missing = FaceFinder::load(with(detector));
        QVERIFY(!missing.ok());
        QVERIFY(missing.error().message().find("opencv-data") != std::string::npos);
    }
}

void TestCascadeFinder::theKeyNamesTheDetector()
{
    std::set<std::string> keys;
    for (const FaceDetector detector : faceDetectors) keys.insert(with(detector).key());
    QCOMPARE(keys.size(), faceDetectors.size());
}

QTEST_GUILESS_MAIN(TestCascadeFinder)
#include "test_cascade_finder.moc"

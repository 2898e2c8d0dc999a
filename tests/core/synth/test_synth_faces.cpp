// SPDX-License-Identifier: GPL-3.0-or-later
// Do drawn faces look like faces to a detector and a landmark predictor trained on photographs?
#include "core/synth/face_renderer.h"
#include "core/synth/performance.h"
#include "core/synth/picture_file.h"
#include "core/synth/sensor.h"
#include "tests/core/synth/dlib_faces.h"

#include <QTest>
#include <opencv2/imgcodecs.hpp>

#include <cmath>
#include <numeric>

using namespace mien;
using namespace mien::synth;

namespace {

/// As a program that opens the picture's file in grey sees it.
cv::Mat greyOf(const Frame& frame)
{
    const std::string png = encoded(frame, Camera::File::Png);
    const std::vector<unsigned char> bytes(png.begin(), png.end());
    return cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

double distance(const Point& a, const Point& b)
{
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

double middleY(const Landmarks68& p, std::initializer_list<std::size_t> points)
{
    double sum = 0;
    for (const std::size_t i : points) sum += static_cast<double>(p[i].y);
    return sum / static_cast<double>(points.size());
}

/// What an action unit moves, in outer-eye distances.
double measure(int actionUnit, const Landmarks68& p)
{
    const double unit = static_cast<double>(outerEyeDistance(p));
    const double eyes = middleY(p, {36, 39, 42, 45});
    switch (actionUnit) {
    case 1:
    case 4:
        return (eyes - middleY(p, {21, 22})) / unit;
    case 2:
        return (eyes - middleY(p, {18, 25})) / unit;
    case 5:
    case 43:
        return (middleY(p, {40, 41, 46, 47}) - middleY(p, {37, 38, 43, 44})) / unit;
    case 9:
        return (middleY(p, {31, 33, 35}) - eyes) / unit;
    case 10:
        return (eyes - middleY(p, {50, 51, 52})) / unit;
    case 12:
        return distance(p[48], p[54]) / unit + (eyes - middleY(p, {48, 54})) / unit;
    case 15:
        return (middleY(p, {48, 54}) - eyes) / unit;
    case 20:
        return distance(p[48], p[54]) / unit;
    case 25:
    case 26:
    case 27:
        return (middleY(p, {65, 66, 67}) - middleY(p, {61, 62, 63})) / unit;
    default:
        throw std::invalid_argument("no measure for this action unit");
    }
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const double n = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - meanA) * (b[i] - meanB);
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / std::sqrt(aa * bb);
}

} // namespace

class TestSynthFaces : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DlibFaces> m_dlib;

private slots:
    void initTestCase()
    {
        const auto model = test::DlibFaces::modelFile();
        if (!std::filesystem::exists(model)) QSKIP("the 68-point model is not installed (package libdlib-data)");
        m_dlib = std::make_unique<test::DlibFaces>(model);
    }

    void dlibFindsTheFacesAndTheirLandmarks_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const quint64 seed : {1, 2, 3}) QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }

    void dlibFindsTheFacesAndTheirLandmarks()
    {
        QFETCH(const quint64, seed);
        const ExpressionDifficulty difficulty;
        int frames = 0;
        int found = 0;
        double face = 0;
        double jaw = 0;
        double worst = 0;
        for (const ClipPlan& plan : planClips(8, seed, difficulty)) {
            const Performance performance(plan, {}, difficulty);
            for (const int frame : {plan.frames / 2, plan.frames - 1}) {
                const Picture picture = performance.draw(frame);
                ++frames;
                const auto points = m_dlib->find(greyOf(picture.frame));
                if (!points) continue;
                ++found;
                const Landmarks68& truth = picture.truth.landmarks;
                const double unit = static_cast<double>(outerEyeDistance(truth));
                double own = 0;
                for (std::size_t i = 0; i < 68; ++i)
                    (i < 17 ? jaw : own) += distance((*points)[i], truth[i]) / unit / (i < 17 ? 17 : 51);
                face += own;
                worst = std::max(worst, own);
            }
        }
        const double rate = static_cast<double>(found) / frames;
        qInfo("seed %llu: %d frames, found %.2f %%; points 17-67 off by %.2f %% of the outer-eye distance (worst frame "
              "%.2f %%), jaw %.2f %%",
              static_cast<unsigned long long>(seed), frames, 100 * rate, 100 * face / found, 100 * worst,
              100 * jaw / found);
        QVERIFY(frames >= 100);
        QVERIFY(rate >= 0.99);
        QVERIFY(face / found <= 0.06);
    }

    void landmarksFollowTheActionUnits_data()
    {
        QTest::addColumn<int>("actionUnit");
        QTest::addColumn<double>("atLeast");
        const auto row = [](int number, double atLeast) {
            QTest::newRow(qPrintable(QStringLiteral("AU") + QString::number(number))) << number << atLeast;
        };
        // What the predictor follows well, and what it knows from photographs as small movements only: it follows half
        // of a wide eye or a stretched, closed mouth.
        for (const int number : {1, 2, 4, 12, 26, 27}) row(number, 0.8);
        for (const int number : {5, 9, 10, 15, 20, 25, 43}) row(number, 0.5);
    }

    void landmarksFollowTheActionUnits()
    {
        QFETCH(const int, actionUnit);
        QFETCH(const double, atLeast);
        std::vector<double> moved;
        std::vector<double> wanted;
        for (std::uint64_t person = 0; person < 6; ++person) {
            const Random random(1000 + person);
            const Identity identity = drawIdentity(random.fork("identity"));
            const HeadShape neutral = neutralShape(identity.proportions);
            const HeadProjection projection(HeadMotion(random.fork("head"), 640, 480).at(0));
            const FaceRenderer renderer(identity, random.fork("scene"), 640, 480);
            const Sensor sensor(random.fork("sensor"));
            double restMeasured = 0;
            double restTrue = 0;
            for (int step = 0; step <= 4; ++step) {
                AuSet aus;
                aus.set(actionUnit, 0.25 * step, 0.25 * step);
                const HeadShape shape = expressiveShape(neutral, aus);
                const auto points = m_dlib->find(greyOf(sensor.develop(renderer.render(shape, aus, projection), step)));
                QVERIFY(points);
                const double measured = measure(actionUnit, *points);
                const double truth = measure(actionUnit, project(shape, projection));
                if (step == 0) {
                    restMeasured = measured;
                    restTrue = truth;
                }
                moved.push_back(measured - restMeasured);
                wanted.push_back(truth - restTrue);
            }
        }
        const double r = correlation(moved, wanted);
        double measuredTravel = 0;
        double trueTravel = 0;
        for (std::size_t i = 4; i < moved.size(); i += 5) {
            measuredTravel += moved[i];
            trueTravel += wanted[i];
        }
        qInfo("AU%d: correlation of measured and true movement %.3f, share of the movement seen at full intensity %.2f",
              actionUnit, r, measuredTravel / trueTravel);
        QVERIFY(r >= atLeast);
    }
};

QTEST_GUILESS_MAIN(TestSynthFaces)
#include "test_synth_faces.moc"

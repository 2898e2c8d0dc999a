// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/face/landmark_smoother.h"

#include <QTest>
#include <cmath>

using namespace mien;

/// Less jitter, no lag, no invention across gaps: on sequences whose truth is known.
class TestLandmarkSmoother : public QObject
{
    Q_OBJECT

private slots:
    void jitterGoesStillnessStays();
    void onsetsAreNotDelayedNorFlattened();
    void evenMotionIsUntouched();
    void gapsAreWalls();
    void everyFrameComesOnceInOrder_data();
    void everyFrameComesOnceInOrder();
};

namespace {

constexpr double eyes = 100; ///< px

/// A face whose points all do `path(t)` beside their place, with noise of `sigma`.
std::vector<FaceFrame> sequence(int count, const std::function<Point(int)>& path, double sigma)
{
    Random random(7);
    std::vector<FaceFrame> frames;
    for (int t = 0; t < count; ++t) {
        FaceFrame f;
        f.frame = t;
        f.found = true;
        f.box = {path(t).x, path(t).y, 160, 160};
        for (std::size_t i = 0; i < 68; ++i)
            f.measured[i] = {static_cast<float>(static_cast<double>(i) + path(t).x + sigma * random.normal()),
                             static_cast<float>(50 + path(t).y + sigma * random.normal())};
        f.measured[36].x = static_cast<float>(path(t).x);
        f.measured[45].x = static_cast<float>(path(t).x + eyes);
        f.measured[36].y = f.measured[45].y = path(t).y;
        f.landmarks = f.measured;
        frames.push_back(f);
    }
    return frames;
}

std::vector<FaceFrame> smoothed(const std::vector<FaceFrame>& frames)
{
    std::vector<FaceFrame> out;
    LandmarkSmoother smoother(true, [&](const FaceFrame& f) { out.push_back(f); });
    for (const FaceFrame& f : frames) smoother.push(f);
    smoother.finish();
    return out;
}

double motion(const std::vector<FaceFrame>& frames, Landmarks68 FaceFrame::*points)
{
    double sum = 0;
    for (std::size_t t = 1; t < frames.size(); ++t)
        sum += std::hypot((frames[t].*points)[50].x - (frames[t - 1].*points)[50].x,
                          (frames[t].*points)[50].y - (frames[t - 1].*points)[50].y);
    return sum;
}

} // namespace

void TestLandmarkSmoother::jitterGoesStillnessStays()
{
    const auto out = smoothed(sequence(
        200, [](int) { return Point{}; }, 0.4));
    QVERIFY(motion(out, &FaceFrame::landmarks) < 0.5 * motion(out, &FaceFrame::measured));
}

void TestLandmarkSmoother::onsetsAreNotDelayedNorFlattened()
{
    // Half a second of rest, an onset of 6 frames over a tenth of the eye distance, apex.
    const auto path = [](int t) { return Point{0, static_cast<float>(10 * std::clamp((t - 15) / 6.0, 0.0, 1.0))}; };
    const auto out = smoothed(sequence(40, path, 0));
    double early = 0, late = 0;
    for (int t = 0; t < 40; ++t) {
        const double error = out[static_cast<std::size_t>(t)].landmarks[50].y - 50 - path(t).y;
        QVERIFY2(std::abs(error) < 0.6, qPrintable(QString::number(error)));
        (error > 0 ? early : late) += std::abs(error);
    }
    QVERIFY(std::abs(early - late) < 0.3); // symmetric: neither before nor behind
}

void TestLandmarkSmoother::evenMotionIsUntouched()
{
    const auto path = [](int t) { return Point{3.0f * static_cast<float>(t), -2.0f * static_cast<float>(t)}; };
    const auto out = smoothed(sequence(30, path, 0));
    for (const FaceFrame& f : out)
        for (std::size_t i = 0; i < 68; ++i) {
            QVERIFY(std::abs(f.landmarks[i].x - f.measured[i].x) < 1e-3);
            QVERIFY(std::abs(f.landmarks[i].y - f.measured[i].y) < 1e-3);
        }
}

void TestLandmarkSmoother::gapsAreWalls()
{
    // Another face sits where the first was, behind one empty frame: none of it may leak over.
    auto frames = sequence(
        21,
        [](int t) {
            return Point{0, t > 10 ? 1.0f : 0.0f};
        },
        0);
    frames[10].found = false;
    const auto out = smoothed(frames);
    QVERIFY(!out[10].found);
    for (std::size_t t = 0; t < 21; ++t)
        if (t != 10) QCOMPARE(out[t].landmarks[50].y, t > 10 ? 51.0f : 50.0f);
    // So is a jump of the box, as at a cut.
    auto cut = sequence(
        20,
        [](int t) {
            return Point{t > 9 ? 200.0f : 0.0f, 0};
        },
        0);
    for (const FaceFrame& f : smoothed(cut)) QCOMPARE(f.landmarks[50].x, f.measured[50].x);
}

void TestLandmarkSmoother::everyFrameComesOnceInOrder_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 3, 4, 5, 8, 9, 10, 30}) QTest::newRow(qPrintable(QString::number(count))) << count;
}

void TestLandmarkSmoother::everyFrameComesOnceInOrder()
{
    QFETCH(int, count);
    const auto out = smoothed(sequence(
        count, [](int) { return Point{}; }, 0.1));
    QCOMPARE(static_cast<int>(out.size()), count);
    for (int t = 0; t < count; ++t) QCOMPARE(out[static_cast<std::size_t>(t)].frame, t);
}

QTEST_GUILESS_MAIN(TestLandmarkSmoother)
#include "test_landmark_smoother.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/clip_builder.h"
#include "core/dataset/sampling.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace mien;

namespace {

constexpr int width = 640;
constexpr int height = 480;

/// A face-like spread of points: distinct, none on a line with all others.
Landmarks68 face()
{
    Landmarks68 points;
    for (int i = 0; i < 68; ++i)
        points[i] = {300.0f + 90.0f * std::sin(0.7f * static_cast<float>(i)),
                     240.0f + 70.0f * std::cos(1.1f * static_cast<float>(i))};
    // The rigid points stand as they do in a face.
    for (int k = 0; k < 4; ++k) points[27 + k] = {300.0f, 210.0f + 12.0f * static_cast<float>(k)};
    points[36] = {250, 215};
    points[39] = {285, 217};
    points[42] = {315, 217};
    points[45] = {350, 215};
    return points;
}

/// The face turned by `angle` (radians), scaled and moved: what head motion does to it.
Landmarks68 moved(const Landmarks68& points, float angle, float scale, float x, float y)
{
    Landmarks68 out;
    for (std::size_t i = 0; i < points.size(); ++i)
        out[i] = {x + scale * (std::cos(angle) * points[i].x - std::sin(angle) * points[i].y),
                  y + scale * (std::sin(angle) * points[i].x + std::cos(angle) * points[i].y)};
    return out;
}

FaceTrack trackOf(const std::vector<Landmarks68>& frames)
{
    FaceTrack track{width, height, false, {}};
    for (std::size_t i = 0; i < frames.size(); ++i) {
        FaceFrame frame;
        frame.frame = static_cast<int>(i);
        frame.seconds = 0.04 * static_cast<double>(i);
        frame.found = true;
        frame.landmarks = frames[i];
        track.frames.push_back(frame);
    }
    return track;
}

FaceTrack driftingTrack(int frames)
{
    std::vector<Landmarks68> list;
    for (int t = 0; t < frames; ++t) list.push_back(moved(face(), 0, 1, 2.0f * static_cast<float>(t), 0));
    return trackOf(list);
}

Sample sampleOf(int frames, int steps = 20)
{
    return {"S1_1", "S1_1", "S1", 3, evenIndices(frames, steps)};
}

float at(const Clip& clip, int channel, int landmark, int step)
{
    const Array& grid = clip.inputs.at(0);
    return grid.data.at(static_cast<std::size_t>((channel * grid.shape[1] + landmark) * grid.shape[2] + step));
}

float largest(const Clip& clip)
{
    float most = 0;
    for (const float v : clip.inputs.at(0).data) most = std::max(most, std::abs(v));
    return most;
}

ClipSpec faceSpec()
{
    ClipSpec spec;
    spec.coordinates = ClipSpec::Coordinates::Face;
    return spec;
}

} // namespace

class TestClipBuilder : public QObject
{
    Q_OBJECT

private slots:
    void imageCoordinatesAreSharesOfTheFrame()
    {
        const FaceTrack track = driftingTrack(39);
        const auto clip = buildLandmarkClip(sampleOf(39), track, ClipSpec{});
        QVERIFY(clip.ok());
        QCOMPARE(clip->inputs.size(), std::size_t(1));
        QCOMPARE(clip->inputs[0].shape, (std::vector<std::int64_t>{2, 68, 20}));
        QCOMPARE(clip->inputs[0].data.size(), std::size_t(2 * 68 * 20));
        QCOMPARE(clip->sample.label, 3);
        for (const int step : {0, 7, 19})
            for (const int landmark : {0, 30, 67}) {
                const Point p = track.frames[static_cast<std::size_t>(2 * step)].landmarks[landmark];
                QCOMPARE(at(*clip, 0, landmark, step), p.x / width);
                QCOMPARE(at(*clip, 1, landmark, step), p.y / height);
            }
    }

    void faceCoordinatesHoldNoHeadMotion()
    {
        std::vector<Landmarks68> frames;
        for (int t = 0; t < 20; ++t) {
            const auto s = static_cast<float>(t);
            frames.push_back(moved(face(), 0.01f * s, 1 + 0.02f * s, 3 * s, -2 * s));
        }
        const auto clip = buildLandmarkClip(sampleOf(20), trackOf(frames), faceSpec());
        QVERIFY(clip.ok());
        QVERIFY2(largest(*clip) < 1e-4f, qPrintable(QString::number(largest(*clip))));
    }

    void faceCoordinatesShowWhatAnExpressionMoves()
    {
        // The mouth corner goes up by a tenth of the outer-eye distance (100 px) while the head turns.
        std::vector<Landmarks68> frames;
        for (int t = 0; t < 20; ++t) {
            Landmarks68 points = face();
            points[48].y -= 10.0f * static_cast<float>(t) / 19;
            frames.push_back(moved(points, 0.02f * static_cast<float>(t), 1.5f, 0, 0));
        }
        const auto clip = buildLandmarkClip(sampleOf(20), trackOf(frames), faceSpec());
        QVERIFY(clip.ok());
        QCOMPARE(at(*clip, 1, 48, 0), 0.0f);
        QVERIFY(std::abs(at(*clip, 1, 48, 19) + 0.1f) < 0.01f);
        QVERIFY(std::abs(at(*clip, 0, 48, 19)) < 0.01f);
        QVERIFY(std::abs(at(*clip, 1, 54, 19)) < 1e-4f);
    }

    void aRepeatedFirstFrameIsNoMotion()
    {
        Sample neutral = sampleOf(20);
        neutral.frames.assign(20, 0);
        const auto clip = buildLandmarkClip(neutral, driftingTrack(20), faceSpec());
        QCOMPARE(largest(*clip), 0.0f);
    }

    void gapsAreFilledInTime()
    {
        FaceTrack track = driftingTrack(20);
        for (const int lost : {0, 7, 8, 19}) track.frames[static_cast<std::size_t>(lost)].found = false;
        for (const int lost : {0, 7, 8, 19}) track.frames[static_cast<std::size_t>(lost)].landmarks = {};
        track.frames[8].seconds = track.frames[7].seconds + 0.06; // halfway to frame 9 is 0.02 later
        const auto complete = completeLandmarks(track);
        QVERIFY(complete.ok());
        QCOMPARE(complete->size(), std::size_t(20));
        QCOMPARE(complete->at(0), track.frames[1].landmarks);
        QCOMPARE(complete->at(19), track.frames[18].landmarks);
        const float before = track.frames[6].landmarks[5].x;
        const float after = track.frames[9].landmarks[5].x;
        QVERIFY(std::abs(complete->at(7)[5].x - (before + (after - before) / 3)) < 1e-3f);
        QVERIFY(std::abs(complete->at(8)[5].x - (before + (after - before) * (0.10f / 0.12f))) < 1e-3f);
    }

    void withoutAClockGapsAreFilledByIndex()
    {
        FaceTrack track = driftingTrack(10);
        for (FaceFrame& frame : track.frames) frame.seconds = 0;
        track.frames[4].found = false;
        const auto complete = completeLandmarks(track);
        const float middle = (track.frames[3].landmarks[9].x + track.frames[5].landmarks[9].x) / 2;
        QVERIFY(std::abs(complete->at(4)[9].x - middle) < 1e-3f);
    }

    void aFifthOfTheFramesMayBeLostNotMore()
    {
        FaceTrack track = driftingTrack(20);
        for (const int lost : {3, 6, 9, 12}) track.frames[static_cast<std::size_t>(lost)].found = false;
        QVERIFY(completeLandmarks(track).ok());
        track.frames[15].found = false;
        const auto complete = completeLandmarks(track);
        QVERIFY(!complete.ok());
        QCOMPARE(complete.error().kind, ErrorKind::Failed);
        QVERIFY(complete.error().what.find("5 of 20") != std::string::npos);
        const auto clip = buildLandmarkClip(sampleOf(20), track, ClipSpec{});
        QVERIFY(!clip.ok());
        QVERIFY(clip.error().message().find("S1_1") != std::string::npos);
    }

    void tracksWithoutAnyFaceAreFailed()
    {
        QVERIFY(!completeLandmarks(FaceTrack{width, height, false, {}}).ok());
        FaceTrack track = driftingTrack(3);
        for (FaceFrame& frame : track.frames) frame.found = false;
        QVERIFY(!completeLandmarks(track).ok());
    }

    void samplesThatDoNotFitAreFailed()
    {
        const FaceTrack track = driftingTrack(20);
        QVERIFY(!buildLandmarkClip(sampleOf(21), track, ClipSpec{}).ok());
        QVERIFY(!buildLandmarkClip(sampleOf(20, 10), track, ClipSpec{}).ok());
        ClipSpec pictures;
        pictures.kind = ClipSpec::Kind::Pictures;
        QVERIFY(!buildLandmarkClip(sampleOf(20), track, pictures).ok());
        FaceTrack sizeless = track;
        sizeless.width = 0;
        QVERIFY(!buildLandmarkClip(sampleOf(20), sizeless, ClipSpec{}).ok());
    }

    void aPartOfAVideoGetsItsOwnFramesOnly()
    {
        ClipEntry clip;
        clip.id = "part";
        clip.kind = ClipEntry::Kind::Video;
        clip.firstFrame = 5;
        clip.frameCount = 10;
        const auto part = trackOfClip(driftingTrack(30), clip);
        QVERIFY(part.ok());
        QCOMPARE(part->frames.size(), std::size_t(10));
        QCOMPARE(part->frames.front().frame, 5); // pictures are found by this number
        QCOMPARE(part->frames.back().frame, 14);
        QCOMPARE(part->frames.front().landmarks[0].x, driftingTrack(30).frames[5].landmarks[0].x);
        clip.frameCount.reset();
        QCOMPARE(trackOfClip(driftingTrack(30), clip)->frames.size(), std::size_t(25));
        clip.frameCount = 100; // the file ends before
        QCOMPARE(trackOfClip(driftingTrack(30), clip)->frames.size(), std::size_t(25));
        clip.firstFrame = 30;
        QVERIFY(!trackOfClip(driftingTrack(30), clip).ok());
        clip.kind = ClipEntry::Kind::ImageSequence; // its files are the part already
        QCOMPARE(trackOfClip(driftingTrack(30), clip)->frames.size(), std::size_t(30));
    }
};

QTEST_GUILESS_MAIN(TestClipBuilder)
#include "test_clip_builder.moc"

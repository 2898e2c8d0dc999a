// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/face/face_finder.h"
#include "core/media/frame_mat.h"
#include "core/media/picture_size.h"
#include "tests/support/read_through.h"
#include "tests/support/shared_media.h"
#include "video_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace mien;
namespace fs = std::filesystem;

/// What people and broken disks hand over: each gives frames that keep FrameSource's promises, or one sentence.
class TestHostileInputs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void oddPictures_data();
    void oddPictures();
    void cmyk();
    void cutPictures();
    void everyTurnOfExif_data();
    void everyTurnOfExif();
    void sizesAreToldByTheHead_data();
    void sizesAreToldByTheHead();
    void headsCutShortTellNothing();
    void facesInLargePictures_data();
    void facesInLargePictures();
    void hugeVideos();
    void otherThings_data();
    void otherThings();
    void unreadable();
    void oddNames_data();
    void oddNames();
    void cutAtEveryTenthByte_data();
    void cutAtEveryTenthByte();
    void deletedWhilePlaying_data();
    void deletedWhilePlaying();
    void cutWhileReading_data();
    void cutWhileReading();
    void imagesDeletedWhilePlaying();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    bool m_videos = false;
    QTemporaryDir m_folder;
};

namespace {

constexpr const char* noTools = "the programs ffmpeg and ffprobe are not installed";

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
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        throw std::runtime_error("cannot write " + file.string());
}

QByteArray encoded(const char* ending, const cv::Mat& picture)
{
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(ending, picture, bytes)) throw std::runtime_error("cannot encode");
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

/// The first frame of a file that must have one.
Frame only(const fs::path& file)
{
    auto source = openSource(file);
    if (!source) throw std::runtime_error(source.error().message());
    auto frame = (*source)->next();
    if (!frame) throw std::runtime_error(frame.error().message());
    return **frame;
}

/// One error of the input, with these words and the file's name.
void verifyRefusal(const fs::path& file, const char* expected)
{
    const auto source = openSource(file);
    QVERIFY2(!source.ok(), file.c_str());
    QCOMPARE(source.error().kind, ErrorKind::Input);
    const std::string message = source.error().message();
    QVERIFY2(message.find(expected) != std::string::npos, message.c_str());
    // On one line, whatever the name holds.
    QVERIFY2(message.find(text::printable(file.filename().string())) != std::string::npos, message.c_str());
    QVERIFY2(message.find('\n') == std::string::npos, message.c_str());
}

void verifyKept(const ReadThrough& seen)
{
    QVERIFY2(seen.fault.empty(), seen.fault.c_str());
    QVERIFY(seen.steady);
}

/// 90 frames; the smallest that H.264 still finds something to do in.
void makeFilm(const fs::path& file, const char* options)
{
    videofiles::make(file, words(options) + words("-vf scale=64:48"));
}

} // namespace

void TestHostileInputs::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_videos = videofiles::toolsPresent();
    if (!m_videos) return;
    makeFilm(path("film.mp4"), "-c:v libx264 -bf 2 -g 15 -movflags +faststart");
    makeFilm(path("film.mkv"), "-c:v libx264 -bf 2 -g 15");
    makeFilm(path("film.avi"), "-c:v mpeg4 -q:v 20 -g 15");
    makeFilm(path("film.264"), "-c:v libx264 -bf 2 -g 15");
}

void TestHostileInputs::oddPictures_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("type");
    const auto row = [](const char* name, int width, int height, int type) {
        QTest::newRow(
            qPrintable(QStringLiteral("%1 %2x%3 type %4").arg(QLatin1String(name)).arg(width).arg(height).arg(type)))
            << QString::fromLatin1(name) << width << height << type;
    };
    for (const char* ending : {".png", ".jpg", ".bmp", ".tiff", ".webp", ".ppm"}) {
        row(ending, 1, 1, CV_8UC3);
        row(ending, 640, 480, CV_8UC3); // blank
    }
    row(".png", 20000, 3, CV_8UC3);
    row(".png", 3, 20000, CV_8UC3);
    row(".png", 1, 60000, CV_8UC1);
    row(".png", 50, 40, CV_8UC1);
    row(".png", 50, 40, CV_8UC4);
    row(".png", 50, 40, CV_16UC1);
    row(".png", 50, 40, CV_16UC3);
    row(".png", 50, 40, CV_16UC4);
    row(".tiff", 50, 40, CV_16UC3);
    row(".tiff", 50, 40, CV_32FC3);
}

void TestHostileInputs::oddPictures()
{
    QFETCH(QString, name);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, type);
    const fs::path file = path("odd" + name.toStdString());
    const double full = CV_MAT_DEPTH(type) == CV_16U ? 65535 : CV_MAT_DEPTH(type) == CV_32F ? 1 : 255;
    write(file, encoded(name.toLatin1().constData(), cv::Mat(height, width, type, cv::Scalar::all(full))));
    const ReadThrough seen = readThrough(file);
    verifyKept(seen);
    if (type == CV_32FC3) return; // what a number without a range looks like is not ours to say
    QCOMPARE(seen.frames, 1);
    const Frame frame = only(file);
    QCOMPARE(frame.width, width);
    QCOMPARE(frame.height, height);
    QVERIFY(asMat(frame).at<cv::Vec3b>(height / 2, width / 2) == cv::Vec3b(255, 255, 255));
    FaceFinder finder(FaceOptions{});
    const Frame grey = toGrey(frame);
    QVERIFY(!finder.largest(asMat(grey)));
    QVERIFY(finder.all(asMat(grey), true).empty());
    QVERIFY(!finder.near(asMat(grey), Box{0, 0, 90, 90}));
    QVERIFY(!finder.largestFrom(asMat(grey), 200));
}

void TestHostileInputs::cmyk()
{
    // 8×8 pixels of red, four channels of ink, as ImageMagick writes it (inverted, after Adobe).
    write(path("ink.jpg"),
          QByteArray::fromBase64("/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2"
                                 "RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/9sAQwEODg4TERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09P"
                                 "T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P/8AAFAgACAAIBAEiAAIRAQMRAQQiAP/EABYAAQEB"
                                 "AAAAAAAAAAAAAAAAAAAFB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAAFB//E"
                                 "ABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAOBAEAAhEDEQQAAD8AvgGU2acA/9k="));
    const Frame frame = only(path("ink.jpg"));
    QCOMPARE(frame.width, 8);
    const auto pixel = asMat(frame).at<cv::Vec3b>(4, 4);
    QVERIFY2(pixel[2] > 200 && pixel[1] < 60 && pixel[0] < 60,
             qPrintable(QStringLiteral("%1 %2 %3").arg(pixel[2]).arg(pixel[1]).arg(pixel[0])));
    verifyKept(readThrough(path("ink.jpg")));
}

void TestHostileInputs::cutPictures()
{
    cv::Mat picture(120, 160, CV_8UC3);
    cv::randu(picture, 0, 255);
    for (const char* ending : {".png", ".jpg", ".bmp", ".tiff", ".webp", ".jp2", ".ras", ".ppm"}) {
        const QByteArray whole = encoded(ending, picture);
        const fs::path file = path(std::string("cut") + ending);
        for (const int tenths : {1, 5, 9}) {
            write(file, whole.left(whole.size() * tenths / 10));
            const ReadThrough seen = readThrough(file);
            verifyKept(seen);
            QVERIFY2(!seen.opened, ending); // half a picture is none
        }
        write(file, whole + QByteArray(100, 'x')); // cameras put things behind
        QCOMPARE(readThrough(file).frames, 1);
    }
}

void TestHostileInputs::everyTurnOfExif_data()
{
    QTest::addColumn<int>("orientation");
    for (int k = 1; k <= 8; ++k) QTest::addRow("%d", k) << k;
    QTest::addRow("no such turn") << 77;
}

void TestHostileInputs::everyTurnOfExif()
{
    QFETCH(int, orientation);
    // White where the upper left corner is stored; the standard says where it is shown.
    cv::Mat stored(16, 48, CV_8UC3, cv::Scalar::all(0));
    stored(cv::Rect(0, 0, 16, 8)).setTo(cv::Scalar::all(255));
    QByteArray jpeg = encoded(".jpg", stored);
    QByteArray exif = QByteArray::fromHex("ffe100224578696600004949"
                                          "2a0008000000"
                                          "0100"
                                          "120103000100000000000000"
                                          "00000000");
    exif[28] = char(orientation);
    jpeg.insert(2, exif);
    write(path("turned.jpg"), jpeg);
    const Frame frame = only(path("turned.jpg"));
    const bool onSide = orientation >= 5 && orientation <= 8;
    QCOMPARE(frame.width, onSide ? 16 : 48);
    QCOMPARE(frame.height, onSide ? 48 : 16);
    // EXIF 2.3, tag 274: 2 mirrored, 3 half turn, 4 upside down, 5 transposed, 6 to turn clockwise, 7 transverse, 8
    // back.
    const bool right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    const bool below = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    const auto corner = asMat(frame).at<cv::Vec3b>(below ? frame.height - 3 : 2, right ? frame.width - 3 : 2);
    QVERIFY(corner[1] > 200);
    verifyKept(readThrough(path("turned.jpg")));
}

void TestHostileInputs::sizesAreToldByTheHead_data()
{
    // What these heads announce cannot be decoded: that it is refused by its size proves that nobody tried.
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* ending, const char* anchor, int width, int height, const char* huge) {
        QByteArray bytes = encoded(ending, cv::Mat(40, 56, CV_8UC3, cv::Scalar(1, 2, 3)));
        const qsizetype at = bytes.indexOf(QByteArray::fromHex(anchor));
        if (at < 0) throw std::runtime_error("OpenCV writes another head");
        const QByteArray number = QByteArray::fromHex(huge);
        bytes.replace(at + width, number.size(), number).replace(at + height, number.size(), number);
        QTest::newRow(ending) << bytes;
    };
    row(".png", "49484452", 4, 8, "00004e20");
    row(".jpg", "ffc0", 7, 5, "4e20");
    row(".bmp", "424d", 18, 22, "204e0000");
    row(".tiff", "00010300", 8, 20, "204e");
    row(".jp2", "69686472", 8, 4, "00004e20");
    row(".ras", "59a66a95", 4, 8, "00004e20");
    QTest::newRow(".ppm") << QByteArray("P6 # a comment\n20000\n# another\n20000 255\n");
}

void TestHostileInputs::sizesAreToldByTheHead()
{
    QFETCH(QByteArray, bytes);
    const fs::path file = path(std::string("huge") + QTest::currentDataTag());
    write(file, bytes);
    verifyRefusal(file, "20000×20000");
    verifyRefusal(file, "134 megapixels");
    verifyRefusal(file, "make a smaller copy");
}

void TestHostileInputs::headsCutShortTellNothing()
{
    for (const char* ending : {".png", ".jpg", ".bmp", ".tiff", ".jp2", ".ras", ".ppm", ".webp"}) {
        const QByteArray bytes = encoded(ending, cv::Mat(40, 56, CV_8UC3, cv::Scalar(1, 2, 3)));
        for (qsizetype n = 0; n <= bytes.size(); ++n) {
            // A buffer of its own, so that a read beyond its end is one beyond the heap's, too.
            const std::vector<char> head(bytes.begin(), bytes.begin() + n);
            const auto size = declaredSize({head.data(), head.size()});
            if (size && size->width == 56) QVERIFY2(size->height == 40 || n < bytes.size(), ending);
            if (n == bytes.size()) QVERIFY2(size && size->width == 56 && size->height == 40, ending);
        }
    }
    QVERIFY(checkPictureSize({std::int64_t(1) << 27, 1}, "x").ok());
    QVERIFY(!checkPictureSize({(std::int64_t(1) << 27) + 1, 1}, "x").ok());
    QVERIFY(!checkPictureSize({std::int64_t(1) << 62, std::int64_t(1) << 62}, "x").ok()); // their product overflows
}

void TestHostileInputs::facesInLargePictures_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<double>("enlarged");
    QTest::newRow("searched as it is") << 6000 << 4000 << 1.0;
    QTest::newRow("searched reduced") << 9000 << 6000 << 2.0;
}

void TestHostileInputs::facesInLargePictures()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(double, enlarged);
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    const Frame luma = toGrey(only(*media / "image/obama-480p.jpg"));
    cv::Mat portrait = asMat(luma).clone();
    cv::resize(portrait, portrait, {}, enlarged, enlarged, cv::INTER_CUBIC);
    FaceFinder finder(FaceOptions{});
    const auto alone = finder.largest(portrait);
    QVERIFY(alone);
    cv::Mat large(height, width, CV_8UC1, cv::Scalar(127));
    const cv::Point at(width - portrait.cols - 203, height / 2 + 101);
    portrait.copyTo(large(cv::Rect(at, portrait.size())));
    const auto found = finder.largest(large);
    QVERIFY(found);
    // Another place against the cells of the detector and its scales: a tenth of the face.
    const float tolerance = alone->box.width / 10;
    QVERIFY(std::abs(found->box.x - float(at.x) - alone->box.x) < tolerance);
    QVERIFY(std::abs(found->box.y - float(at.y) - alone->box.y) < tolerance);
    QVERIFY(std::abs(found->box.width - alone->box.width) < 2 * tolerance);
}

void TestHostileInputs::hugeVideos()
{
    write(path("huge.y4m"), "YUV4MPEG2 W15000 H15000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + QByteArray(4096, '\x40'));
    verifyRefusal(path("huge.y4m"), "15000×15000");
    if (!m_videos) QSKIP(noTools);
    // The container says 64×48, each picture says otherwise: only the codec sees it.
    makeFilm(path("wide.mkv"), "-c:v mjpeg -q:v 4");
    QByteArray bytes = content(path("wide.mkv"));
    const QByteArray honest = QByteArray::fromHex("ffc0001108"
                                                  "00300040");
    QCOMPARE(bytes.count(honest), 90);
    QByteArray huge = bytes;
    huge.replace(honest, QByteArray::fromHex("ffc0001108"
                                             "f000f000"));
    write(path("wide.mkv"), huge);
    verifyRefusal(path("wide.mkv"), "wide.mkv");
    // Half of them: those are lost, and the rest keeps its numbers.
    for (int k = 0; k < 45; ++k) {
        const qsizetype last = bytes.lastIndexOf(honest);
        bytes.replace(last, honest.size(),
                      QByteArray::fromHex("ffc0001108"
                                          "f000f000"));
    }
    write(path("half.mkv"), bytes);
    const ReadThrough seen = readThrough(path("half.mkv"));
    verifyKept(seen);
    QCOMPARE(seen.frames, 45);
    QCOMPARE(seen.frames + seen.errors, 90);
}

void TestHostileInputs::otherThings_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("expected");
    for (const char* ending : {".png", ".mp4"}) {
        const QString name = QString::fromLatin1(ending);
        QTest::newRow(qPrintable(QStringLiteral("pipe") + name))
            << QStringLiteral("pipe") + name << QStringLiteral("pipe") << QStringLiteral("neither a file nor a folder");
        QTest::newRow(qPrintable(QStringLiteral("folder") + name))
            << QStringLiteral("folder") + name << QStringLiteral("folder") << QStringLiteral("no image");
        QTest::newRow(qPrintable(QStringLiteral("dangling") + name))
            << QStringLiteral("dangling") + name << QStringLiteral("link") << QStringLiteral("no such file");
        QTest::newRow(qPrintable(QStringLiteral("itself") + name))
            << QStringLiteral("itself") + name << QStringLiteral("loop") << QStringLiteral("symbolic links");
        QTest::newRow(qPrintable(QStringLiteral("zero") + name))
            << QStringLiteral("zero") + name << QStringLiteral("zero") << QStringLiteral("0 bytes");
    }
}

void TestHostileInputs::otherThings()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    QFETCH(QString, expected);
    const fs::path file = path(name.toStdString());
    if (kind == QStringLiteral("pipe")) QCOMPARE(::mkfifo(file.c_str(), 0600), 0);
    if (kind == QStringLiteral("folder")) fs::create_directory(file);
    if (kind == QStringLiteral("link")) fs::create_symlink(path("nowhere"), file);
    if (kind == QStringLiteral("loop")) fs::create_symlink(file, file);
    if (kind == QStringLiteral("zero")) write(file, {});
    verifyRefusal(file, expected.toUtf8().constData());
    // The same among the images of a sequence: nobody writes into the pipe, which must not be waited for.
    const auto sequence = openImageSequence({file});
    QVERIFY(!sequence.ok());
    QVERIFY(sequence.error().message().find(file.filename().string()) != std::string::npos);
}

void TestHostileInputs::unreadable()
{
    if (::geteuid() == 0) QSKIP("root may read every file");
    for (const char* name : {"shut.png", "shut.mp4"}) {
        write(path(name), QByteArray(2000, 'x'));
        QCOMPARE(::chmod(path(name).c_str(), 0), 0);
        verifyRefusal(path(name), "Permission denied");
    }
}

void TestHostileInputs::oddNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"with space", "it's \"quoted\"", "日本 é ñ", "a:b", "file:x", "%03d", "-v", "*?[a]",
                             "a\nb", "a\\b", "$HOME;ls", "concat:a|b"})
        QTest::newRow(name) << QString::fromUtf8(name);
    QTest::newRow("200 letters") << QString(200, QLatin1Char('n'));
}

void TestHostileInputs::oddNames()
{
    QFETCH(QString, name);
    const std::string stem = name.toStdString();
    write(path(stem + ".png"), encoded(".png", cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(9))));
    QCOMPARE(readThrough(path(stem + ".png")).frames, 1);
    if (!m_videos) QSKIP(noTools);
    write(path(stem + ".mp4"), content(path("film.mp4")));
    const ReadThrough seen = readThrough(path(stem + ".mp4"));
    verifyKept(seen);
    QCOMPARE(seen.frames, 90);
    // The wrong ending: what is in a file decides between videos; an image's ending promises an image.
    fs::rename(path(stem + ".mp4"), path(stem + ".txt"));
    QCOMPARE(readThrough(path(stem + ".txt")).frames, 90);
    fs::rename(path(stem + ".txt"), path(stem + ".jpg"));
    verifyRefusal(path(stem + ".jpg"), "not an image that can be read");
}

void TestHostileInputs::cutAtEveryTenthByte_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("step");
    QTest::newRow("mp4") << QStringLiteral("film.mp4") << 10;
    for (const char* name : {"film.mkv", "film.avi", "film.264"})
        QTest::newRow(name) << QString::fromLatin1(name) << 397;
}

void TestHostileInputs::cutAtEveryTenthByte()
{
    QFETCH(QString, name);
    QFETCH(int, step);
    if (!m_videos) QSKIP(noTools);
    const QByteArray whole = content(path(name.toStdString())).left(20'000);
    QVERIFY(whole.size() > 15'000);
    const fs::path file = path("cut-" + name.toStdString());
    int opened = 0, most = 0;
    for (qsizetype size = 0; size < whole.size(); size += step) {
        write(file, whole.left(size));
        const ReadThrough seen = readThrough(file);
        QVERIFY2(seen.fault.empty(),
                 qPrintable(QStringLiteral("%1 bytes: %2").arg(size).arg(QString::fromStdString(seen.fault))));
        QVERIFY(seen.steady);
        opened += seen.opened;
        QVERIFY(seen.opened == (seen.frames > 0)); // a source has a picture, or it does not open
        most = std::max(most, seen.frames);
    }
    QVERIFY(opened > 10);
    QVERIFY(most >= 20 && most <= 90);
}

void TestHostileInputs::deletedWhilePlaying_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"film.mp4", "film.avi", "film.264"}) QTest::newRow(name) << QString::fromLatin1(name);
}

void TestHostileInputs::deletedWhilePlaying()
{
    QFETCH(QString, name);
    if (!m_videos) QSKIP(noTools);
    const fs::path file = path("gone-" + name.toStdString());
    write(file, content(path(name.toStdString())));
    auto opened = openSource(file);
    QVERIFY(opened.ok());
    FrameSource& source = **opened;
    for (int k = 0; k < 10; ++k) QVERIFY(source.next().ok());
    fs::remove(file);
    // What is open stays readable: playing goes on to the end …
    const auto rest = videofiles::readAll(source);
    QCOMPARE(rest.frames.size(), 80u);
    const bool counted = name == QStringLiteral("film.264"); // pictures without stamps are found from the start only
    QCOMPARE(source.frame(70).ok(), !counted);
    // … and whatever needs the file anew says so, each number once, and comes to the end.
    const auto first = source.frame(0);
    if (!first)
        QVERIFY2(first.error().message().find("No such file") != std::string::npos, first.error().message().c_str());
    QVERIFY(source.seek(0).ok());
    int given = 0, refused = 0;
    for (; given < 200; ++given) {
        const auto frame = source.nextGrey();
        if (frame && !*frame) break;
        if (frame) continue;
        ++refused;
        QVERIFY2(frame.error().message().find(file.filename().string()) != std::string::npos,
                 frame.error().message().c_str());
    }
    QCOMPARE(given, 90);
    QVERIFY(refused > 0);
    QVERIFY(source.seek(0).ok());
    const auto again = videofiles::readAll(source);
    QCOMPARE(again.frames.size() + again.errors.size(), 90u);
    for (std::size_t k = 1; k < again.frames.size(); ++k) QVERIFY(again.frames[k].index > again.frames[k - 1].index);
    QCOMPARE(source.info().frameCount, std::optional(90));
    verifyRefusal(file, "no such file");
}

void TestHostileInputs::cutWhileReading_data()
{
    deletedWhilePlaying_data();
}

void TestHostileInputs::cutWhileReading()
{
    QFETCH(QString, name);
    if (!m_videos) QSKIP(noTools);
    const fs::path file = path("shrunk-" + name.toStdString());
    const QByteArray whole = content(path(name.toStdString()));
    write(file, whole);
    auto opened = openSource(file);
    QVERIFY(opened.ok());
    FrameSource& source = **opened;
    const auto times = source.times();
    QVERIFY(times.ok());
    QCOMPARE(times->size(), 90u);
    QVERIFY(source.next().ok());
    fs::resize_file(file, std::uintmax_t(whole.size()) / 3);
    int given = 1, frames = 1;
    for (; given < 200; ++given) {
        const auto frame = source.next();
        if (frame && !*frame) break;
        if (frame) ++frames;
        if (!frame) QVERIFY(!frame.error().what.empty() && !frame.error().where.empty());
    }
    QVERIFY(given <= 90 && frames > 1);
    const auto last = source.frame(89);
    if (!last) QVERIFY(last.error().message().find(file.filename().string()) != std::string::npos);
    fs::resize_file(file, 0);
    QVERIFY(source.seek(0).ok());
    for (given = 0; given < 200; ++given)
        if (const auto frame = source.nextGrey(); frame && !*frame) break;
    QVERIFY(given <= 90);
    QVERIFY(!source.frame(-1).ok() && !source.frame(90).ok());
}

void TestHostileInputs::imagesDeletedWhilePlaying()
{
    const fs::path folder = path("sequence");
    fs::create_directory(folder);
    const auto name = [&](int k) { return folder / ("picture" + std::to_string(k) + ".png"); };
    for (int k = 0; k < 6; ++k) write(name(k), encoded(".png", cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(k))));
    auto opened = openSource(folder);
    QVERIFY(opened.ok());
    FrameSource& source = **opened;
    QVERIFY(source.frame(1).ok());
    fs::remove(name(1));
    fs::remove(name(2));
    write(name(3), content(name(3)).left(40));
    fs::remove(name(4));
    QCOMPARE(::mkfifo(name(4).c_str(), 0600), 0);
    QVERIFY(source.frame(1).ok()); // seen before: kept
    const char* expected[] = {"", "", "picture2.png", "picture3.png", "picture4.png", ""};
    QVERIFY(source.seek(0).ok());
    for (const char* word : expected) {
        const auto frame = source.nextGrey();
        QCOMPARE(frame.ok(), *word == '\0');
        if (!frame) QVERIFY2(frame.error().message().find(word) != std::string::npos, frame.error().message().c_str());
    }
    fs::remove_all(folder);
    QVERIFY(source.frame(0).ok()); // kept, too
    QVERIFY(!source.frame(2).ok());
    const auto end = [&] {
        if (const auto moved = source.seek(6); !moved) return false;
        const auto frame = source.next();
        return frame && !*frame;
    };
    QVERIFY(end());
}

QTEST_GUILESS_MAIN(TestHostileInputs)
#include "test_hostile_inputs.moc"

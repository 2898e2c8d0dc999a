// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "core/media/part_source.h"
#include "tests/support/shared_media.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

using namespace mien;
namespace fs = std::filesystem;

/// Images and folders of images as frames.
class TestImageSource : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void oneImage();
    void depthsAndChannels();
    void exifOrientation();
    void folderInNaturalOrder();
    void badImagesKeepTheirPlace();
    void partsCountFromTheirFirst();
    void refusals();
    void realImages();

private:
    fs::path m_root;
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

void save(const fs::path& file, const cv::Mat& image)
{
    std::vector<std::uint8_t> bytes;
    QVERIFY(cv::imencode(file.extension().string(), image, bytes));
    QFile out(QString::fromStdString(file.string()));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
}

cv::Vec3b pixel(const Frame& frame, int x, int y)
{
    return asMat(frame).at<cv::Vec3b>(y, x);
}

Frame only(const fs::path& file)
{
    auto source = openSource(file);
    if (!source) throw std::runtime_error(source.error().message());
    auto frame = (*source)->next();
    if (!frame) throw std::runtime_error(frame.error().message());
    return **frame;
}

} // namespace

void TestImageSource::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = fs::path(m_folder->path().toStdString()) / "日本 é";
    fs::create_directories(m_root);
}

void TestImageSource::oneImage()
{
    cv::Mat image(30, 50, CV_8UC3, cv::Scalar(10, 20, 30));
    image.at<cv::Vec3b>(29, 49) = {1, 2, 3};
    save(m_root / "é.png", image);
    auto source = openSource(m_root / "é.png");
    QVERIFY(source.ok());
    QCOMPARE((*source)->info().frameCount, std::optional(1));
    QCOMPARE((*source)->info().format, std::string("image"));
    QCOMPARE((*source)->info().codec, std::string("png"));
    QCOMPARE((*source)->info().name, std::string("é.png"));
    QVERIFY((*source)->info().timeAssumed);
    const auto frame = (*source)->next();
    QVERIFY(frame.ok() && *frame);
    QVERIFY(pixel(**frame, 49, 29) == cv::Vec3b(1, 2, 3));
    QVERIFY(pixel(**frame, 0, 0) == cv::Vec3b(10, 20, 30));
    const auto end = (*source)->next();
    QVERIFY(end.ok() && !*end);
    QVERIFY((*source)->frame(0).ok());
    QVERIFY(!(*source)->frame(1).ok());
}

void TestImageSource::depthsAndChannels()
{
    save(m_root / "grey.png", cv::Mat(4, 4, CV_8UC1, cv::Scalar(77)));
    QVERIFY(pixel(only(m_root / "grey.png"), 1, 1) == cv::Vec3b(77, 77, 77));
    save(m_root / "deep.png", cv::Mat(4, 4, CV_16UC1, cv::Scalar(0x8012)));
    QVERIFY(pixel(only(m_root / "deep.png"), 1, 1) == cv::Vec3b(0x80, 0x80, 0x80));
    save(m_root / "deep.tiff", cv::Mat(4, 4, CV_16UC3, cv::Scalar(0x1000, 0x2000, 0x3000)));
    QVERIFY(pixel(only(m_root / "deep.tiff"), 1, 1) == cv::Vec3b(0x10, 0x20, 0x30));
    cv::Mat clear(4, 4, CV_8UC4, cv::Scalar(0, 0, 0, 0));
    clear.at<cv::Vec4b>(0, 1) = {100, 0, 200, 255};
    clear.at<cv::Vec4b>(0, 2) = {0, 0, 0, 51}; // a fifth of black on white
    save(m_root / "clear.png", clear);
    const Frame onWhite = only(m_root / "clear.png");
    QVERIFY(pixel(onWhite, 0, 0) == cv::Vec3b(255, 255, 255));
    QVERIFY(pixel(onWhite, 1, 0) == cv::Vec3b(100, 0, 200));
    QVERIFY(pixel(onWhite, 2, 0) == cv::Vec3b(204, 204, 204));
}

void TestImageSource::exifOrientation()
{
    std::vector<std::uint8_t> jpeg;
    QVERIFY(cv::imencode(".jpg", cv::Mat(16, 48, CV_8UC3, cv::Scalar(0, 0, 255)), jpeg));
    // APP1 with a little-endian TIFF directory of one entry: orientation (0x112) 6, turn clockwise to show.
    const unsigned char exif[] = {0xff, 0xe1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
                                  1,    0,    0x12, 0x01, 3,   0,   1,   0,   0, 0, 6,   0,   0,  0, 0, 0, 0, 0};
    jpeg.insert(jpeg.begin() + 2, std::begin(exif), std::end(exif));
    QFile out(QString::fromStdString((m_root / "turned.jpg").string()));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(reinterpret_cast<const char*>(jpeg.data()), qint64(jpeg.size()));
    out.close();
    const Frame frame = only(m_root / "turned.jpg");
    QCOMPARE(frame.width, 16);
    QCOMPARE(frame.height, 48);
}

void TestImageSource::folderInNaturalOrder()
{
    for (const int n : {10, 2, 1}) {
        const std::string name = "img" + std::to_string(n) + ".png";
        save(m_root / name, cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(n)));
    }
    save(m_root / ".hidden.png", cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(99)));
    std::ofstream(m_root / "labels.txt") << "no image";
    auto source = openSource(m_root);
    QVERIFY(source.ok());
    QCOMPARE((*source)->info().frameCount, std::optional(3));
    QCOMPARE((*source)->info().name, std::string("日本 é"));
    for (const int n : {1, 2, 10}) {
        const auto frame = (*source)->next();
        QVERIFY(frame.ok() && *frame);
        QCOMPARE(int(pixel(**frame, 0, 0)[0]), n);
    }
    const auto times = (*source)->times();
    QVERIFY(times.ok());
    QCOMPARE(times->size(), 3u);
    QCOMPARE(times->at(2), 2 / 30.0);
    const auto back = (*source)->frame(0);
    QVERIFY(back.ok());
    QCOMPARE((*(*source)->next())->index, 1);
}

void TestImageSource::badImagesKeepTheirPlace()
{
    std::ofstream(m_root / "0.png").flush(); // 0 bytes
    save(m_root / "1.png", cv::Mat(8, 12, CV_8UC3, cv::Scalar::all(1)));
    save(m_root / "2.png", cv::Mat(9, 12, CV_8UC3, cv::Scalar::all(2)));
    std::ofstream(m_root / "3.png") << "letters";
    save(m_root / "5.png", cv::Mat(8, 12, CV_8UC3, cv::Scalar::all(5)));
    std::vector<fs::path> files;
    for (const char* name : {"0.png", "1.png", "2.png", "3.png", "4.png", "5.png"}) files.push_back(m_root / name);
    auto source = openImageSequence(files, 25);
    QVERIFY(source.ok());
    QCOMPARE((*source)->info().width, 12);
    const std::pair<bool, const char*> expected[] = {
        {false, "0 bytes"}, {true, ""}, {false, "12×9"}, {false, "not an image"}, {false, "No such file"}, {true, ""}};
    for (const auto& [good, text] : expected) {
        const auto frame = (*source)->next();
        QCOMPARE(frame.ok(), good);
        if (!good) QVERIFY2(frame.error().message().find(text) != std::string::npos, frame.error().message().c_str());
    }
    const auto end = (*source)->next();
    QVERIFY(end.ok() && !*end);
    QCOMPARE((*source)->frame(5)->seconds, 5 / 25.0);
}

void TestImageSource::partsCountFromTheirFirst()
{
    for (int i = 0; i < 9; ++i)
        save(m_root / (std::to_string(i) + ".png"), cv::Mat(8, 8, CV_8UC3, cv::Scalar(i, i, i)));
    std::ofstream(m_root / "4.png", std::ios::binary) << "no image";
    auto part = openPart(openSource(m_root).value(), {2, 5});
    QVERIFY(part.ok());
    FrameSource& source = **part;
    QCOMPARE(source.info().frameCount, std::optional(5));
    const auto times = source.times();
    QVERIFY(times.ok());
    QCOMPARE(times->size(), std::size_t(5));
    QCOMPARE(times->front(), 0.0);
    for (const int start : {0, 3}) {
        QVERIFY(source.seek(start).ok());
        for (int i = start; i < 5; ++i) {
            const auto frame = i % 2 ? source.next() : source.nextGrey();
            QCOMPARE(frame.ok(), i != 2); // the damaged one keeps its place
            if (!frame) continue;
            QCOMPARE((*frame)->index, i);
            QVERIFY(std::abs((*frame)->seconds - (*times)[std::size_t(i)]) < 1e-9);
            QCOMPARE(int((*frame)->pixels.get()[0]), i + 2);
        }
        const auto end = source.next();
        QVERIFY(end.ok() && !*end);
    }
    const auto last = source.frame(4);
    QVERIFY(last.ok());
    QCOMPARE(last->index, 4);
    QCOMPARE(pixel(*last, 0, 0)[0], uchar(6));
    QVERIFY(!source.frame(5));
    QVERIFY(!source.frame(-1));
    QVERIFY(!source.seek(6));
    QCOMPARE(source.startAtOrAfter(3), std::optional(3));
    QCOMPARE(source.startAtOrAfter(5), std::optional<int>());
    QCOMPARE(openPart(openSource(m_root).value(), {7, 20}).value()->info().frameCount, std::optional(2));
    QCOMPARE(openPart(openSource(m_root).value(), {7, {}}).value()->info().frameCount, std::optional(2));
    const auto behind = openPart(openSource(m_root).value(), {9, 1});
    QVERIFY(!behind);
    QVERIFY(behind.error().message().find("has only 9") != std::string::npos);
}

void TestImageSource::refusals()
{
    std::ofstream(m_root / "empty.png").flush();
    std::ofstream(m_root / "letters.jpg") << "letters";
    for (const char* name : {"empty.png", "letters.jpg"}) {
        const auto source = openSource(m_root / name);
        QVERIFY(!source.ok());
        QCOMPARE(source.error().kind, ErrorKind::Input);
        QVERIFY(source.error().message().find(name) != std::string::npos);
    }
    QVERIFY(!openImageSequence({}).ok());
    QVERIFY(looksLikeImage("A.PNG") && !looksLikeImage("a.mp4") && looksLikeVideo("x.MKV") && !looksLikeVideo("x.txt"));
}

void TestImageSource::realImages()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    int count = 0;
    for (const char* folder : {"image", "grid", "landmarks68"})
        for (const auto& entry : fs::directory_iterator(*media / folder)) {
            if (!looksLikeImage(entry.path())) continue;
            const auto source = openSource(entry.path());
            QVERIFY2(source.ok(), source ? "" : source.error().message().c_str());
            QVERIFY((*source)->next().ok());
            ++count;
        }
    QCOMPARE(count, 15);
}

QTEST_GUILESS_MAIN(TestImageSource)
#include "test_image_source.moc"

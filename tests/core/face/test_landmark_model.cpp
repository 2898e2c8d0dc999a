// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/landmark_model.h"
#include "core/face/shape/shape_model.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <dlib/image_processing/shape_predictor.h>
#include <dlib/opencv/cv_image.h>
#include <filesystem>
#include <opencv2/imgproc.hpp>

using namespace mien;
namespace fs = std::filesystem;

/// Our evaluation of dlib's landmark model against dlib's own, and the cache of its numbers.
class TestLandmarkModel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private slots:
    void everyKernelGivesDlibsPoints_data();
    void everyKernelGivesDlibsPoints();
    void kernelsAgreeToTheBit();
    void facesTogetherAreAsFacesAlone();
    void tinyPictures();
    void cacheIsReadAndMended();
};

namespace {

/// Smooth waves and noise: everywhere something for the trees to decide on.
cv::Mat texture(int width, int height, std::uint64_t seed)
{
    cv::Mat noise(std::max(2, height / 16), std::max(2, width / 16), CV_8UC1);
    cv::RNG random(seed);
    random.fill(noise, cv::RNG::UNIFORM, 0, 256);
    cv::Mat grey;
    cv::resize(noise, grey, {width, height}, 0, 0, cv::INTER_CUBIC);
    return grey;
}

/// Inside, over the edges and outside of a picture.
std::vector<cv::Rect> boxes(cv::Size picture, int count, std::uint64_t seed)
{
    cv::RNG random(seed);
    std::vector<cv::Rect> all;
    for (int i = 0; i < count; ++i) {
        const int side = random.uniform(40, 300);
        all.emplace_back(random.uniform(-side / 2, picture.width), random.uniform(-side / 2, picture.height), side,
                         side);
    }
    return all;
}

struct Evaluation
{
    std::vector<float> memory;
    float* points = nullptr;

    Evaluation(const shape::ShapeView& view, shape::ShapeKernel kernel, const cv::Mat& grey, const cv::Rect& box)
    {
        const std::size_t scratch = shape::scratchBytes(view, 1) / sizeof(float);
        memory.resize(static_cast<std::size_t>(view.stride) + scratch + 32);
        points = reinterpret_cast<float*>((reinterpret_cast<std::uintptr_t>(memory.data()) + 63) / 64 * 64);
        const shape::GreyFace face{grey.data,
                                   static_cast<std::ptrdiff_t>(grey.step),
                                   grey.cols,
                                   grey.rows,
                                   static_cast<double>(box.x),
                                   static_cast<double>(box.y),
                                   static_cast<double>(box.x + box.width - 1),
                                   static_cast<double>(box.y + box.height - 1)};
        kernel(view, &face, 1, points, points + view.stride);
    }
};

} // namespace

void TestLandmarkModel::everyKernelGivesDlibsPoints_data()
{
    QTest::addColumn<int>("kernel");
    const auto list = shape::availableKernels();
    for (int i = 0; i < list.count; ++i) QTest::newRow(list.kernels[i].name) << i;
}

void TestLandmarkModel::everyKernelGivesDlibsPoints()
{
    QFETCH(int, kernel);
    const auto run = shape::availableKernels().kernels[kernel].run;
    const auto model = shape::ShapeModel::load(LandmarkModel::defaultPath(), at("cache"));
    QVERIFY2(model.ok(), model ? "" : model.error().message().c_str());
    dlib::shape_predictor reference;
    dlib::deserialize(LandmarkModel::defaultPath().string()) >> reference;
    int different = 0;
    for (const cv::Size size : {cv::Size(640, 480), cv::Size(97, 113)}) {
        const cv::Mat grey = texture(size.width, size.height, 7);
        for (const cv::Rect& box : boxes(size, 150, 11)) {
            const Evaluation own((*model)->view(), run, grey, box);
            const auto shape = reference(dlib::cv_image<unsigned char>(grey),
                                         dlib::rectangle(box.x, box.y, box.br().x - 1, box.br().y - 1));
            for (unsigned long i = 0; i < 68; ++i) {
                const double x = box.x + (box.width - 1.0) * own.points[2 * i];
                const double y = box.y + (box.height - 1.0) * own.points[2 * i + 1];
                different += std::lround(std::floor(x + 0.5)) != shape.part(i).x();
                different += std::lround(std::floor(y + 0.5)) != shape.part(i).y();
            }
        }
    }
    QCOMPARE(different, 0);
}

void TestLandmarkModel::kernelsAgreeToTheBit()
{
    const auto model = shape::ShapeModel::load(LandmarkModel::defaultPath(), at("cache"));
    QVERIFY(model.ok());
    const auto& view = (*model)->view();
    // A part of a larger picture: rows are longer than the picture is wide.
    const cv::Mat grey = texture(400, 300, 3)(cv::Rect(20, 30, 250, 200));
    const auto list = shape::availableKernels();
    for (const cv::Rect& box : boxes(grey.size(), 60, 5)) {
        const Evaluation reference(view, shape::runPortable, grey, box);
        for (int i = 0; i < list.count; ++i) {
            const Evaluation own(view, list.kernels[i].run, grey, box);
            for (int v = 0; v < view.stride; ++v) QCOMPARE(own.points[v], reference.points[v]);
        }
    }
}

void TestLandmarkModel::facesTogetherAreAsFacesAlone()
{
    const auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    const cv::Mat grey = texture(400, 300, 9);
    std::vector<Box> all;
    for (const cv::Rect& box : boxes(grey.size(), 11, 2))
        all.push_back({static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.width),
                       static_cast<float>(box.height)});
    const auto together = (*model)->predict(grey, all);
    for (std::size_t i = 0; i < all.size(); ++i) QVERIFY(together[i] == (*model)->predict(grey, all[i]));
    QVERIFY((*model)->predict(grey, std::vector<Box>()).empty());
}

void TestLandmarkModel::tinyPictures()
{
    const auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 1), cv::Size(2, 5), cv::Size(4, 1)}) {
        // No byte behind the picture may be read: the address sanitizer sees to that.
        const cv::Mat grey(size, CV_8UC1, cv::Scalar(90));
        const Landmarks68 points = (*model)->predict(grey, {0, 0, 40, 40});
        for (const Point& p : points) QVERIFY(std::isfinite(p.x) && std::isfinite(p.y));
    }
    QVERIFY_EXCEPTION_THROWN((*model)->predict(cv::Mat(), {0, 0, 40, 40}), std::invalid_argument);
}

void TestLandmarkModel::cacheIsReadAndMended()
{
    const fs::path file = LandmarkModel::defaultPath();
    const fs::path folder = at("mended");
    const auto first = shape::ShapeModel::load(file, folder);
    QVERIFY(first.ok() && (*first)->sha256().size() == 64);
    fs::path cached;
    for (const auto& entry : fs::directory_iterator(folder)) cached = entry.path();
    QVERIFY(!cached.empty());
    const auto sumOf = [](const shape::ShapeModel& model) {
        const auto& view = model.view();
        double sum = 0;
        for (long i = 0; i < 1000; ++i) sum += view.leaves[i] + view.thresholds[i];
        return sum;
    };
    const auto again = shape::ShapeModel::load(file, folder);
    QVERIFY(again.ok() && (*again)->fromCache());
    QCOMPARE((*again)->sha256(), (*first)->sha256());
    QCOMPARE(sumOf(**again), sumOf(**first));

    // Cut off, of another kind, with an index that leads astray or another number: read anew and written again.
    const auto spoil = [&](qint64 size, qint64 offset, const QByteArray& bytes) {
        fs::remove(cached);
        QVERIFY(shape::ShapeModel::load(file, folder).ok());
        QFile target(QString::fromStdString(cached.string()));
        QVERIFY(target.open(QIODevice::ReadWrite));
        if (size >= 0) QVERIFY(target.resize(size));
        if (offset >= 0) QVERIFY(target.seek(offset) && target.write(bytes) == bytes.size());
    };
    for (const auto& [size, offset, bytes] : {std::tuple<qint64, qint64, QByteArray>{1000, -1, {}},
                                              {-1, 0, "another!"},
                                              {-1, 128 + 144 * 4 + 8, QByteArray(4, '\x7f')},
                                              {-1, 40, "x"},                               // in the hash of dlib's file
                                              {-1, 40'000'000, QByteArray(1, '\x01')},     // a leaf, somewhere
                                              {-1, 30'000'000, QByteArray(4096, '\0')}}) { // a block never written
        spoil(size, offset, bytes);
        const auto mended = shape::ShapeModel::load(file, folder);
        QVERIFY(mended.ok() && !(*mended)->fromCache());
        QCOMPARE(sumOf(**mended), sumOf(**first));
        QCOMPARE((*mended)->sha256(), (*first)->sha256());
        QVERIFY((*shape::ShapeModel::load(file, folder))->fromCache());
    }

    // One bit of a bus: the top one of two words that lie 32 bytes apart.
    spoil(-1, -1, {});
    {
        QFile target(QString::fromStdString(cached.string()));
        QVERIFY(target.open(QIODevice::ReadWrite));
        for (const qint64 offset : {40'000'007, 40'000'039}) {
            QVERIFY(target.seek(offset));
            const QByteArray was = target.read(1);
            QVERIFY(was.size() == 1 && target.seek(offset));
            QCOMPARE(target.write(QByteArray(1, static_cast<char>(was[0] ^ '\x80'))), 1);
        }
    }
    QVERIFY(!(*shape::ShapeModel::load(file, folder))->fromCache());

    // No place for a cache: the model is there all the same.
    QVERIFY(QFile(QString::fromStdString(at("occupied").string())).open(QIODevice::WriteOnly));
    const auto uncached = shape::ShapeModel::load(file, at("occupied"));
    QVERIFY(uncached.ok() && !(*uncached)->fromCache());
    QCOMPARE(sumOf(**uncached), sumOf(**first));
}

QTEST_GUILESS_MAIN(TestLandmarkModel)
#include "test_landmark_model.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "core/media/video_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <iterator>

using namespace mien;
namespace fs = std::filesystem;

namespace {

constexpr int frames = 20;
constexpr int width = 96, height = 64;

/// A ramp of colours that moves: smooth, so that what a codec loses is small.
Frame ramp(int index)
{
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.at<cv::Vec3b>(y, x) = {static_cast<uchar>(40 + x), static_cast<uchar>(60 + 2 * y),
                                           static_cast<uchar>(60 + 4 * index)};
    return toFrame(picture);
}

std::string content(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Result<void> writeRamp(const fs::path& file, const VideoFormat& format)
{
    auto writer = VideoWriter::create(file, format);
    if (!writer) return writer.error();
    for (int k = 0; k < frames; ++k)
        if (auto done = writer->write(ramp(k)); !done) return done;
    return writer->finish();
}

} // namespace

class TestVideoWriter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private slots:
    void whatIsWrittenIsRead_data()
    {
        QTest::addColumn<int>("codec");
        QTest::newRow("mjpeg") << static_cast<int>(VideoCodec::Mjpeg);
        if (preferredVideoCodec() == VideoCodec::H264) QTest::newRow("h264") << static_cast<int>(VideoCodec::H264);
    }
    void whatIsWrittenIsRead()
    {
        QFETCH(int, codec);
        const VideoFormat format = {static_cast<VideoCodec>(codec), width, height, 30000, 1001};
        const fs::path file = at(std::string("日本 é: 1") + endingOf(format.codec));
        const auto written = writeRamp(file, format);
        QVERIFY2(written.ok(), written ? "" : written.error().message().c_str());
        const auto again = at(std::string("again") + endingOf(format.codec));
        QVERIFY(writeRamp(again, format));
        QVERIFY(content(file) == content(again));
        for (const char* signature : {"x264", "Lavf", "Lavc"})
            QVERIFY2(content(file).find(signature) == std::string::npos, signature);
        auto source = openSource(file);
        QVERIFY(source.ok());
        for (int k = 0; k < frames; ++k) {
            const auto frame = (*source)->next();
            QVERIFY(frame.ok() && frame->has_value());
            QVERIFY(std::abs((*frame)->seconds - k * 1001 / 30000.0) < 1e-4);
            const Frame wanted = ramp(k);
            const double error = cv::norm(asMat(**frame), asMat(wanted), cv::NORM_L1) / (width * height * 3);
            QVERIFY2(error < 3, std::to_string(error).c_str());
        }
        const auto end = (*source)->next();
        QVERIFY(end.ok() && !end->has_value());
    }

    void withoutFinishNothingIsLeft()
    {
        const fs::path folder = at("unfinished");
        fs::create_directories(folder);
        {
            auto writer = VideoWriter::create(folder / "a.avi", {VideoCodec::Mjpeg, width, height});
            QVERIFY(writer);
            QVERIFY(!writer->finish()); // no frame
            QVERIFY(writer->write(ramp(0)));
        }
        QVERIFY(fs::is_empty(folder));
    }

    void impossibleFormatsAreToldInWords()
    {
        QVERIFY(!VideoWriter::create(at("odd.avi"), {VideoCodec::Mjpeg, 95, height}));
        QVERIFY(!VideoWriter::create(at("rate.avi"), {VideoCodec::Mjpeg, width, height, 0}));
        QVERIFY(!VideoWriter::create(at("absent/a.avi"), {VideoCodec::Mjpeg, width, height}));
        auto writer = VideoWriter::create(at("size.avi"), {VideoCodec::Mjpeg, width, 2 * height});
        QVERIFY(writer);
        QVERIFY(!writer->write(ramp(0)));
    }
};

QTEST_GUILESS_MAIN(TestVideoWriter)
#include "test_video_writer.moc"

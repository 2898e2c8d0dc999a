// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/dataset_landmarks.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mien;

namespace {

namespace fs = std::filesystem;

/// A dataset of one clip of three frames that brings landmarks for the first and the last.
DatasetIndex makeDataset(const fs::path& root)
{
    ClipEntry clip;
    clip.id = "S005_001";
    clip.subject = "S005";
    for (int frame = 1; frame <= 3; ++frame)
        clip.files.push_back(fs::path("cohn-kanade-images/S005/001") /
                             ("S005_001_0000000" + std::to_string(frame) + ".png"));
    clip.frameCount = 3;
    fs::create_directories(root / "Landmarks/S005/001");
    std::string points;
    for (int i = 0; i < 68; ++i) points += "   " + std::to_string(i) + ".0000000e+00   1.0000000e+02\n";
    for (const char* frame : {"1", "3"})
        (void)files::writeAtomically(
            root / "Landmarks/S005/001" / ("S005_001_0000000" + std::string(frame) + "_landmarks.txt"), points);
    return {"ckplus", "test", root, {clip}, {}};
}

std::vector<std::string> truthHeader()
{
    std::vector<std::string> names = {"frame", "emotion"};
    for (const char axis : {'x', 'y'})
        for (int i = 0; i < 68; ++i) names.push_back(std::string(1, axis) + "_" + std::to_string(i));
    return names;
}

} // namespace

class TestDatasetLandmarks : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    fs::path makeFolder()
    {
        const fs::path folder = fs::path(m_temporary.path().toStdString()) / ("日本 é " + std::to_string(++m_count));
        fs::create_directories(folder);
        return folder;
    }

private slots:
    void ownLandmarksBecomeATrack()
    {
        const DatasetIndex index = makeDataset(makeFolder());
        const auto track = datasetLandmarks(index, index.clips[0], 640, 480);
        QVERIFY(track.ok());
        QCOMPARE(track->width, 640);
        QCOMPARE(track->height, 480);
        QVERIFY(track->timeAssumed);
        QCOMPARE(track->frames.size(), std::size_t(3));
        QCOMPARE(track->foundCount(), 2);
        QVERIFY(!track->frames[1].found);
        QCOMPARE(track->frames[2].frame, 2);
        QCOMPARE(track->frames[2].landmarks[67], (Point{67, 100}));
        QCOMPARE(track->frames[2].box, (Box{0, 100, 67, 0}));
    }

    void datasetsWithoutLandmarksSaySo()
    {
        const fs::path root = makeFolder();
        DatasetIndex index = makeDataset(root);
        fs::remove_all(root / "Landmarks");
        QCOMPARE(datasetLandmarks(index, index.clips[0], 640, 480).error().kind, ErrorKind::Input);
        index.reader = "unheard of";
        QCOMPARE(datasetLandmarks(index, index.clips[0], 640, 480).error().kind, ErrorKind::Input);
    }

    void truthBecomesATrack()
    {
        const DatasetIndex index = makeDataset(makeFolder());
        std::string table = csv::line(truthHeader());
        for (int frame = 1; frame <= 3; ++frame) {
            std::vector<std::string> cells = {std::to_string(frame), "anger"};
            for (int i = 0; i < 136; ++i) cells.push_back(std::to_string(i) + (frame == 2 && i == 7 ? "?" : ".25"));
            table += csv::line(cells);
        }
        fs::create_directories(index.root / "truth");
        QVERIFY(files::writeAtomically(index.root / "truth/S005_001.csv", table).ok());
        const auto track = truthLandmarks(index, index.clips[0], 640, 480);
        QVERIFY(track.ok());
        QCOMPARE(track->frames.size(), std::size_t(3));
        QCOMPARE(track->frames[0].landmarks[3], (Point{3.25f, 71.25f}));
        QVERIFY(!track->frames[1].found);
    }

    void missingOrForeignTruthSaysSo()
    {
        const DatasetIndex index = makeDataset(makeFolder());
        QCOMPARE(truthLandmarks(index, index.clips[0], 640, 480).error().kind, ErrorKind::Input);
        fs::create_directories(index.root / "truth");
        QVERIFY(files::writeAtomically(index.root / "truth/S005_001.csv", "frame,x_0\n1,2\n").ok());
        const auto track = truthLandmarks(index, index.clips[0], 640, 480);
        QVERIFY(!track.ok());
        QVERIFY(track.error().message().find("y_0") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestDatasetLandmarks)
#include "test_dataset_landmarks.moc"

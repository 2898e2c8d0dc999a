// SPDX-License-Identifier: GPL-3.0-or-later
//
// dlib as the outside authority for its own format: it reads what we write, and we read what it writes.
#include "core/base/files.h"
#include "core/io/dlib_xml.h"
#include "core/io/landmark_files.h"
#include "tests/core/io/landmark_fixture.h"
#include "tests/support/shared_media.h"

#include <QTest>

#include <dlib/data_io/image_dataset_metadata.h>

using namespace mien;
using namespace mien::test;
namespace metadata = dlib::image_dataset_metadata;
namespace fs = std::filesystem;

class TestDlibLoader : public QObject
{
    Q_OBJECT

    Folder m_folder;

private slots:
    void dlibReadsOurs();
    void weReadDlibs();
    void imglabsOwnFaces();
};

void TestDlibLoader::dlibReadsOurs()
{
    FaceTrack track = generatedTrack(6, {0, 3});
    track.frames[5].landmarks[9].x = std::numeric_limits<float>::quiet_NaN();
    // (dlib does not resolve &amp; in attributes, and leaves it out when it writes them: no such names here.)
    const fs::path file = m_folder.written("ours.xml", toDlibXml(track, "clip é"));
    metadata::dataset read;
    try {
        metadata::load_image_dataset_metadata(read, file.string());
    } catch (const std::exception& error) {
        QFAIL(error.what());
    }
    QCOMPARE(read.name, std::string("clip é"));
    QCOMPARE(read.images.size(), track.frames.size());
    QCOMPARE(read.images[4].filename, std::string("clip é_00000005.png"));
    for (std::size_t i = 0; i < read.images.size(); ++i) {
        const metadata::image& image = read.images[i];
        const FaceFrame& frame = track.frames[i];
        QCOMPARE(image.width, 640L);
        QCOMPARE(image.height, 480L);
        QCOMPARE(image.boxes.size(), frame.found ? std::size_t{1} : std::size_t{0});
        if (!frame.found) continue;
        const metadata::box& box = image.boxes[0];
        QCOMPARE(box.rect.left(), 120L);
        QCOMPARE(box.rect.top(), 81L);
        QCOMPARE(box.rect.width(), 201UL);
        QCOMPARE(box.rect.height(), 210UL);
        QVERIFY(std::abs(box.detection_score - frame.score) < 1e-12);
        QCOMPARE(box.parts.size(), i == 5 ? std::size_t{67} : std::size_t{68});
        for (const auto& [name, part] : box.parts) {
            const Point& ours = frame.landmarks[static_cast<std::size_t>(std::stoi(name))];
            // dlib's own rounding of a point between pixels.
            const dlib::point rounded = dlib::dpoint(static_cast<double>(ours.x), static_cast<double>(ours.y));
            QCOMPARE(part.x(), rounded.x());
            QCOMPARE(part.y(), rounded.y());
        }
    }
}

void TestDlibLoader::weReadDlibs()
{
    const Landmarks68 points = wholePoints(3);
    metadata::box box(dlib::rectangle(57, 104, 143, 189));
    box.label = "face";
    box.detection_score = 0.75;
    for (std::size_t i = 0; i < points.size(); ++i)
        box.parts[(i < 10 ? "0" : "") + std::to_string(i)] =
            dlib::point(static_cast<long>(points[i].x), static_cast<long>(points[i].y));
    metadata::image image("picture.jpg");
    image.boxes = {box};
    image.width = 320;
    image.height = 240;
    metadata::dataset dataset;
    dataset.name = "imglab dataset";
    dataset.images = {metadata::image("empty.jpg"), image};
    const fs::path file = m_folder.written("theirs.xml", "");
    metadata::save_image_dataset_metadata(dataset, file.string());
    const auto track = readLandmarks(file);
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), std::size_t{2});
    QVERIFY(!track->frames[0].found && track->frames[1].found);
    QVERIFY(track->frames[1].landmarks == points);
    QVERIFY((track->frames[1].box == Box{57, 104, 87, 86}));
    QCOMPARE(track->frames[1].score, 0.75);
}

void TestDlibLoader::imglabsOwnFaces()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    const fs::path file = *media / "landmarks68/training_with_face_landmarks.xml";
    metadata::dataset read;
    metadata::load_image_dataset_metadata(read, file.string());
    const auto track = readLandmarks(file);
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), read.images.size());
    QCOMPARE(track->foundCount(), 4);
    for (std::size_t i = 0; i < read.images.size(); ++i) {
        // Ours is one of dlib's faces, and no other has wider eyes.
        bool same = false;
        for (const metadata::box& box : read.images[i].boxes) {
            Landmarks68 points;
            for (const auto& [name, part] : box.parts)
                points[static_cast<std::size_t>(std::stoi(name))] = {static_cast<float>(part.x()),
                                                                     static_cast<float>(part.y())};
            same |= points == track->frames[i].landmarks;
            QVERIFY(outerEyeDistance(points) <= outerEyeDistance(track->frames[i].landmarks));
        }
        QVERIFY(same);
    }
}

QTEST_GUILESS_MAIN(TestDlibLoader)
#include "test_dlib_loader.moc"

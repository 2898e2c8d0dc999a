// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/project/face_track_blob.h"
#include "core/project/landmark_cache.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fstream>
#include <limits>
#include <thread>

using namespace mien;
namespace fs = std::filesystem;

/// Tracks kept across runs and threads; a cache that was damaged costs its content, never the work.
class TestLandmarkCache : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tracksComeBackUnchanged();
    void blobsAreChecked();
    void manyThreadsShareOneObject();
    void twoObjectsShareOneFile();
    void keyFollowsContentNotNames();
    void damagedFileIsSetAside_data();
    void damagedFileIsSetAside();
    void otherVersionStartsAnew();
    void placesThatCannotBe();
    void folderFromTheEnvironment();

private:
    fs::path m_root;
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

FaceTrack sampleTrack(std::uint64_t seed)
{
    Random random(seed);
    FaceTrack track;
    track.width = 640;
    track.height = 480;
    track.timeAssumed = seed % 2 == 1;
    for (int i = 0; i < 30; ++i) {
        FaceFrame entry;
        entry.frame = i;
        entry.seconds = i / 29.97;
        entry.found = i % 7 != 3;
        if (entry.found) {
            entry.box = {float(random.uniform(0, 500)), 2.5f, 100, 101};
            entry.score = random.uniform();
            for (Point& p : entry.landmarks) p = {float(random.uniform(-5, 640)), float(random.uniform(0, 480))};
        } else if (i > 10) {
            entry.problem = "frame could not be decoded";
        }
        track.frames.push_back(entry);
    }
    return track;
}

bool same(const FaceTrack& a, const FaceTrack& b)
{
    if (a.width != b.width || a.height != b.height || a.timeAssumed != b.timeAssumed) return false;
    return std::equal(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(),
                      [](const FaceFrame& x, const FaceFrame& y) {
                          return x.frame == y.frame && x.seconds == y.seconds && x.found == y.found && x.box == y.box &&
                                 x.score == y.score && x.landmarks == y.landmarks && x.problem == y.problem;
                      });
}

void write(const fs::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

std::shared_ptr<LandmarkCache> opened(const fs::path& file)
{
    auto cache = LandmarkCache::open(file);
    if (!cache) throw std::runtime_error(cache.error().message());
    return *cache;
}

} // namespace

void TestLandmarkCache::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = fs::path(m_folder->path().toStdString()) / "日本 é";
}

void TestLandmarkCache::tracksComeBackUnchanged()
{
    const fs::path file = m_root / "deep" / "landmarks.sqlite";
    {
        const auto cache = opened(file);
        QVERIFY(!cache->find("a"));
        QVERIFY(cache->store("a", sampleTrack(1)).ok());
        QVERIFY(cache->store("b", sampleTrack(2)).ok());
        QVERIFY(cache->store("a", sampleTrack(3)).ok()); // replaces
    }
    const auto cache = opened(file);
    QVERIFY(cache->find("a") && same(*cache->find("a"), sampleTrack(3)));
    QVERIFY(cache->find("b") && same(*cache->find("b"), sampleTrack(2)));
    QVERIFY(!cache->find("c"));
}

void TestLandmarkCache::blobsAreChecked()
{
    const FaceTrack track = sampleTrack(4);
    const QByteArray blob = toBlob(track);
    QVERIFY(blob.size() < 30 * 600);
    QVERIFY(same(*fromBlob(blob), track));
    QVERIFY(!fromBlob({}));
    QVERIFY(!fromBlob("letters"));
    QVERIFY(!fromBlob(blob.first(blob.size() / 2)));
    QByteArray flipped = blob;
    flipped[blob.size() / 2] = char(flipped[blob.size() / 2] ^ 0x10);
    QVERIFY(!fromBlob(flipped));
    QVERIFY(!fromBlob(qCompress(qUncompress(blob).chopped(3))));
    QVERIFY(!fromBlob(qCompress(qUncompress(blob) + 'x')));
}

void TestLandmarkCache::manyThreadsShareOneObject()
{
    const auto cache = opened(m_root / "landmarks.sqlite");
    std::atomic<int> wrong = 0;
    parallelFor(64, 8, [&](std::size_t i, unsigned) {
        const std::string key = "clip " + std::to_string(i);
        if (!cache->store(key, sampleTrack(i)).ok()) ++wrong;
        const auto track = cache->find(key);
        if (!track || !same(*track, sampleTrack(i))) ++wrong;
    });
    QCOMPARE(wrong.load(), 0);
    for (std::size_t i = 0; i < 64; ++i) QVERIFY(cache->find("clip " + std::to_string(i)));
}

void TestLandmarkCache::twoObjectsShareOneFile()
{
    const auto one = opened(m_root / "landmarks.sqlite");
    const auto two = opened(m_root / "landmarks.sqlite");
    QVERIFY(one->store("k", sampleTrack(5)).ok());
    QVERIFY(two->find("k") && same(*two->find("k"), sampleTrack(5)));
}

void TestLandmarkCache::keyFollowsContentNotNames()
{
    fs::create_directories(m_root);
    write(m_root / "a", "abc");
    write(m_root / "b", "de");
    write(m_root / "moved", "abc");
    write(m_root / "ab", "abcd");
    write(m_root / "e", "e");
    const auto key = [&](std::vector<std::string> names, const std::string& parameters) {
        std::vector<fs::path> files;
        for (const auto& name : names) files.push_back(m_root / name);
        return LandmarkCache::key(files, parameters).value();
    };
    QCOMPARE(key({"a"}, "p"), key({"moved"}, "p"));
    QVERIFY(key({"a"}, "p") != key({"a"}, "q"));
    QVERIFY(key({"a"}, "p") != key({"b"}, "p"));
    QVERIFY(key({"a", "b"}, "p") != key({"b", "a"}, "p"));
    QVERIFY(key({"a", "b"}, "p") != key({"ab", "e"}, "p")); // the same bytes, cut elsewhere
    const auto missing = LandmarkCache::key({m_root / "none"}, "p");
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().kind, ErrorKind::Input);
    QVERIFY(!LandmarkCache::key({m_root}, "p").ok());
}

void TestLandmarkCache::damagedFileIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("overwriteMiddle");
    QTest::newRow("letters") << QByteArray("this is no database, not at all, whatever its name may say") << false;
    QTest::newRow("holes") << QByteArray() << true;
}

void TestLandmarkCache::damagedFileIsSetAside()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, overwriteMiddle);
    const fs::path file = m_root / "landmarks.sqlite";
    fs::create_directories(m_root);
    if (overwriteMiddle) {
        const auto cache = opened(file);
        for (int i = 0; i < 40; ++i) QVERIFY(cache->store("clip " + std::to_string(i), sampleTrack(unsigned(i))).ok());
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(4096);
        stream << std::string(fs::file_size(file) - 4096, '\x55');
    } else {
        write(file, content.toStdString());
    }
    const auto cache = opened(file);
    QVERIFY(!cache->find("clip 1"));
    QVERIFY(cache->store("new", sampleTrack(6)).ok());
    QVERIFY(cache->find("new"));
    QVERIFY(fs::exists(m_root / "landmarks.sqlite.damaged"));
}

void TestLandmarkCache::otherVersionStartsAnew()
{
    const fs::path file = m_root / "landmarks.sqlite";
    QVERIFY(opened(file)->store("k", sampleTrack(1)).ok());
    // user_version: four bytes, big-endian, at offset 60 of the file's header.
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(60);
    stream.write("\0\0\0\x63", 4);
    stream.close();
    const auto cache = opened(file);
    QVERIFY(!cache->find("k"));
    QVERIFY(cache->store("k", sampleTrack(1)).ok());
    QVERIFY(!fs::exists(m_root / "landmarks.sqlite.damaged"));
}

void TestLandmarkCache::placesThatCannotBe()
{
    fs::create_directories(m_root / "folder");
    write(m_root / "file", "x");
    for (const fs::path& place : {m_root / "file" / "landmarks.sqlite", m_root / "folder"}) {
        const auto cache = LandmarkCache::open(place);
        QVERIFY(!cache.ok());
        QVERIFY(!cache.error().remedy.empty() && !cache.error().where.empty());
    }
}

void TestLandmarkCache::folderFromTheEnvironment()
{
    qputenv("MIEN_CACHE_DIR", "/somewhere/cache");
    QCOMPARE(LandmarkCache::defaultPath(), fs::path("/somewhere/cache/landmarks.sqlite"));
    qunsetenv("MIEN_CACHE_DIR");
    QVERIFY(LandmarkCache::defaultPath().string().find("mien") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestLandmarkCache)
#include "test_landmark_cache.moc"

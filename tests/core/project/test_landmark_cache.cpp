// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/project/face_frames_blob.h"
#include "core/project/landmark_cache.h"

#include <QDir>
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
    void filmsComeBackUnchanged();
    void partsJoinInOrder();
    void peopleGoWithTheirFilm();
    void cancelIsSeen();
    void temporaryOnesGo();
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

std::vector<FaceFrame> sampleFrames(std::uint64_t seed, int first = 0, int count = 30)
{
    Random random(seed);
    std::vector<FaceFrame> frames;
    for (int i = first; i < first + count; ++i) {
        FaceFrame entry;
        entry.frame = i;
        entry.seconds = i / 29.97;
        entry.found = i % 7 != 3;
        if (entry.found) {
            entry.box = {float(random.uniform(0, 500)), 2.5f, 100, 101};
            entry.score = random.uniform();
            entry.confidence = random.uniform();
            entry.tracklet = i / 4;
            entry.hidden.set(17).set(67, i % 3 == 0).set(std::size_t(20 + i % 40));
            if (i % 2) {
                entry.eyes.emplace();
                for (auto& row : entry.eyes->brow[2]) row = static_cast<std::uint8_t>(random.uniform(0, 255));
                entry.eyes->edges = {3.25f, float(random.uniform())};
            }
            if (i % 5 == 0) entry.appearance = {1, 2, 255, 0};
            for (Point& p : entry.measured) p = {float(random.uniform(-5, 640)), float(random.uniform(0, 480))};
        } else if (i > 10) {
            entry.problem = "frame could not be decoded";
        }
        frames.push_back(entry);
    }
    return frames;
}

bool same(const std::vector<FaceFrame>& a, const std::vector<FaceFrame>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const FaceFrame& x, const FaceFrame& y) {
        return x.frame == y.frame && x.seconds == y.seconds && x.found == y.found && x.box == y.box &&
               x.score == y.score && x.measured == y.measured && x.problem == y.problem &&
               (x.confidence == y.confidence || !x.found) && x.tracklet == y.tracklet && x.hidden == y.hidden &&
               x.appearance == y.appearance && x.eyes.has_value() == y.eyes.has_value() &&
               (!x.eyes || (x.eyes->brow == y.eyes->brow && x.eyes->edges == y.eyes->edges));
    });
}

/// A whole film of one segment and one part.
bool storeFilm(LandmarkCache& cache, const std::string& key, std::uint64_t seed)
{
    return cache.store(key, 0, 0, sampleFrames(seed), true).ok() &&
           cache.finish(key, {640, 480, seed % 2 == 1, 1, 30}).ok();
}

std::vector<FaceFrame> visited(const LandmarkCache& cache, const std::string& key)
{
    std::vector<FaceFrame> frames;
    const auto count = cache.visit(key, RunControl(), [&](int, const FaceFrame& frame) { frames.push_back(frame); });
    return *count == static_cast<int>(frames.size()) ? frames : std::vector<FaceFrame>();
}

bool holdsFilm(const LandmarkCache& cache, const std::string& key, std::uint64_t seed)
{
    const auto film = cache.find(key);
    return film && film->width == 640 && film->height == 480 && film->timeAssumed == (seed % 2 == 1) &&
           film->segments == 1 && film->frames == 30 && same(visited(cache, key), sampleFrames(seed));
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

void TestLandmarkCache::filmsComeBackUnchanged()
{
    const fs::path file = m_root / "deep" / "landmarks.sqlite";
    {
        const auto cache = opened(file);
        QVERIFY(!cache->find("a"));
        QVERIFY(storeFilm(*cache, "a", 1));
        QVERIFY(storeFilm(*cache, "b", 2));
        QVERIFY(storeFilm(*cache, "a", 3)); // replaces
    }
    const auto cache = opened(file);
    QVERIFY(holdsFilm(*cache, "a", 3));
    QVERIFY(holdsFilm(*cache, "b", 2));
    QVERIFY(!cache->find("c"));
    QVERIFY(visited(*cache, "c").empty());
    QVERIFY(cache->forget("a").ok());
    QVERIFY(!cache->find("a") && visited(*cache, "a").empty() && holdsFilm(*cache, "b", 2));
}

void TestLandmarkCache::partsJoinInOrder()
{
    const auto cache = LandmarkCache::openTemporary().value();
    // As two threads store them: the second segment first, its parts in order.
    QVERIFY(cache->store("film", 1, 0, sampleFrames(3, 60, 30), false).ok());
    QVERIFY(!cache->hasSegment("film", 1));
    QVERIFY(visited(*cache, "film").empty()); // the first frame is missing
    QVERIFY(cache->store("film", 1, 1, sampleFrames(4, 90, 10), true).ok());
    QVERIFY(cache->hasSegment("film", 1));
    QVERIFY(cache->store("film", 0, 0, sampleFrames(1, 0, 30), false).ok());
    QCOMPARE(visited(*cache, "film").size(), std::size_t(30)); // up to the gap
    QVERIFY(!cache->find("film"));
    QVERIFY(cache->store("film", 0, 1, sampleFrames(2, 30, 30), true).ok());
    QVERIFY(cache->finish("film", {4, 3, false, 2, 100}).ok());
    const auto frames = visited(*cache, "film");
    QCOMPARE(frames.size(), std::size_t(100));
    QVERIFY(same({frames.begin() + 60, frames.begin() + 90}, sampleFrames(3, 60, 30)));
}

void TestLandmarkCache::peopleGoWithTheirFilm()
{
    const auto cache = opened(m_root / "landmarks.sqlite");
    QVERIFY(storeFilm(*cache, "film", 1));
    QVERIFY(!cache->findPeople("film", 1));
    QVERIFY(cache->storePeople("film", 1, {{0, 3, 5, 70, 1}, {2, 0, 71, 100'000, 0}}).ok());
    QVERIFY(cache->storePeople("empty", 1, {}).ok());
    const auto people = opened(cache->file())->findPeople("film", 1);
    QVERIFY(people && people->size() == 2);
    QVERIFY(!cache->findPeople("film", 2)); // other rules
    const StoredTracklet& last = people->back();
    QVERIFY(last.segment == 2 && last.number == 0 && last.firstFrame == 71 && last.lastFrame == 100'000 &&
            last.person == 0 && people->front().person == 1);
    QVERIFY(cache->findPeople("empty", 1) && cache->findPeople("empty", 1)->empty());
    QVERIFY(cache->forget("film").ok() && !cache->findPeople("film", 1));
}

void TestLandmarkCache::cancelIsSeen()
{
    fs::create_directories(m_root);
    write(m_root / "long", std::string(5 << 20, 'x'));
    // Each megabyte of a file, each part of a film.
    int reports = 0;
    RunControl control(
        [&](const Progress& progress) {
            QCOMPARE(progress.total, std::int64_t{5} << 20);
            if (++reports == 2) control.requestCancel();
        },
        {});
    const auto key = LandmarkCache::key({m_root / "long"}, "p", control);
    QVERIFY(!key.ok());
    QCOMPARE(key.error().kind, ErrorKind::Cancelled);
    QCOMPARE(reports, 2);
    const auto cache = LandmarkCache::openTemporary().value();
    QVERIFY(cache->store("film", 0, 0, sampleFrames(1, 0, 30), false).ok());
    QVERIFY(cache->store("film", 0, 1, sampleFrames(2, 30, 30), true).ok());
    RunControl stopped;
    int seen = 0;
    const auto count = cache->visit("film", stopped, [&](int, const FaceFrame&) {
        if (++seen == 10) stopped.requestCancel();
    });
    QVERIFY(!count.ok());
    QCOMPARE(count.error().kind, ErrorKind::Cancelled);
    QCOMPARE(seen, 30);
}

void TestLandmarkCache::temporaryOnesGo()
{
    const QTemporaryDir place;
    qputenv("TMPDIR", place.path().toUtf8());
    const auto entries = [&] { return QDir(place.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(); };
    {
        const auto cache = LandmarkCache::openTemporary().value();
        QVERIFY(storeFilm(*cache, "a", 1) && holdsFilm(*cache, "a", 1));
        QCOMPARE(entries(), 1);
    }
    QCOMPARE(entries(), 0);
    qunsetenv("TMPDIR");
}

void TestLandmarkCache::blobsAreChecked()
{
    const auto frames = sampleFrames(4);
    const QByteArray blob = toBlob(frames);
    QVERIFY(blob.size() < 30 * 900);
    QVERIFY(same(*fromBlob(blob), frames));
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
        if (!storeFilm(*cache, key, i) || !holdsFilm(*cache, key, i)) ++wrong;
    });
    QCOMPARE(wrong.load(), 0);
    for (std::size_t i = 0; i < 64; ++i) QVERIFY(cache->find("clip " + std::to_string(i)));
}

void TestLandmarkCache::twoObjectsShareOneFile()
{
    const auto one = opened(m_root / "landmarks.sqlite");
    const auto two = opened(m_root / "landmarks.sqlite");
    QVERIFY(storeFilm(*one, "k", 5));
    QVERIFY(holdsFilm(*two, "k", 5));
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
        return LandmarkCache::key(files, parameters, RunControl()).value();
    };
    QCOMPARE(key({"a"}, "p"), key({"moved"}, "p"));
    QVERIFY(key({"a"}, "p") != key({"a"}, "q"));
    QVERIFY(key({"a"}, "p") != key({"b"}, "p"));
    QVERIFY(key({"a", "b"}, "p") != key({"b", "a"}, "p"));
    QVERIFY(key({"a", "b"}, "p") != key({"ab", "e"}, "p")); // the same bytes, cut elsewhere
    const auto missing = LandmarkCache::key({m_root / "none"}, "p", RunControl());
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().kind, ErrorKind::Input);
    QVERIFY(!LandmarkCache::key({m_root}, "p", RunControl()).ok());
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
        for (int i = 0; i < 40; ++i) QVERIFY(storeFilm(*cache, "clip " + std::to_string(i), unsigned(i)));
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(4096);
        stream << std::string(fs::file_size(file) - 4096, '\x55');
    } else {
        write(file, content.toStdString());
    }
    const auto cache = opened(file);
    QVERIFY(!cache->find("clip 1"));
    QVERIFY(storeFilm(*cache, "new", 6));
    QVERIFY(cache->find("new"));
    QVERIFY(fs::exists(m_root / "landmarks.sqlite.damaged"));
}

void TestLandmarkCache::otherVersionStartsAnew()
{
    const fs::path file = m_root / "landmarks.sqlite";
    QVERIFY(storeFilm(*opened(file), "k", 1));
    // user_version: four bytes, big-endian, at offset 60 of the file's header.
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(60);
    stream.write("\0\0\0\x63", 4);
    stream.close();
    const auto cache = opened(file);
    QVERIFY(!cache->find("k"));
    QVERIFY(storeFilm(*cache, "k", 1));
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs.h"
#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <functional>
#include <set>

using namespace mien;
namespace fs = std::filesystem;

/// What happens to a film whose faces are known: the jobs on the landmark cache, without a picture being decoded.
class TestFaceJobs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cancelIsSeenInEveryStage_data();
    void cancelIsSeenInEveryStage();
    void finishKeepsTheWholeFilm();
    void peopleAreToldOnce();
    void peopleOfAUserAreTaken();
    void nobodyIsNoPerson_data();
    void nobodyIsNoPerson();
    void lostFramesNameTheirCache();

private:
    jobs::TableJob job() const { return {m_film, {{m_film}, 1}, m_root / "film.csv"}; }
    std::string remember(const std::vector<FaceFrame>& faces, int frames);

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root, m_film;
    jobs::FaceTools m_tools;
};

namespace {

constexpr int frameCount = 1500;
constexpr int partFrames = 250;

/// Two people side by side, one of them with a gap.
std::vector<FaceFrame> twoPeople()
{
    std::vector<FaceFrame> faces;
    for (int i = 0; i < frameCount; ++i)
        for (int person = 0; person < 2; ++person) {
            if (person == 1 && i / 250 == 2) continue;
            FaceFrame face;
            face.frame = i;
            face.seconds = i / 25.0;
            face.found = true;
            face.tracklet = person == 0 ? 0 : 1 + i / 750;
            face.box = {100.0f + 300.0f * static_cast<float>(person), 100, 120, 120};
            face.score = 1;
            face.confidence = 0.9;
            for (std::size_t p = 0; p < face.measured.size(); ++p)
                face.measured[p] = {face.box.x + 10.0f * static_cast<float>(p % 12),
                                    face.box.y + 20.0f * static_cast<float>(p / 12)};
            if (i % 10 == 0) face.appearance.assign(100, 10);
            if (i % 10 == 0 && person == 1) std::fill_n(face.appearance.begin(), 50, std::uint8_t{200});
            faces.push_back(face);
        }
    return faces;
}

std::vector<FaceFrame> nobody()
{
    std::vector<FaceFrame> frames(20);
    for (std::size_t i = 0; i < frames.size(); ++i) frames[i].frame = static_cast<int>(i);
    return frames;
}

/// A control that notes its stages and may ask for something when one begins.
struct Watched
{
    explicit Watched(std::string of = {}, std::function<void(RunControl&)> todo = {})
        : stage(std::move(of)), ask(std::move(todo)), control([this](const Progress& progress) { note(progress); }, {})
    {
    }
    void note(const Progress& progress)
    {
        stages.insert(progress.stage);
        if (progress.stage == stage && after++ == 0 && ask) ask(control);
    }

    std::string stage;
    std::function<void(RunControl&)> ask;
    std::set<std::string> stages;
    int after = 0; ///< reports of the stage
    RunControl control;
};

} // namespace

void TestFaceJobs::initTestCase()
{
    auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    m_tools.model = *model;
    m_tools.options.faces = FollowedFaces::All;
}

void TestFaceJobs::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = fs::path(m_folder->path().toStdString());
    m_film = m_root / "film.mp4";
    std::ofstream(m_film, std::ios::binary) << std::string(5'000'000, 'f');
    m_tools.cache = LandmarkCache::open(m_root / "landmarks.sqlite").value();
    m_tools.options.faces = FollowedFaces::All;
}

/// The film as if it had been followed before.
std::string TestFaceJobs::remember(const std::vector<FaceFrame>& faces, int frames)
{
    const std::string key =
        LandmarkCache::key({m_film}, m_tools.options.key() + '\n' + m_tools.model->sha256(), RunControl()).value();
    std::vector<FaceFrame> part;
    int parts = 0;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        part.push_back(faces[i]);
        const bool last = i + 1 == faces.size();
        if (!last && (part.size() < partFrames || faces[i + 1].frame == faces[i].frame)) continue;
        if (!m_tools.cache->store(key, 0, parts++, part, last)) throw std::runtime_error("not stored");
        part.clear();
    }
    if (!m_tools.cache->finish(key, {640, 480, false, 1, frames})) throw std::runtime_error("not finished");
    return key;
}

void TestFaceJobs::cancelIsSeenInEveryStage_data()
{
    QTest::addColumn<QString>("stage");
    for (const char* stage :
         {"reading the film", "gathering faces", "telling people apart", "learning neutral faces", "measuring faces"})
        QTest::newRow(stage) << QString::fromLatin1(stage);
}

void TestFaceJobs::cancelIsSeenInEveryStage()
{
    QFETCH(QString, stage);
    const std::string key = remember(twoPeople(), frameCount);
    Watched watched(stage.toStdString(), [](RunControl& control) { control.requestCancel(); });
    const auto facts = jobs::writeTable(job(), m_tools, watched.control);
    QVERIFY2(watched.stages.contains(stage.toStdString()), "the stage is silent");
    QVERIFY(!facts.ok());
    QCOMPARE(facts.error().kind, ErrorKind::Cancelled);
    QVERIFY(!fs::exists(m_root / "film.csv") && !fs::exists(m_root / "film_of_details.txt"));
    QVERIFY2(watched.after <= 2 * partFrames, qPrintable(QString::number(watched.after)));
    QVERIFY(m_tools.cache->find(key)); // the film has done nothing wrong
    QVERIFY(jobs::writeTable(job(), m_tools, RunControl()).ok());
}

void TestFaceJobs::finishKeepsTheWholeFilm()
{
    remember(twoPeople(), frameCount);
    Watched watched("measuring faces", [](RunControl& control) { control.requestFinish(); });
    const auto facts = jobs::writeTable(job(), m_tools, watched.control);
    QVERIFY(facts.ok());
    const std::string table = files::read(m_root / "film.csv").value();
    QCOMPARE(std::count(table.begin(), table.end(), '\n'), 1 + 2 * frameCount - 250);
    QCOMPARE(facts->frames, frameCount);
    QCOMPARE(facts->people.size(), std::size_t(2));
}

void TestFaceJobs::peopleAreToldOnce()
{
    const std::string key = remember(twoPeople(), frameCount);
    Watched first, second;
    QVERIFY(jobs::writeTable(job(), m_tools, first.control).ok());
    QVERIFY(first.stages.contains("telling people apart"));
    const std::string table = files::read(m_root / "film.csv").value();
    QVERIFY(jobs::writeTable(job(), m_tools, second.control).ok());
    QVERIFY(!second.stages.contains("telling people apart") && !second.stages.contains("gathering faces"));
    QVERIFY(files::read(m_root / "film.csv").value() == table);
    QVERIFY(m_tools.cache->forget(key).ok() && !m_tools.cache->findPeople(key, peopleAlgorithmVersion));
}

void TestFaceJobs::peopleOfAUserAreTaken()
{
    remember(twoPeople(), frameCount);
    const auto told = jobs::extractPeople(job().request, std::nullopt, m_tools, RunControl());
    QVERIFY(told.ok() && told->people.all().size() == 2);
    QCOMPARE(told->track.frames.size(), std::size_t(2 * frameCount - 250));
    People people = told->people;
    QVERIFY(people.setExcluded(1, true).ok() && people.rename(0, "Ada").ok());
    m_tools.cache = LandmarkCache::open(m_root / "other.sqlite").value(); // nobody was told apart here
    remember(twoPeople(), frameCount);
    Watched watched;
    const auto taken = jobs::extractPeople(job().request, people, m_tools, watched.control);
    QVERIFY(taken.ok());
    QVERIFY(!watched.stages.contains("telling people apart") && !watched.stages.contains("gathering faces"));
    QCOMPARE(taken->track.frames.size(), std::size_t(frameCount));
    QVERIFY(taken->people.find(0)->name == "Ada");
}

void TestFaceJobs::nobodyIsNoPerson_data()
{
    QTest::addColumn<bool>("all");
    QTest::newRow("all") << true;
    QTest::newRow("largest") << false;
}

void TestFaceJobs::nobodyIsNoPerson()
{
    QFETCH(bool, all);
    m_tools.options.faces = all ? FollowedFaces::All : FollowedFaces::Largest;
    const auto frames = nobody();
    remember(frames, static_cast<int>(frames.size()));
    const auto facts = jobs::writeTable(job(), m_tools, RunControl());
    QVERIFY(facts.ok());
    QCOMPARE(facts->faces, 0);
    QCOMPARE(facts->people.size(), std::size_t(0));
    const std::string details = files::read(m_root / "film_of_details.txt").value();
    QVERIFY(details.find("Faces: none") != std::string::npos);
    QVERIFY(details.find("AUs: yes") != std::string::npos); // its columns are there
    QVERIFY(details.find("neutral:") == std::string::npos);
}

void TestFaceJobs::lostFramesNameTheirCache()
{
    const auto frames = nobody();
    const std::string key = remember(frames, static_cast<int>(frames.size()) + 5);
    const auto facts = jobs::writeTable(job(), m_tools, RunControl());
    QVERIFY(!facts.ok());
    QCOMPARE(facts.error().where, (m_root / "landmarks.sqlite").string());
    QVERIFY(!m_tools.cache->find(key));
    QVERIFY(!fs::exists(m_root / "film.csv"));
}

QTEST_GUILESS_MAIN(TestFaceJobs)
#include "test_face_jobs.moc"

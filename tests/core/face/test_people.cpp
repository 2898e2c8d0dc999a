// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/face/face_tracker.h"
#include "core/face/neutral_choice.h"
#include "core/face/people.h"
#include "core/face/people_smoother.h"
#include "core/media/frame_mat.h"
#include "core/media/frame_source.h"
#include "tests/support/shared_media.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <set>

using namespace mien;
namespace fs = std::filesystem;

/// Several people in one picture: who is who, through crossings and absences.
class TestPeople : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void seamsAndLooksJoinTracklets();
    void nobodyIsTwiceInOneFrame();
    void seamsJoinOneToOne();
    void whoComesNearerByAMergeIsJoined();
    void usersHaveTheLastWord();
    void editsAreKeptAsText();
    void joinsAreWhereAMistakeWouldBe();
    void smoothingKeepsOrderAndPeopleApart();
    void renderedPeople_data();
    void renderedPeople();

private:
    std::shared_ptr<const LandmarkModel> m_model;
};

namespace {

/// The head of one rendered clip, cut out frame by frame.
class Head
{
public:
    explicit Head(const fs::path& video) : m_source(openSource(video).value())
    {
        auto table = csv::parse(files::read(fs::path(video).replace_extension(".csv")).value(), "truth").value();
        for (const auto& row : table.rows) {
            Landmarks68 points;
            for (std::size_t i = 0; i < 68; ++i) {
                const auto at = [&](const char* axis) {
                    const int column = table.column(axis + std::to_string(i));
                    return static_cast<float>(*text::toDouble(row[static_cast<std::size_t>(column)]));
                };
                points[i] = {at("x_"), at("y_")};
            }
            m_truth.push_back(points);
        }
    }

    /// Pastes the head of frame `index` so that its nose comes to `where`; an ellipse around the face with a soft edge.
    void paste(cv::Mat& canvas, int index, cv::Point2f where)
    {
        while (!m_frame || m_frame->index < index) m_frame = *m_source->next().value();
        const cv::Mat picture = asMat(*m_frame);
        const Landmarks68& points = m_truth[static_cast<std::size_t>(index)];
        const float eyes = outerEyeDistance(points);
        const cv::Point2f nose(points[30].x, points[30].y);
        const cv::Size2f radii(eyes, 1.4f * eyes);
        const cv::Point2f middle = nose - cv::Point2f(0, 0.25f * eyes);
        const int edge = 12; // px
        for (int y = 0; y < canvas.rows; ++y)
            for (int x = std::max(0, static_cast<int>(where.x - radii.width) - edge);
                 x < std::min(canvas.cols, static_cast<int>(where.x + radii.width) + edge); ++x) {
                const cv::Point from(x + cvRound(nose.x - where.x), y + cvRound(nose.y - where.y));
                if (!cv::Rect(cv::Point(), picture.size()).contains(from)) continue;
                const cv::Point2f off = cv::Point2f(from) - middle;
                const float outside = std::hypot(off.x / radii.width, off.y / radii.height) - 1;
                const float w = std::clamp(0.5f - outside * radii.width / edge, 0.0f, 1.0f);
                auto& to = canvas.at<cv::Vec3b>(y, x);
                const auto& pixel = picture.at<cv::Vec3b>(from);
                for (int c = 0; c < 3; ++c)
                    to[c] = cv::saturate_cast<uchar>(w * static_cast<float>(pixel[c]) +
                                                     (1 - w) * static_cast<float>(to[c]));
            }
    }

private:
    std::unique_ptr<FrameSource> m_source;
    std::vector<Landmarks68> m_truth;
    std::optional<Frame> m_frame; ///< asked for in order
};

constexpr int filmWidth = 960;
constexpr int filmHeight = 480;

/// Where a head is in frame t; nothing = out of the picture.
using Path = std::function<std::optional<cv::Point2f>(int)>;

/// Two heads on their paths, the second in front, drawn when asked for.
class Film final : public FrameSource
{
public:
    Film(const fs::path& one, const fs::path& two, Path first, Path second, int frames)
        : m_heads{Head(one), Head(two)}, m_paths{std::move(first), std::move(second)}
    {
        m_info.width = filmWidth;
        m_info.height = filmHeight;
        m_info.frameCount = frames;
        for (int y = 0; y < m_wall.rows; ++y) // not quite even
            for (int x = 0; x < m_wall.cols; ++x)
                m_wall.at<cv::Vec3b>(y, x) =
                    cv::Vec3b::all(static_cast<uchar>(110 + 20 * std::sin(x * 0.01 + y * 0.02)));
    }
    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override
    {
        if (m_next >= *m_info.frameCount) return std::optional<Frame>();
        auto drawn = frame(m_next);
        return std::optional<Frame>(std::move(*drawn));
    }
    Result<Frame> frame(int index) override
    {
        cv::Mat canvas = m_wall.clone();
        for (std::size_t i = 0; i < 2; ++i)
            if (const auto where = m_paths[i](index)) m_heads[i].paste(canvas, index, *where);
        m_next = index + 1;
        return toFrame(canvas, index, index / 30.0);
    }
    Result<void> seek(int index) override
    {
        m_next = index;
        return {};
    }
    std::optional<int> startAtOrAfter(int index) const override { return index; }
    Result<std::vector<double>> times() override { return std::vector<double>(); }

    std::optional<cv::Point2f> at(std::size_t head, int frame) const { return m_paths[head](frame); }

private:
    SourceInfo m_info;
    std::array<Head, 2> m_heads;
    std::array<Path, 2> m_paths;
    cv::Mat m_wall = cv::Mat(filmHeight, filmWidth, CV_8UC3);
    int m_next = 0;
};

std::vector<int> told(const std::vector<Tracklet>& tracklets)
{
    return peopleOf(tracklets, RunControl()).value();
}

/// The faces of a film with their people, as the jobs join them.
std::vector<FaceFrame> peopleIn(FrameSource& film, const LandmarkModel& model)
{
    FaceOptions options;
    options.faces = FollowedFaces::All;
    const RunControl control;
    const auto segments = planSegments(film);
    std::vector<std::pair<int, FaceFrame>> entries;
    TrackletGatherer gatherer;
    for (std::size_t s = 0; s < segments.size(); ++s) {
        const auto done = followFace(film, segments[s], model, options, control, [&](const FaceFrame& face) {
            gatherer.add(static_cast<int>(s), face);
            entries.emplace_back(static_cast<int>(s), face);
        });
        if (!done) throw std::runtime_error(done.error().message());
    }
    const auto tracklets = gatherer.take();
    const auto people = told(tracklets);
    std::map<std::pair<int, int>, int> personOf;
    for (std::size_t i = 0; i < tracklets.size(); ++i)
        personOf[{tracklets[i].segment, tracklets[i].number}] = people[i];
    std::vector<FaceFrame> out;
    PeopleSmoother smoother(true, [&](const FaceFrame& face) { out.push_back(face); });
    for (auto& [segment, face] : entries) {
        if (face.found) face.person = personOf.at({segment, face.tracklet});
        smoother.push(face);
    }
    smoother.finish();
    return out;
}

Tracklet tracklet(int segment, int number, int first, int last, Box box, std::uint8_t looks)
{
    Tracklet t{segment, number, first, last, box, box, {}};
    if (looks) t.appearance.add(Appearance{looks, static_cast<std::uint8_t>(255 - looks), 100});
    return t;
}

} // namespace

void TestPeople::initTestCase()
{
    const auto model = LandmarkModel::load();
    QVERIFY(model.ok());
    m_model = *model;
}

void TestPeople::seamsAndLooksJoinTracklets()
{
    const Box left{0, 0, 100, 100}, right{300, 0, 100, 100}, middle{150, 0, 100, 100};
    const std::vector<Tracklet> tracklets = {
        tracklet(0, 0, 0, 99, left, 10),       // one person …
        tracklet(0, 1, 0, 99, right, 240),     // … and another
        tracklet(1, 0, 100, 150, right, 0),    // goes on over the seam, on the same place, without looks
        tracklet(1, 1, 100, 150, left, 12),    //
        tracklet(1, 2, 200, 250, middle, 235), // the other came back elsewhere
        tracklet(1, 3, 300, 302, middle, 0),   // somebody without looks where nobody was just before
        tracklet(1, 4, 252, 260, middle, 0),   // … and where somebody was
        tracklet(1, 5, 400, 450, left, 120),   // looks like nobody else
    };
    std::vector<Tracklet> byFirst = tracklets;
    std::stable_sort(byFirst.begin(), byFirst.end(), [](auto& a, auto& b) { return a.firstFrame < b.firstFrame; });
    const std::vector<int> people = told(byFirst);
    QCOMPARE(people, (std::vector<int>{0, 1, 1, 0, 1, 1, 2, 3}));
}

void TestPeople::nobodyIsTwiceInOneFrame()
{
    // Twins who are there together are two people, however alike; which of them came back cannot be told, only that it
    // is one of them.
    const std::vector<Tracklet> tracklets = {
        tracklet(0, 0, 0, 50, {0, 0, 10, 10}, 10), tracklet(0, 1, 20, 50, {90, 0, 10, 10}, 10),
        tracklet(0, 2, 60, 80, {40, 0, 10, 10}, 10), tracklet(0, 3, 70, 90, {70, 0, 10, 10}, 10)};
    const std::vector<int> people = told(tracklets);
    QCOMPARE(people[0], 0);
    QCOMPARE(people[1], 1);
    QVERIFY(people[2] != people[3]);
    QVERIFY(std::set<int>(people.begin(), people.end()).size() == 2);
    QVERIFY(told({}).empty());
}

void TestPeople::seamsJoinOneToOne()
{
    // Where the segments meet two faces lie on what was one person's box: only the one that covers it best goes on.
    const Box before{0, 0, 100, 100}, near{-28, 0, 100, 100}, nearer{25, 0, 100, 100}, alone{300, 0, 100, 100};
    QVERIFY(overlap(before, near) > 0.5 && overlap(before, nearer) > overlap(before, near));
    for (const std::uint8_t looks : {0, 10}) {
        const std::vector<Tracklet> tracklets = {
            tracklet(0, 0, 0, 99, before, looks), tracklet(1, 0, 100, 150, near, looks),
            tracklet(1, 1, 100, 150, nearer, looks), tracklet(1, 2, 100, 150, alone, looks)};
        QCOMPARE(told(tracklets), (std::vector<int>{0, 1, 0, 2}));
    }
    // Two were there, one goes on.
    const std::vector<Tracklet> two = {tracklet(0, 0, 0, 99, near, 10), tracklet(0, 1, 0, 99, nearer, 10),
                                       tracklet(1, 0, 100, 150, before, 10)};
    QCOMPARE(told(two), (std::vector<int>{0, 1, 1}));
}

void TestPeople::whoComesNearerByAMergeIsJoined()
{
    // Directions of looks: one face is nearest to a third person's, though not near enough, and comes near enough to
    // two others only when those are known to be one person.
    const auto looks = [](double u, double v, double w, double x) { // in an orthonormal basis of four cells
        const double r = std::sqrt(0.5);
        Appearance out;
        for (const double value :
             {u / 2 + r * v + x / 2, u / 2 - r * v + x / 2, u / 2 + r * w - x / 2, u / 2 - r * w - x / 2})
            out.push_back(static_cast<std::uint8_t>(std::lround(250 * value)));
        return out;
    };
    const auto angle = [](double distance) { return 2 * std::asin(distance / 2); };
    const double a = angle(0.385) / 2, i = angle(0.37), k = angle(0.405);
    std::vector<Tracklet> tracklets;
    const auto add = [&](const Appearance& one) {
        const int first = 100 * static_cast<int>(tracklets.size());
        tracklets.push_back({0, static_cast<int>(tracklets.size()), first, first + 50, {}, {}, {}});
        tracklets.back().appearance.add(one);
    };
    add(looks(std::cos(i), 0, std::sin(i), 0));
    add(looks(std::cos(k) * std::cos(i), 0, std::cos(k) * std::sin(i), -std::sin(k)));
    add(looks(std::cos(a), std::sin(a), 0, 0));
    add(looks(std::cos(a), -std::sin(a), 0, 0));
    const auto distance = [&](std::size_t x, std::size_t y) {
        return tracklets[x].appearance.distanceTo(tracklets[y].appearance);
    };
    QVERIFY(distance(0, 1) > 0.4 && distance(0, 1) < distance(0, 2) && distance(0, 1) < distance(0, 3));
    QVERIFY(distance(2, 3) < 0.4 && distance(1, 2) > 0.45 && distance(1, 3) > 0.45);
    MeanAppearance both = tracklets[2].appearance;
    both.add(tracklets[3].appearance);
    QVERIFY(both.distanceTo(tracklets[0].appearance) < 0.38);
    QCOMPARE(told(tracklets), (std::vector<int>{0, 1, 0, 0}));
}

void TestPeople::usersHaveTheLastWord()
{
    const Box here{0, 0, 10, 10};
    const std::vector<Tracklet> tracklets = {tracklet(0, 0, 0, 50, here, 10), tracklet(0, 1, 20, 30, here, 200),
                                             tracklet(0, 2, 60, 80, here, 10), tracklet(1, 0, 90, 99, here, 120)};
    const People first(tracklets, {0, 1, 0, 2});
    QCOMPARE(first.all().size(), std::size_t(3));
    QCOMPARE(first.find(0)->frames, 51 + 21);
    QCOMPARE(first.personOf(0, 2, 70), 0);
    QCOMPARE(first.personOf(0, 2, 81), -1);
    QCOMPARE(first.personOf(7, 0, 0), -1);

    People people = first;
    const auto together = people.merge(1, 0);
    QVERIFY(!together.ok());
    QVERIFY(together.error().message().find("together in frame 21") != std::string::npos);
    QVERIFY(people.merge(2, 0).ok());
    QCOMPARE(people.personOf(1, 0, 95), 0);
    QCOMPARE(people.all().size(), std::size_t(2));
    QVERIFY(!people.merge(2, 0).ok()); // there is no 2 any more

    const auto other = people.split(0, 70); // in the middle of a stretch
    QVERIFY(other.ok());
    QCOMPARE(people.personOf(0, 2, 69), 0);
    QCOMPARE(people.personOf(0, 2, 70), *other);
    QCOMPARE(people.personOf(1, 0, 95), *other);
    QCOMPARE(people.find(0)->frames + people.find(*other)->frames, 51 + 21 + 10);
    QVERIFY(!people.split(1, 20).ok()); // nothing before
    QVERIFY(!people.split(1, 31).ok()); // nothing behind
    QVERIFY(people.merge(*other, 0).ok());
    for (int frame : {0, 69, 70, 80}) QCOMPARE(people.personOf(0, frame > 50 ? 2 : 0, frame), 0);

    // Numbers of people who are no more are not given to others.
    const auto another = people.split(0, 70);
    QVERIFY(another.ok() && *another != *other && !first.find(*another));

    QVERIFY(people.rename(1, "Ada").ok() && people.setExcluded(1, true).ok());
    QVERIFY(people.find(1)->name == "Ada" && people.find(1)->excluded);
    QVERIFY(first.find(1)->name.empty()); // the copy from before is the way back
    QVERIFY(!people.rename(9, "x").ok() && !people.setExcluded(9, true).ok());
}

void TestPeople::editsAreKeptAsText()
{
    const Box here{0, 0, 10, 10};
    People people({tracklet(0, 0, 0, 9, here, 10), tracklet(0, 1, 0, 9, here, 200), tracklet(1, 0, 10, 19, here, 10)},
                  {0, 1, 0});
    QVERIFY(people.rename(0, "日本 é  Anna"));
    QVERIFY(people.setExcluded(1, true));
    const auto added = people.split(0, 5);
    QVERIFY(added);
    const auto back = People::fromText(people.toText());
    QVERIFY2(back, back ? "" : back.error().message().c_str());
    QVERIFY(back->hasFacesOf(people));
    QCOMPARE(back->find(0)->name, std::string("日本 é  Anna"));
    QCOMPARE(back->find(*added)->frames, people.find(*added)->frames);
    People again = *back;
    QCOMPARE(*again.split(1, 5), *people.split(1, 5)); // the next new person's number is the same
    for (const char* wrong : {"", "people 2 1\n", "people 1 0\nstretch 0 0 0 9 0\n", "people 1 1\nnonsense\n",
                              "people 1 1\nperson 0 0 Anna", "people 1 1 7\n"})
        QVERIFY(!People::fromText(wrong));
    QVERIFY(People::fromText(People().toText())->all().empty());
    for (const char* words : {"auto", "start", "usual", "mean-face", "12", "12-40"})
        QCOMPARE(NeutralChoice::parse(words)->toString(), std::string(words));
    for (const char* words : {"", "0", "40-12", "12-", "1-2-3", "446445446445", "1-2147483648"})
        QVERIFY(!NeutralChoice::parse(words));
}

void TestPeople::joinsAreWhereAMistakeWouldBe()
{
    const Box left{0, 0, 100, 100};
    const std::vector<Tracklet> tracklets = {
        tracklet(0, 0, 0, 99, left, 10),
        tracklet(1, 0, 100, 149, left, 10),  // over the seam of two segments: no doubt
        tracklet(1, 1, 150, 179, left, 10),  // lost and found at once: by looks
        tracklet(1, 2, 200, 260, left, 10),  // after an absence: by looks
        tracklet(1, 3, 300, 320, left, 240), // somebody else
    };
    const People people(tracklets, {0, 0, 0, 0, 1});
    QCOMPARE(people.joinsOf(0), (std::vector<int>{150, 200}));
    QCOMPARE(people.joinsOf(1), std::vector<int>());
    QCOMPARE(people.joinsOf(7), std::vector<int>());
    const auto spans = people.spansOf(0);
    QCOMPARE(spans.size(), 2u);
    QCOMPARE(spans[0].first, 0);
    QCOMPARE(spans[0].last, 179);
    QCOMPARE(spans[1].first, 200);
    QCOMPARE(spans[1].last, 260);

    People edited = people;
    QVERIFY(edited.rename(0, "Anna"));
    QVERIFY(edited.hasFacesOf(people)); // names move no face
    QVERIFY(edited.setExcluded(0, true));
    QVERIFY(!edited.hasFacesOf(people));
    edited = people;
    const auto added = edited.split(0, 40);
    QVERIFY(added);
    QVERIFY(!edited.hasFacesOf(people));
    QVERIFY(edited.merge(*added, 0));
    QCOMPARE(edited.joinsOf(0), (std::vector<int>{150, 200})); // together again: no trace
}

void TestPeople::smoothingKeepsOrderAndPeopleApart()
{
    std::vector<FaceFrame> in;
    for (int t = 0; t < 60; ++t) {
        int present = 0;
        for (int person = 0; person < 3; ++person) {
            if (t < 10 || (person == 1 && t / 5 % 2 == 0) || (person == 2 && t > 30)) continue;
            FaceFrame face;
            face.frame = t;
            face.found = true;
            face.person = person;
            face.box = {static_cast<float>(200 * person), 0, 150, 150};
            for (std::size_t i = 0; i < 68; ++i)
                face.measured[i] = {static_cast<float>(200 * person) + static_cast<float>(i), 10};
            in.push_back(face);
            ++present;
        }
        if (present > 0) continue;
        FaceFrame empty;
        empty.frame = t;
        in.push_back(empty);
    }
    for (const bool steady : {true, false}) {
        std::vector<FaceFrame> out;
        PeopleSmoother smoother(steady, [&](const FaceFrame& face) { out.push_back(face); });
        for (const FaceFrame& face : in) smoother.push(face);
        smoother.finish();
        QCOMPARE(out.size(), in.size());
        for (std::size_t i = 0; i < in.size(); ++i) {
            QVERIFY(out[i].frame == in[i].frame && out[i].person == in[i].person && out[i].found == in[i].found);
            for (std::size_t p = 0; p < 68; ++p) QVERIFY(std::abs(out[i].landmarks[p].x - in[i].measured[p].x) < 1e-3f);
        }
    }
}

void TestPeople::renderedPeople_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char* way, const char* first, const char* second) {
        QTest::newRow(way) << QString::fromLatin1(way).section(QLatin1Char(','), 0, 0) << QString::fromLatin1(first)
                           << QString::fromLatin1(second);
    };
    row("cross, 1 and 2", "syn_emo_s1", "syn_emo_s2");
    row("cross, 3 and 4", "syn_emo_s3", "syn_emo_s4");
    row("leave and return, 1 and 4", "syn_emo_s1", "syn_emo_s4");
    row("change places out of sight, 2 and 3", "syn_emo_s2", "syn_emo_s3");
}

void TestPeople::renderedPeople()
{
    const auto media = sharedMedia();
    if (!media) QSKIP(sharedMediaAbsent);
    QFETCH(QString, way);
    QFETCH(QString, first);
    QFETCH(QString, second);
    constexpr int frames = 480;
    const auto at = [](double x) { return cv::Point2f(static_cast<float>(x), 250); };
    const auto swing = [](int t, double phase) { return 480 + 260 * std::cos(t * 0.035 + phase); };
    std::array<Path, 2> paths;
    if (way == QLatin1String("cross")) {
        paths = {[=](int t) { return std::optional(at(swing(t, 0))); },
                 [=](int t) { return std::optional(at(swing(t, M_PI))); }};
    } else if (way == QLatin1String("leave and return")) {
        paths = {[=](int t) { return t / 80 % 2 == 1 ? std::nullopt : std::optional(at(250)); },
                 [=](int t) { return t / 110 % 2 == 1 ? std::nullopt : std::optional(at(700)); }};
    } else {
        paths = {[=](int t) { return t / 60 % 2 == 1 ? std::nullopt : std::optional(at(t / 120 % 2 ? 700 : 250)); },
                 [=](int t) { return t / 60 % 2 == 1 ? std::nullopt : std::optional(at(t / 120 % 2 ? 250 : 700)); }};
    }
    const fs::path folder = *media / "synthetic";
    Film film(folder / (first.toStdString() + ".mp4"), folder / (second.toStdString() + ".mp4"), paths[0], paths[1],
              frames);
    const auto faces = peopleIn(film, *m_model);
    std::array<std::map<int, int>, 2> seen; // person → frames, for each head
    // The second head goes before the first: of that one only what is nowhere near counts as in sight.
    const auto inSight = [&](std::size_t h, int t) {
        const auto where = film.at(h, t), other = film.at(1 - h, t);
        return where && (h == 1 || !other || cv::norm(*other - *where) > 200);
    };
    int expected = 0, found = 0, ghosts = 0;
    for (int t = 0; t < frames; ++t)
        for (std::size_t h = 0; h < 2; ++h) expected += inSight(h, t) ? 1 : 0;
    for (const FaceFrame& face : faces) {
        if (!face.found) continue;
        const cv::Point2f nose(face.landmarks[30].x, face.landmarks[30].y);
        std::optional<std::size_t> nearest;
        double least = 60;
        for (std::size_t h = 0; h < 2; ++h)
            if (const auto where = film.at(h, face.frame); where && cv::norm(*where - nose) < least) {
                // Where both are on one place the one in front is seen.
                const auto other = film.at(1 - h, face.frame);
                if (h == 0 && other && cv::norm(*other - *where) < 100) continue;
                least = cv::norm(*where - nose);
                nearest = h;
            }
        if (!nearest) {
            ++ghosts;
            continue;
        }
        ++seen[*nearest][face.person];
        found += inSight(*nearest, face.frame) ? 1 : 0;
    }
    QString what = QStringLiteral("%1 of %2 seen, %3 elsewhere;").arg(found).arg(expected).arg(ghosts);
    for (std::size_t h = 0; h < 2; ++h)
        for (const auto& [person, count] : seen[h])
            what += QStringLiteral(" head %1 = person %2: %3").arg(h).arg(person).arg(count);
    QVERIFY2(seen[0].size() == 1 && seen[1].size() == 1, qPrintable(what));
    QVERIFY2(seen[0].begin()->first != seen[1].begin()->first, qPrintable(what));
    // Measured: 97.0, 97.8, 98.8 and 100 % of the faces in sight, and one face elsewhere in all.
    QVERIFY2(found > 0.965 * expected, qPrintable(what));
    QVERIFY2(ghosts <= 1, qPrintable(what));
}

QTEST_GUILESS_MAIN(TestPeople)
#include "test_people.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/crop_cache.h"
#include "core/dataset/feature_cache.h"
#include "core/dataset/run_clip_source.h"
#include "core/face/face_crops.h"
#include "core/media/frame_mat.h"
#include "core/synth/performance.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

using namespace mien;

namespace {

constexpr int side = 4;

/// Frame k: blue 10 k + column, green 100 + row, red 200 + k, so that a value tells where it comes from.
class Numbered : public FrameSource
{
public:
    explicit Numbered(int frames, int size = side) : m_frames(frames) { m_info.width = m_info.height = size; }

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override
    {
        if (m_at >= m_frames) return std::optional<Frame>();
        const Frame frame = toFrame(picture(m_at), m_at);
        ++m_at;
        return std::optional(frame);
    }
    Result<std::optional<Frame>> nextGrey() override
    {
        auto frame = next();
        if (frame && *frame) **frame = toGrey(**frame);
        return frame;
    }
    Result<Frame> frame(int index) override
    {
        m_at = index;
        return **next();
    }
    Result<void> seek(int index) override
    {
        m_at = index;
        ++seeks;
        return {};
    }
    std::optional<int> startAtOrAfter(int index) const override { return index; }
    Result<std::vector<double>> times() override { return std::vector<double>(static_cast<std::size_t>(m_frames)); }

    int seeks = 0;

protected:
    virtual cv::Mat picture(int number) const
    {
        cv::Mat picture(m_info.height, m_info.width, CV_8UC3);
        for (int y = 0; y < picture.rows; ++y)
            for (int x = 0; x < picture.cols; ++x)
                picture.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(10 * number + x),
                                                        static_cast<uchar>(100 + y), static_cast<uchar>(200 + number));
        return picture;
    }

private:
    SourceInfo m_info;
    int m_frames;
    int m_at = 0;
};

/// A drawn face on the left, in frame 1 on the right.
class JumpingFace final : public Numbered
{
public:
    JumpingFace() : Numbered(3)
    {
        const auto plans = synth::planClips(1, 7, {});
        const synth::Picture drawn = synth::Performance(plans.front(), {320, 240, false}, {}).draw(0);
        m_face = asMat(drawn.frame).clone();
    }

private:
    cv::Mat picture(int number) const override
    {
        cv::Mat picture(240, 640, CV_8UC3, cv::Scalar::all(90));
        m_face.copyTo(picture(cv::Rect(number == 1 ? 320 : 0, 0, 320, 240)));
        return picture;
    }

    cv::Mat m_face;
};

ClipSpec pictures(ClipSpec::Layout layout, int frames, int channels = 3, ClipSpec::Crop crop = ClipSpec::Crop::Frame)
{
    ClipSpec spec;
    spec.kind = ClipSpec::Kind::Pictures;
    spec.layout = layout;
    spec.frames = frames;
    spec.channels = channels;
    spec.width = spec.height = side;
    spec.crop = crop;
    spec.values = ClipSpec::Values::Raw;
    return spec;
}

std::vector<CropFilm> cut(const std::vector<CropKind>& kinds, const std::vector<int>& frames, int first = 0)
{
    Numbered source(12);
    auto films = cutCrops(source, first, frames, {}, kinds, RunControl());
    if (!films) throw std::runtime_error(films.error().message());
    return *films;
}

FrameFeatures tableOf(const std::vector<float>& values, int width)
{
    const auto data = std::make_shared<std::vector<float>>(values);
    return {static_cast<int>(values.size()) / width, width, std::shared_ptr<const float>(data, data->data())};
}

Sample sampleOf(std::vector<int> frames)
{
    Sample sample;
    sample.id = sample.clip = "C";
    sample.frames = std::move(frames);
    return sample;
}

} // namespace

/// From frames to what a network takes.
class TestRunClipSource : public QObject
{
    Q_OBJECT

private slots:
    void framesAreCutFromWhereTheClipBegins()
    {
        Numbered source(12);
        const CropKind kind(pictures(ClipSpec::Layout::Stacked, 1));
        const auto films = cutCrops(source, 2, {0, 1, 5}, {}, {kind}, RunControl());
        QVERIFY(films);
        QCOMPARE(source.seeks, 2); // to frame 2 and, over a gap, to frame 7
        for (const int frame : {0, 1, 5}) {
            const std::uint8_t* picture = films->front().picture(frame);
            QVERIFY(picture);
            QCOMPARE(int(picture[0]), 10 * (frame + 2));
            QCOMPARE(int(picture[2]), 202 + frame);
        }
        QVERIFY(!films->front().picture(3));
        Numbered shortSource(6);
        QVERIFY(!cutCrops(shortSource, 2, {0, 5}, {}, {kind}, RunControl()).ok());
        RunControl cancelled;
        cancelled.requestCancel();
        const auto stopped = cutCrops(source, 0, {0}, {}, {kind}, cancelled);
        QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
    }

    void whereNoFaceIsFoundThePapersRulesHold()
    {
        Numbered source(4);
        const CropKind lbpFace(pictures(ClipSpec::Layout::Stacked, 1, 1, ClipSpec::Crop::LbpFace));
        const auto lbp = checkFaces(cut({lbpFace}, {0, 1}).front(), lbpFace);
        QVERIFY(!lbp && lbp.error().what.find("2 of 2") != std::string::npos);
        const auto haar = cut({CropKind(pictures(ClipSpec::Layout::Stacked, 1, 1, ClipSpec::Crop::HaarFace))}, {0, 1});
        QVERIFY(!haar.front().picture(0));
        QVERIFY(
            checkFaces(haar.front(), CropKind(pictures(ClipSpec::Layout::Stacked, 1, 1, ClipSpec::Crop::HaarFace))));
        const auto clip = buildClip(sampleOf({1}), {"k", {}, haar, {}}, {pictures(ClipSpec::Layout::Stacked, 1, 1)});
        QVERIFY(!clip && clip.error().message().find("frame 2") != std::string::npos);
        const auto mouth =
            cutCrops(source, 0, {0}, {}, {CropKind(pictures(ClipSpec::Layout::Stacked, 1, 3, ClipSpec::Crop::Mouth))},
                     RunControl());
        QVERIFY(!mouth); // no landmarks
    }

    void aTrackedBoxDoesNotJump()
    {
        JumpingFace source;
        const CropKind free(pictures(ClipSpec::Layout::Stacked, 3, 3, ClipSpec::Crop::LbpFace));
        const CropKind tracked(pictures(ClipSpec::Layout::Stacked, 3, 3, ClipSpec::Crop::LbpFaceTracked));
        QVERIFY(free.name() != tracked.name());
        const auto films = cutCrops(source, 0, {0, 1, 2}, {}, {free, tracked}, RunControl());
        QVERIFY(films);
        const auto shows = [](const CropFilm& film, int frame) {
            const std::uint8_t* pixels = film.picture(frame);
            return pixels ? std::vector<int>(pixels, pixels + film.pictureSize()) : std::vector<int>();
        };
        const std::vector<int> face = shows((*films)[0], 0);
        const std::vector<int> background(face.size(), 90);
        QVERIFY(face.size() == std::size_t{3} * side * side && face != background);
        QVERIFY(shows((*films)[0], 1) != background); // found again on the right
        QCOMPARE(shows((*films)[1], 0), face);
        QCOMPARE(shows((*films)[1], 1), background); // where the face was before
        QCOMPARE(shows((*films)[1], 2), face);       // one wrong box does not throw out the right one
        QVERIFY(checkFaces((*films)[1], tracked));
    }

    void jointComponentsReachAroundTheirParts()
    {
        Landmarks68 points{};
        const Point eyesAndBrows[] = {{18, 28}, {21, 26}, {25, 25}, {29, 26}, {32, 27}, {58, 27}, {62, 24}, {65, 22},
                                      {69, 23}, {72, 26}, {20, 42}, {23, 40}, {27, 40}, {30, 42}, {27, 44}, {23, 44},
                                      {60, 41}, {63, 38}, {67, 38}, {70, 41}, {67, 46}, {63, 46}};
        std::copy_n(eyesAndBrows, 10, points.begin() + 17);
        std::copy_n(eyesAndBrows + 10, 12, points.begin() + 36);
        Numbered source(1, 100);
        const CropKind eyes(pictures(ClipSpec::Layout::Stacked, 1, 3, ClipSpec::Crop::BothEyes));
        const CropKind upper(pictures(ClipSpec::Layout::Stacked, 1, 3, ClipSpec::Crop::EyesAndBrows));
        QVERIFY(eyes.needsLandmarks() && upper.needsLandmarks());
        const auto films = cutCrops(source, 0, {0}, {points}, {eyes, upper}, RunControl());
        QVERIFY(films);
        const auto shows = [&](const CropFilm& film, const Box& box) {
            const Frame expected = boxCrop(source.frame(0).value(), box, side);
            const std::uint8_t* picture = film.picture(0);
            for (int y = 0; picture && y < side; ++y)
                if (!std::equal(picture + y * 3 * side, picture + (y + 1) * 3 * side,
                                expected.pixels.get() + y * expected.stride))
                    return false;
            return picture != nullptr;
        };
        // Each eye's edges and 5 pixels on every side: 15 … 35 × 35 … 49 and 55 … 75 × 33 … 51.
        QVERIFY(shows((*films)[0], {15, 33, 60, 18}));
        QVERIFY(shows((*films)[1], {13, 17, 64, 34}));
        points[45].x = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!cutCrops(source, 0, {0}, {points}, {eyes}, RunControl())); // one eye is not both
    }

    void layoutsColoursAndScalesAreAsDeclared()
    {
        const auto value = [](const Array& array, std::initializer_list<std::int64_t> at) {
            std::size_t index = 0;
            std::size_t axis = 0;
            for (const std::int64_t i : at)
                index = index * static_cast<std::size_t>(array.shape[axis++]) + static_cast<std::size_t>(i);
            return array.data[index];
        };
        const auto films = cut({CropKind(pictures(ClipSpec::Layout::Stacked, 2))}, {3, 7, 9});
        const ClipMaterial material{"k", {}, films, {}};
        const Sample sample = sampleOf({7, 9});
        using Layout = ClipSpec::Layout;
        const auto built = [&](const ClipSpec& spec) { return buildClip(sample, material, {spec}).value().inputs[0]; };

        const Array stacked = built(pictures(Layout::Stacked, 2));
        QCOMPARE(stacked.shape, (std::vector<std::int64_t>{6, side, side}));
        QCOMPARE(value(stacked, {0, 1, 2}), 207.f); // red of frame 7
        QCOMPARE(value(stacked, {1, 1, 2}), 101.f);
        QCOMPARE(value(stacked, {5, 1, 2}), 92.f); // blue of frame 9
        const Array framesFirst = built(pictures(Layout::FramesFirst, 2));
        QCOMPARE(framesFirst.shape, (std::vector<std::int64_t>{2, 3, side, side}));
        QCOMPARE(value(framesFirst, {1, 0, 3, 3}), 209.f);
        const Array channelsFirst = built(pictures(Layout::ChannelsFirst, 2));
        QCOMPARE(channelsFirst.shape, (std::vector<std::int64_t>{3, 2, side, side}));
        QCOMPARE(value(channelsFirst, {2, 1, 0, 3}), 93.f);
        ClipSpec bgr = pictures(Layout::FramesFirst, 2);
        bgr.bgr = true;
        QCOMPARE(value(built(bgr), {0, 0, 0, 1}), 71.f);
        ClipSpec unit = pictures(Layout::Stacked, 2);
        unit.values = ClipSpec::Values::Unit;
        QCOMPARE(value(built(unit), {1, 1, 0}), 101.f / 255);
        ClipSpec imageNet = unit;
        imageNet.values = ClipSpec::Values::ImageNet;
        QCOMPARE(value(built(imageNet), {1, 1, 0}), (101.f / 255 - 0.456f) / 0.224f);
        ClipSpec second = pictures(Layout::Stacked, 1);
        second.steps = {1};
        QCOMPARE(value(built(second), {0, 0, 0}), 209.f);
        QVERIFY(!buildClip(sample, material, {pictures(Layout::Stacked, 3)}).ok());
        QVERIFY(!buildClip(sampleOf({7, 8}), material, {pictures(Layout::Stacked, 2)}).ok());
    }

    void featuresAreTakenFrameByFrame()
    {
        ClipSpec spec;
        spec.kind = ClipSpec::Kind::Features;
        spec.frames = 2;
        spec.width = 3;
        const float none = std::numeric_limits<float>::quiet_NaN();
        const ClipMaterial material{"k", {}, {}, {tableOf({0, 1, 2, 10, 11, 12, none, none, none, 30, 31, 32}, 3)}};
        const auto clip = buildClip(sampleOf({1, 3}), material, {spec});
        QVERIFY(clip);
        QCOMPARE(clip->inputs[0].data, (std::vector<float>{10, 11, 12, 30, 31, 32}));
        QVERIFY(!buildClip(sampleOf({1, 2}), material, {spec}).ok());
        QVERIFY(!buildClip(sampleOf({3, 4}), material, {spec}).ok());
        QVERIFY(!buildClip(sampleOf({-1, 1}), material, {spec}).ok());
        spec.width = 4; // another network's
        QVERIFY(!buildClip(sampleOf({1, 3}), material, {spec}).ok());
    }

    void everyFoldSeesTheFeaturesMadeForIt()
    {
        ClipSpec spec;
        spec.kind = ClipSpec::Kind::Features;
        spec.frames = 1;
        spec.width = 2;
        const RunClipSource source({sampleOf({1})}, {spec},
                                   {{"C", {"k", {}, {}, {tableOf({1, 2, 3, 4}, 2), tableOf({5, 6, 7, 8}, 2)}}}});
        QCOMPARE(source.ofFold(1).load(0)->inputs[0].data, (std::vector<float>{3, 4}));
        QCOMPARE(source.ofFold(2).load(0)->inputs[0].data, (std::vector<float>{7, 8}));
        QCOMPARE(source.ofFold(2).size(), std::size_t(1));
        QCOMPARE(&source.ofFold(2).sample(0), &source.sample(0));
        QCOMPARE(source.ofFold(2).fingerprint(), source.fingerprint());
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, source.ofFold(3));
        // Where nothing differs, all folds see the source itself.
        const RunClipSource plain({}, {}, {});
        QCOMPARE(&plain.ofFold(7), static_cast<const ClipSource*>(&plain));
    }

    void featuresAreKeptFrameByFrame()
    {
        const QTemporaryDir folder;
        const FeatureCache cache(QDir(folder.path()).filePath(QStringLiteral("features")).toStdString());
        QVERIFY(!cache.find("a", 3, 2));
        const std::vector<float> first = {1, 2}, last = {-3, 4};
        {
            auto broken = FeatureWriter::begin(cache, "a", 3, 2);
            QVERIFY(broken);
            QVERIFY(broken->append(first));
            QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)broken->finish());
        }
        QVERIFY(!cache.find("a", 3, 2));
        QVERIFY(QDir(folder.path() + QStringLiteral("/features")).isEmpty());
        auto writer = FeatureWriter::begin(cache, "a", 3, 2);
        QVERIFY(writer);
        QVERIFY(writer->append(first));
        QVERIFY(writer->append({}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)writer->append(std::vector<float>{1}));
        QVERIFY(writer->append(last));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)writer->append(last));
        const auto written = writer->finish();
        QVERIFY(written);
        for (const FrameFeatures& table : {*written, cache.find("a", 3, 2).value()}) {
            QVERIFY(std::equal(first.begin(), first.end(), table.of(0)));
            QVERIFY(!table.of(1));
            QVERIFY(std::equal(last.begin(), last.end(), table.of(2)));
            QVERIFY(!table.of(3) && !table.of(-1));
        }
        QVERIFY(!cache.find("b", 3, 2));
        QVERIFY(!cache.find("a", 2, 3)); // another shape of the same size
        QFile file(QString::fromStdString(cache.fileOf("a").string()));
        QVERIFY(file.resize(file.size() - 1));
        QVERIFY(!cache.find("a", 3, 2));
        QVERIFY(!FeatureWriter::begin(FeatureCache("/proc/no/such/place"), "a", 1, 1));
    }

    void cachedFilmsComeBackOrAreCutAnew()
    {
        const QTemporaryDir folder;
        const CropCache cache(QDir(folder.path()).filePath(QStringLiteral("crops")).toStdString());
        QVERIFY(!cache.find("a"));
        CropFilm film = cut({CropKind(pictures(ClipSpec::Layout::Stacked, 1))}, {2, 5}).front();
        film.found[1] = 0;
        const CropFilm stored = cache.store("a", film);
        for (const CropFilm& back : {stored, cache.find("a").value()}) {
            QCOMPARE(back.side, side);
            QCOMPARE(back.channels, 3);
            QCOMPARE(back.frames, (std::vector<int>{2, 5}));
            QVERIFY(std::equal(back.picture(2), back.picture(2) + back.pictureSize(), film.picture(2)));
            QVERIFY(!back.picture(5));
        }
        QVERIFY(!cache.find("b"));
        QDir crops(QDir(folder.path()).filePath(QStringLiteral("crops")));
        QFile file(crops.filePath(crops.entryList(QDir::Files).first()));
        QVERIFY(file.resize(file.size() - 1));
        QVERIFY(!cache.find("a"));
        QVERIFY(file.resize(0));
        QVERIFY(!cache.find("a"));
        // Where nothing can be written the film stays in memory.
        const CropCache nowhere("/proc/no/such/place");
        QVERIFY(nowhere.store("a", film).picture(2));
    }

    void bytesCutAnywhereAreNoFilm()
    {
        const CropFilm film = cut({CropKind(pictures(ClipSpec::Layout::Stacked, 1))}, {2, 5, 6}).front();
        const auto bytes = std::make_shared<std::string>(toBytes(film));
        const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes->data());
        QVERIFY(cropFilm(bytes, begin, bytes->size()));
        for (std::size_t size = 0; size < bytes->size(); ++size) QVERIFY(!cropFilm(bytes, begin, size));
        for (std::size_t at = 0; at < 8 + 4 + 4 + 8 + 12; ++at) {
            const auto damaged = std::make_shared<std::string>(*bytes);
            (*damaged)[at] = static_cast<char>((*damaged)[at] ^ 0x80);
            const auto back =
                cropFilm(damaged, reinterpret_cast<const std::uint8_t*>(damaged->data()), damaged->size());
            QVERIFY(!back || back->frames.size() == 3); // another frame number is no harm to memory
        }
    }

    void aSourceBuildsWhenAskedAndKnowsItsNumbers()
    {
        const auto films = cut({CropKind(pictures(ClipSpec::Layout::Stacked, 1))}, {1, 2});
        const auto source = [&](int frame, int label, const std::string& key) {
            Sample sample = sampleOf({frame});
            sample.label = label;
            return RunClipSource({sample}, {pictures(ClipSpec::Layout::Stacked, 1)}, {{"C", {key, {}, films, {}}}});
        };
        const auto clip = source(2, 1, "k").load(0);
        QVERIFY(clip);
        QCOMPARE(clip->inputs[0].data[0], 202.f);
        QVERIFY(!source(3, 1, "k").load(0).ok());
        const auto print = source(1, 1, "k").fingerprint();
        QCOMPARE(source(1, 1, "k").fingerprint(), print);
        QVERIFY(source(2, 1, "k").fingerprint() != print);
        QVERIFY(source(1, 2, "k").fingerprint() != print);
        QVERIFY(source(1, 1, "l").fingerprint() != print);
    }
};

QTEST_GUILESS_MAIN(TestRunClipSource)
#include "test_run_clip_source.moc"

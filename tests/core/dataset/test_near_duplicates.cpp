// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/conditions.h"
#include "core/dataset/near_duplicates.h"
#include "core/media/frame_mat.h"
#include "core/media/image_reader.h"
#include "tests/support/shared_media.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace mien;

namespace {

/// A smooth picture of blobs, another for every seed.
cv::Mat picture(int seed, int width = 320, int height = 240)
{
    cv::RNG random(static_cast<std::uint64_t>(seed));
    cv::Mat coarse(6, 8, CV_8UC3);
    random.fill(coarse, cv::RNG::UNIFORM, 0, 255);
    cv::Mat smooth;
    cv::resize(coarse, smooth, {width, height}, 0, 0, cv::INTER_CUBIC);
    return smooth;
}

PictureFingerprint printOf(const cv::Mat& mat)
{
    return fingerprint(toFrame(mat));
}

DatasetIndex lit()
{
    DatasetIndex index;
    for (const char* light : {"strong", "weak", "dark", ""}) {
        ClipEntry clip;
        clip.id = std::string("c") + light;
        if (*light) clip.attributes["lighting"] = light;
        index.clips.push_back(clip);
    }
    return index;
}

} // namespace

class TestNearDuplicates : public QObject
{
    Q_OBJECT

private slots:
    void theHashComparesNeighbours()
    {
        cv::Mat ramp(80, 90, CV_8UC1);
        for (int x = 0; x < ramp.cols; ++x) ramp.col(x) = x * 2;
        QCOMPARE(printOf(ramp).hash, ~std::uint64_t{0});
        cv::flip(ramp, ramp, 1);
        QCOMPARE(printOf(ramp).hash, std::uint64_t{0});
        QCOMPARE(hashDistance(0b1011, 0b0001), 2);
    }

    void theSamePictureIsFoundScaledBrighterAndNoisy()
    {
        const cv::Mat original = picture(1);
        cv::Mat scaled, brighter, noisy = original.clone(), noise(original.size(), CV_8UC3);
        cv::resize(original, scaled, {200, 150}, 0, 0, cv::INTER_AREA);
        original.convertTo(brighter, -1, 0.8, 20);
        cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 8);
        noisy += noise;
        for (const cv::Mat& changed : {scaled, brighter, noisy})
            QVERIFY(areNearDuplicates(printOf(original), printOf(changed)));
    }

    void otherPicturesAreNot()
    {
        std::vector<ClipFingerprint> clips;
        for (int seed = 1; seed <= 60; ++seed) clips.push_back({std::to_string(seed), {}, printOf(picture(seed))});
        QVERIFY(nearDuplicates(clips).empty());
        clips.push_back(clips[4]);
        const auto pairs = nearDuplicates(clips);
        QCOMPARE(pairs.size(), std::size_t(1));
        QCOMPARE(pairs[0].first, std::size_t(4));
        QCOMPARE(pairs[0].second, std::size_t(60));
    }

    void photographsOfDifferentPeopleAreNot()
    {
        const auto media = sharedMedia();
        if (!media || !std::filesystem::exists(*media / "emotion_faces")) QSKIP(sharedMediaAbsent);
        std::vector<ClipFingerprint> clips;
        for (const auto& entry : std::filesystem::directory_iterator(*media / "emotion_faces"))
            if (const auto frame = readImage(entry.path()))
                clips.push_back({entry.path().filename().string(), {}, fingerprint(*frame)});
        QVERIFY(clips.size() > 100);
        std::string found;
        for (const auto& pair : nearDuplicates(clips))
            found += clips[pair.first].clip + " " + clips[pair.second].clip + "; ";
        QVERIFY2(found.empty(), found.c_str());
    }

    void conditionsTakeOneOfSeveralValues()
    {
        QCOMPARE(filtered(lit(), {{"lighting", "strong,weak"}}).clips.size(), std::size_t(2));
        QCOMPARE(filtered(lit(), {{"lighting", "strong, weak ,dark"}}).clips.size(), std::size_t(3));
        QCOMPARE(filtered(lit(), {{"lighting", "strong"}, {"posed", "yes"}}).clips.size(), std::size_t(0));
        QCOMPARE(filtered(lit(), {}).clips.size(), std::size_t(4));
    }

    void conditionsThatNothingMeetsAreErrorsInWords()
    {
        const DatasetIndex index = lit();
        QVERIFY(checkConditions({&index}, {{"lighting", "strong,dark"}}).ok());
        const auto name = checkConditions({&index}, {{"light", "strong"}});
        QVERIFY(!name);
        QCOMPARE(name.error().kind, ErrorKind::Input);
        QCOMPARE(name.error().remedy, std::string("there are lighting"));
        const auto value = checkConditions({&index}, {{"lighting", "strong,bright"}});
        QVERIFY(!value);
        QCOMPARE(value.error().what, std::string("no clip has lighting=bright"));
        QCOMPARE(value.error().remedy, std::string("there are dark, strong, weak"));
    }
};

QTEST_GUILESS_MAIN(TestNearDuplicates)
#include "test_near_duplicates.moc"

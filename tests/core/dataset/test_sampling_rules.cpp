// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rules of the five papers with the test vectors of their specifications.
#include "core/dataset/sampling_rules.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

using namespace mien::sampling;

namespace {

using Frames = std::vector<int>;
using Windows = std::vector<std::vector<int>>;

std::vector<int> targets(const std::vector<TargetWindow>& windows)
{
    std::vector<int> list;
    for (const TargetWindow& window : windows) list.push_back(window.target);
    return list;
}

} // namespace

class TestSamplingRules : public QObject
{
    Q_OBJECT

private slots:
    void onsetToApexIsTheEvenRuleBetweenThem()
    {
        Frames everySecond;
        for (int k = 0; k < 20; ++k) everySecond.push_back(100 + 2 * k);
        QCOMPARE(onsetToApex(100, 138, 20), everySecond);
        QCOMPARE(onsetToApex(7, 7, 3), (Frames{7, 7, 7}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, onsetToApex(8, 7, 20));
    }

    void lastFramesAndPairsOfTemporalFusion()
    {
        QCOMPARE(lastFrames(15, 1), Frames{14});
        QCOMPARE(lastFrames(15, 5), (Frames{10, 11, 12, 13, 14}));
        QCOMPARE(lastFrames(15, 10), (Frames{5, 6, 7, 8, 9, 10, 11, 12, 13, 14}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, lastFrames(9, 10));
        QCOMPARE(lateFusionPair(15), (Frames{0, 14}));
        QCOMPARE(lateFusionPair(40), (Frames{25, 39}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, lateFusionPair(14));
        QCOMPARE(firstAndLast(30), (Frames{0, 29}));
        QCOMPARE(firstAndLast(1), (Frames{0, 0}));
    }

    /// Temporal fusion spec, section 10: windows of frames 0..9 are 0–3, 2–5, 4–7, 6–9.
    void slowFusionHasFourWindowsOfFour()
    {
        QCOMPARE(slowFusionWindows(10), (Windows{{0, 1, 2, 3}, {2, 3, 4, 5}, {4, 5, 6, 7}, {6, 7, 8, 9}}));
        QCOMPARE(slowFusionWindows(17).front(), (Frames{7, 8, 9, 10}));
        QCOMPARE(slowFusionWindows(17).back(), (Frames{13, 14, 15, 16}));
    }

    void slidingWindowsThatDoNotFitAreNotMade()
    {
        QCOMPARE(slidingWindows(7, 5, 1), (Windows{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {2, 3, 4, 5, 6}}));
        QVERIFY(slidingWindows(4, 5, 1).empty());
        QCOMPARE(slidingWindows(24, 16, 4).size(), std::size_t(3));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, slidingWindows(9, 3, 0));
    }

    /// MicroX spec, section 10: 47 frames → 4 segments (frames 0–39); 19 → 1; 9 → 0.
    void segmentsOfTenFromTheFirstForty()
    {
        const Windows four = segments(47);
        QCOMPARE(four.size(), std::size_t(4));
        QCOMPARE(four.front().front(), 0);
        QCOMPARE(four.back().back(), 39);
        QCOMPARE(segments(19).size(), std::size_t(1));
        QVERIFY(segments(9).empty());
        QCOMPARE(segments(147).size(), std::size_t(4));
        QCOMPARE(segments(147, 10, std::nullopt).size(), std::size_t(14));
    }

    /// Valence/arousal spec, section 10: a run of 100 faces gives no prediction; 101 exactly one, for the last frame.
    void runsOfAHundredPredictTheFrameBehindThem()
    {
        QVERIFY(gaplessWindows(std::vector<bool>(100, true)).empty());
        const auto one = gaplessWindows(std::vector<bool>(101, true));
        QCOMPARE(one.size(), std::size_t(1));
        QCOMPARE(one.front().first, 0);
        QCOMPARE(one.front().target, 100);
        std::vector<bool> gap(250, true);
        gap[120] = false;
        QCOMPARE(targets(gaplessWindows(gap)).size(), std::size_t(20 + 29));
        QCOMPARE(targets(gaplessWindows(gap)).front(), 100);
        QCOMPARE(targets(gaplessWindows(gap))[20], 221);
        QCOMPARE(targets(gaplessWindows(std::vector<bool>(100, true), 100, true)), Frames{99});
    }

    void neutralSamplesKeepThePapersProportion()
    {
        QCOMPARE(neutralSamples(257), std::size_t(50)); // → 307 training clips
        QCOMPARE(neutralSamples(2570), std::size_t(50));
        QCOMPARE(neutralSamples(100), std::size_t(20));
        QCOMPARE(neutralSamples(0), std::size_t(0));
    }

    /// Valence/arousal spec, section 2.1: 327 sequences give 1,308 images.
    void threePeaksAndTheNeutralFrame()
    {
        const auto frames = neutralAndPeaks(11);
        QVERIFY(frames);
        QCOMPARE(frames->neutral, 0);
        QCOMPARE(frames->peaks, (std::array<int, 3>{8, 9, 10}));
        QCOMPARE(327 * (1 + frames->peaks.size()), std::size_t(1308));
        QVERIFY(neutralAndPeaks(4));
        QVERIFY(!neutralAndPeaks(3));
    }

    void aClipCarriesAUnitFromHalfOfItsCodedFrames()
    {
        const float none = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(clipHasUnit({1, 1, 0, 0}), std::optional(true));
        QCOMPARE(clipHasUnit({1, 0, 0}), std::optional(false));
        QCOMPARE(clipHasUnit({1, none, none, 0}), std::optional(true));
        QCOMPARE(clipHasUnit({none, none}), std::optional<bool>());
        QCOMPARE(clipHasUnit({1, 2, 3}, 2), std::optional(true)); // DISFA counts intensities from 2
        QCOMPARE(clipHasUnit({1, 1, 3}, 2), std::optional(false));
    }

    void noClassHasMoreThanTheCap()
    {
        std::vector<std::string> labels(30, "anger");
        labels.insert(labels.begin() + 10, 3, "fear");
        const auto kept = capPerClass(labels, 5, 1);
        std::map<std::string, int> counts;
        for (const std::size_t i : kept) ++counts[labels[i]];
        QCOMPARE(counts, (std::map<std::string, int>{{"anger", 5}, {"fear", 3}}));
        QVERIFY(std::is_sorted(kept.begin(), kept.end()));
        QCOMPARE(capPerClass(labels, 5, 1), kept);
        QVERIFY(capPerClass(labels, 5, 2) != kept);
    }

    void binsCoverTheSquareAndNothingElse()
    {
        QCOMPARE(affectBin(-1, -1), std::optional<std::size_t>(0));
        QCOMPARE(affectBin(1, 1), std::optional<std::size_t>(1599));
        QCOMPARE(affectBin(-1, -0.95 + 1e-9), std::optional<std::size_t>(1));
        QVERIFY(!affectBin(-5, 0));
        QVERIFY(!affectBin(std::nan(""), 0));
        QCOMPARE(affectHistogram({0.5, 0.51, -5}, {0, 0.01, -5})[*affectBin(0.5, 0)], std::size_t(2));
    }

    /// Valence/arousal spec, section 10: counts 10, 2, 0: C = 10 → p = 0, 0.8; C = mean 4 → 0, 0.5; C = 7 → 0, 0.714.
    void keepProbabilitiesFollowTheSpecification()
    {
        const AffectHistogram counts = {10, 2, 0};
        const std::map<AffectSubset, std::pair<double, double>> expected = {
            {AffectSubset::Most, {10, 0.8}}, {AffectSubset::Mean, {4, 0.5}}, {AffectSubset::Between, {7, 5.0 / 7}}};
        for (const auto& [subset, values] : expected) {
            const double constant = affectConstant(counts, subset);
            QCOMPARE(constant, values.first);
            QCOMPARE(keepProbability(10, constant, AffectRule::Paper), 0.0);
            QCOMPARE(keepProbability(2, constant, AffectRule::Paper), values.second);
        }
        QCOMPARE(keepProbability(10, 4, AffectRule::Ratio), 0.4);
        QCOMPARE(keepProbability(2, 4, AffectRule::Ratio), 1.0);
    }

    void balancingKeepsWhatTheProbabilitiesSay()
    {
        // 2,000 frames in one bin, 500 in another, 100 not annotated, 50 at the origin.
        std::vector<double> valence(2000, 0.51), arousal(2000, 0.51);
        const auto add = [&](std::size_t count, double v, double a) {
            valence.insert(valence.end(), count, v);
            arousal.insert(arousal.end(), count, a);
        };
        add(500, -0.51, 0.51);
        add(100, -5, -5);
        add(50, 0, 0);
        const auto paper = balanceAffect(valence, arousal, AffectSubset::Most, AffectRule::Paper, 3);
        QVERIFY(std::all_of(paper.begin(), paper.end(), [](std::size_t i) { return i >= 2000 && i < 2500; }));
        QVERIFY(paper.size() > 320 && paper.size() < 430); // p = 0.75 of 500, five standard deviations
        QCOMPARE(balanceAffect(valence, arousal, AffectSubset::Most, AffectRule::Paper, 3), paper);
        const auto ratio = balanceAffect(valence, arousal, AffectSubset::Between, AffectRule::Ratio, 3);
        const auto full = std::count_if(ratio.begin(), ratio.end(), [](std::size_t i) { return i < 2000; });
        QVERIFY(full > 890 && full < 1115); // C = 1000.8: half of 2,000
        QCOMPARE(static_cast<long>(ratio.size()) - full, 500L);
    }
};

QTEST_GUILESS_MAIN(TestSamplingRules)
#include "test_sampling_rules.moc"

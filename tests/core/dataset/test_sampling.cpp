// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/balancing.h"
#include "core/dataset/sampling.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>

using namespace mien;

namespace {

const std::vector<std::string> classes = {"anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"};

/// The landmark TCN's.
const SamplingPlan evenPlan = [] {
    SamplingPlan plan = SamplingPlan::same({SamplingPlan::Rule::Even, 20}, 10);
    plan.drawsNeutral = true;
    return plan;
}();

std::vector<SampleCandidate> candidates(int count, int frames = 20)
{
    std::vector<SampleCandidate> list;
    for (int i = 0; i < count; ++i)
        list.push_back({"C" + std::to_string(i), "S" + std::to_string(i % 9), classes[i % 6], frames});
    return list;
}

std::vector<Sample> neutralOf(const SampleSet& set)
{
    std::vector<Sample> neutral;
    for (const Sample& sample : set.samples)
        if (sample.label == 6) neutral.push_back(sample);
    return neutral;
}

} // namespace

class TestSampling : public QObject
{
    Q_OBJECT

private slots:
    /// Vectors of the specification, section 9.
    void evenIndicesFollowTheSpecification()
    {
        std::vector<int> identity;
        std::vector<int> twice;
        std::vector<int> everySecond;
        for (int k = 0; k < 20; ++k) {
            identity.push_back(k);
            twice.push_back(k / 2);
            everySecond.push_back(2 * k);
        }
        QCOMPARE(evenIndices(20, 20), identity);
        QCOMPARE(evenIndices(10, 20), twice);
        QCOMPARE(evenIndices(39, 20), everySecond);
        QCOMPARE(evenIndices(1, 3), (std::vector<int>{0, 0, 0}));
    }

    void evenIndicesKeepBothEndsAndNeverGoBack()
    {
        for (int n = 1; n <= 300; ++n)
            for (const int count : {2, 7, 20}) {
                const auto indices = evenIndices(n, count);
                QCOMPARE(indices.size(), static_cast<std::size_t>(count));
                QCOMPARE(indices.front(), 0);
                QCOMPARE(indices.back(), n - 1);
                QVERIFY(std::is_sorted(indices.begin(), indices.end()));
            }
    }

    void evenIndicesWantAFrameAndTwoSteps()
    {
        QVERIFY_EXCEPTION_THROWN(evenIndices(0, 20), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(evenIndices(5, 1), std::invalid_argument);
    }

    void foreignClassesAndShortSequencesAreLeftOutWithANote()
    {
        std::vector<SampleCandidate> list = candidates(4);
        list[1].label = "contempt";
        list[2].frames = 9;
        list[3].frames = 10;
        const SampleSet set = makeSamples(list, classes, evenPlan, 1);
        QCOMPARE(set.notes.size(), std::size_t(2));
        for (const Diagnostic& note : set.notes) QCOMPARE(note.severity, Diagnostic::Severity::Note);
        QVERIFY(set.notes[0].message.find("C1") != std::string::npos);
        QVERIFY(set.notes[0].message.find("contempt") != std::string::npos);
        QVERIFY(set.notes[1].message.find("9 frames") != std::string::npos);
        QCOMPARE(set.samples.size(), std::size_t(2)); // round(0.195 · 2) = 0 neutral samples
        QCOMPARE(set.samples[1].frames, evenIndices(10, 20));
        QCOMPARE(set.samples[1].label, 3);
        QCOMPARE(set.samples[1].id, std::string("C3"));
    }

    void neutralSamplesAreRepeatedFirstFrames_data()
    {
        QTest::addColumn<int>("kept");
        QTest::addColumn<int>("neutral");
        QTest::newRow("CK+ as in the paper") << 257 << 50;
        QTest::newRow("twenty subjects, seven emotions less contempt") << 120 << 23;
        QTest::newRow("many") << 1000 << 50;
        QTest::newRow("few") << 3 << 1;
        QTest::newRow("none") << 0 << 0;
    }

    void neutralSamplesAreRepeatedFirstFrames()
    {
        QFETCH(int, kept);
        QFETCH(int, neutral);
        const SampleSet set = makeSamples(candidates(kept), classes, evenPlan, 5);
        // What no table lists is said.
        QCOMPARE(set.notes.size(), std::size_t(neutral > 0 ? 1 : 0));
        if (neutral > 0) QVERIFY(set.notes[0].message.find(std::to_string(neutral) + " neutral samples") == 0);
        QCOMPARE(set.samples.size(), static_cast<std::size_t>(kept + neutral));
        const auto drawn = neutralOf(set);
        QCOMPARE(drawn.size(), static_cast<std::size_t>(neutral));
        std::set<std::string> ids;
        for (const Sample& sample : drawn) {
            QCOMPARE(sample.frames, std::vector<int>(20, 0));
            QCOMPARE(sample.id, sample.clip + "#neutral");
            const int i = std::stoi(sample.clip.substr(1));
            QCOMPARE(sample.subject, "S" + std::to_string(i % 9));
            ids.insert(sample.id);
        }
        QCOMPARE(ids.size(), drawn.size());
    }

    void theSeedDecidesWhichSequencesGiveNeutral()
    {
        const auto ids = [](std::uint64_t seed) {
            std::vector<std::string> names;
            for (const Sample& sample : neutralOf(makeSamples(candidates(100), classes, evenPlan, seed)))
                names.push_back(sample.id);
            return names;
        };
        QCOMPARE(ids(1), ids(1));
        QVERIFY(ids(1) != ids(2));
    }

    /// Temporal fusion specification, section 4.
    void trainingAndHeldOutSamplesMayDiffer()
    {
        using Rule = SamplingPlan::Rule;
        SamplingPlan plan{{Rule::Last, 5}, {Rule::Windows, 5, 1}, 15};
        auto list = candidates(3, 16);
        list[1].frames = 14;
        const SampleSet set = makeSamples(list, classes, plan, 1);
        QCOMPARE(set.notes.size(), std::size_t(1));
        QCOMPARE(set.samples.size(), std::size_t(2 * (1 + 12)));
        QCOMPARE(set.samples[0].id, std::string("C0"));
        QVERIFY(set.samples[0].use == Sample::Use::Training);
        QCOMPARE(set.samples[0].frames, (std::vector<int>{11, 12, 13, 14, 15}));
        QCOMPARE(set.samples[1].id, std::string("C0#1"));
        QVERIFY(set.samples[1].use == Sample::Use::Held);
        QCOMPARE(set.samples[12].id, std::string("C0#12"));
        QCOMPARE(set.samples[12].frames, (std::vector<int>{11, 12, 13, 14, 15}));

        const SamplingPlan pair = SamplingPlan::same({Rule::LateFusionPair}, 15);
        QCOMPARE(makeSamples(list, classes, pair, 1).samples[0].frames, (std::vector<int>{1, 15}));
    }

    /// MicroX specification, section 10.
    void segmentsAreSamplesOfTheirClip()
    {
        SamplingPlan::Choice choice{SamplingPlan::Rule::Segments, 10};
        choice.mostFrames = 40;
        std::vector<SampleCandidate> list = candidates(3);
        list[0].frames = 47;
        list[1].frames = 19;
        list[2].frames = 9;
        const SampleSet set = makeSamples(list, classes, SamplingPlan::same(choice, 10), 1);
        QCOMPARE(set.samples.size(), std::size_t(5));
        QCOMPARE(set.samples[3].id, std::string("C0#31"));
        QCOMPARE(set.samples[4].id, std::string("C1"));
        QVERIFY(set.samples[0].use == Sample::Use::Everywhere);
    }

    /// Valence/arousal specification, section 2.1.
    void peaksAreSamplesBesideTheNeutralFrame()
    {
        const SamplingPlan plan = SamplingPlan::same({SamplingPlan::Rule::NeutralAndPeaks, 1}, 1);
        std::vector<SampleCandidate> list = candidates(3, 12);
        list[1].frames = 1;
        list[2].label = "neutral";
        const SampleSet set = makeSamples(list, classes, plan, 1);
        QCOMPARE(set.samples.size(), std::size_t(4 + 1 + 3));
        QCOMPARE(set.samples[0].id, std::string("C0#neutral"));
        QCOMPARE(set.samples[0].label, 6);
        QCOMPARE(set.samples[3].frames, std::vector<int>{11});
        QCOMPARE(set.samples[4].id, std::string("C1"));
        for (std::size_t i = 5; i < 8; ++i) QCOMPARE(set.samples[i].label, 6);
    }

    void unitsAreThereWhereHalfOfTheCodedFramesHaveThem()
    {
        const float unknown = std::numeric_limits<float>::quiet_NaN();
        SampleCandidate coded{"V", "S1", {}, 6};
        coded.frameLabels.actionUnits[12] = {0, 1, unknown, unknown, unknown, unknown};
        coded.frameLabels.actionUnits[4] = {0, 0, 1, 3, unknown, 0};
        SampleCandidate whole{"W", "S2", {}, 5};
        whole.actionUnits = {{12, std::nullopt, 'B'}};
        const SampleSet set = makeSamples({coded, whole, {"X", "S3", "fear", 9}}, {"AU4", "AU12", "AU27"},
                                          SamplingPlan::same({SamplingPlan::Rule::Windows, 3, 3}, 1), 1, Task::Units);
        QCOMPARE(set.samples.size(), std::size_t(3));
        QCOMPARE(set.notes.size(), std::size_t(1));
        QCOMPARE(set.samples[0].targets[0], 0.f); // 1 of 3
        QCOMPARE(set.samples[0].targets[1], 1.f); // 1 of 2 coded
        QVERIFY(std::isnan(set.samples[0].targets[2]));
        QCOMPARE(set.samples[1].targets[0], 1.f); // 1 of 2 coded
        QVERIFY(std::isnan(set.samples[1].targets[1]));
        QCOMPARE(set.samples[2].frames, (std::vector<int>{2, 3, 4}));
        QCOMPARE(set.samples[2].targets, (std::vector<float>{0, 1, 0}));
        QCOMPARE(set.samples[2].label, -1);
    }

    /// Valence/arousal specification, section 2.2: −5 is not annotated; the target is the frame behind the window.
    void affectComesFromAnnotatedFramesOnly()
    {
        SampleCandidate film{"V", "S1", {}, 8};
        film.frameLabels.valence = {0.f, .1f, .2f, .3f, -5.f, .5f, .6f, .7f};
        film.frameLabels.arousal = {0.f, .1f, .2f, .3f, .4f, .5f, -5.f, .7f};
        const std::vector<std::string> outputs = {"valence", "arousal"};
        const auto plan = [](SamplingPlan::Rule rule, int length) { return SamplingPlan::same({rule, length, 1}, 1); };
        const auto frames =
            makeSamples({film}, outputs, plan(SamplingPlan::Rule::AnnotatedFrames, 1), 1, Task::Affect).samples;
        QCOMPARE(frames.size(), std::size_t(6));
        QCOMPARE(frames[4].id, std::string("V#6"));
        QCOMPARE(frames[4].targets, (std::vector<float>{.5f, .5f}));
        const auto windows =
            makeSamples({film}, outputs, plan(SamplingPlan::Rule::AnnotatedWindows, 3), 1, Task::Affect).samples;
        QCOMPARE(windows.size(), std::size_t(1));
        QCOMPARE(windows[0].frames, (std::vector<int>{0, 1, 2}));
        QCOMPARE(windows[0].targets, (std::vector<float>{.3f, .3f}));

        // Every third frame is trained on, every second is tested: frame 7 (from 1) is both, and no name comes twice.
        SamplingPlan strides = plan(SamplingPlan::Rule::AnnotatedFrames, 1);
        strides.training.stride = 3;
        strides.held.stride = 2;
        SampleCandidate dense{"D", "S1", {}, 8};
        dense.frameLabels.valence = dense.frameLabels.arousal = std::vector<float>(8, 0.5f);
        std::map<std::string, Sample::Use> uses;
        const auto shared = makeSamples({dense}, outputs, strides, 1, Task::Affect).samples;
        for (const Sample& sample : shared) uses[sample.id] = sample.use;
        using Use = Sample::Use;
        QCOMPARE(uses, (std::map<std::string, Use>{{"D#1", Use::Everywhere},
                                                   {"D#3", Use::Held},
                                                   {"D#4", Use::Training},
                                                   {"D#5", Use::Held},
                                                   {"D#7", Use::Everywhere}}));
        QCOMPARE(shared.size(), uses.size());

        // Pictures of a film whose frames 4 to 9 show no face: none of its windows reaches over them.
        SampleCandidate holes{"H", "S1", {}, 8};
        holes.frameLabels.valence = holes.frameLabels.arousal = {0.f, .1f, .2f, .3f, .4f, .5f, .6f, .7f};
        holes.frameLabels.numbers = {1, 2, 3, 10, 11, 12, 13, 14};
        const auto apart =
            makeSamples({holes}, outputs, plan(SamplingPlan::Rule::AnnotatedWindows, 3), 1, Task::Affect).samples;
        QCOMPARE(apart.size(), std::size_t(2));
        QCOMPARE(apart[0].frames, (std::vector<int>{3, 4, 5}));
        QCOMPARE(apart[0].targets, (std::vector<float>{.6f, .6f}));
        QCOMPARE(apart[1].frames, (std::vector<int>{4, 5, 6}));

        // Strides with a common divisor, annotated from frame 4 on: the first window serves both, wherever it begins.
        SamplingPlan common = plan(SamplingPlan::Rule::AnnotatedWindows, 3);
        common.training.stride = 4;
        common.held.stride = 2;
        SampleCandidate late{"L", "S1", {}, 12};
        late.frameLabels.valence = late.frameLabels.arousal = std::vector<float>(12, 0.5f);
        std::fill_n(late.frameLabels.valence.begin(), 3, -5.f);
        uses.clear();
        for (const Sample& sample : makeSamples({late}, outputs, common, 1, Task::Affect).samples)
            uses[sample.id] = sample.use;
        QCOMPARE(uses,
                 (std::map<std::string, Use>{{"L#4", Use::Everywhere}, {"L#6", Use::Held}, {"L#8", Use::Everywhere}}));

        SampleCandidate whole{"W", "S1", {}, 8};
        whole.valence = -0.25;
        whole.arousal = 0.5;
        const auto apex =
            makeSamples({whole}, outputs, plan(SamplingPlan::Rule::AnnotatedFrames, 1), 1, Task::Affect).samples;
        QCOMPARE(apex.size(), std::size_t(1));
        QCOMPARE(apex[0].frames, std::vector<int>{7});
        QCOMPARE(apex[0].targets, (std::vector<float>{-.25f, .5f}));
    }

    /// Spontaneous expressions go back to rest behind their apex.
    void sequencesEndAtACodedApex()
    {
        using Rule = SamplingPlan::Rule;
        SampleCandidate burst{"B", "S1", "anger", 80};
        burst.onset = 20;
        burst.apex = 58;
        const std::vector<std::string> emotions = {"anger"};
        const auto framesOf = [&](Rule rule, int length, int stride = 1) {
            return makeSamples({burst}, emotions, SamplingPlan::same({rule, length, stride}, 1), 1).samples;
        };
        const auto even = framesOf(Rule::Even, 20).front().frames;
        QCOMPARE(even.front(), 20);
        QCOMPARE(even.back(), 58);
        QCOMPARE(even[1], 22);
        QCOMPARE(framesOf(Rule::Last, 5).front().frames, (std::vector<int>{54, 55, 56, 57, 58}));
        QCOMPARE(framesOf(Rule::LateFusionPair, 2).front().frames.back(), 58);
        for (const Sample& window : framesOf(Rule::Windows, 10)) QVERIFY(window.frames.back() <= 58);
        QCOMPARE(framesOf(Rule::Segments, 10).back().frames.back(), 79); // of the whole clip

        burst.actionUnits = {{4, std::nullopt, 'B'}};
        const auto coded = makeSamples({burst}, {"AU4"}, SamplingPlan::same({Rule::Windows, 8, 4}, 1), 1, Task::Units);
        QCOMPARE(coded.samples.size(), std::size_t(1));
        QCOMPARE(coded.samples[0].frames.back(), 58);

        // A map is of the frames that were judged.
        for (const auto& [rule, length] : {std::pair(Rule::Even, 20), {Rule::Last, 5}, {Rule::LateFusionPair, 2}})
            QCOMPARE(samplesToPredict(burst, SamplingPlan::same({rule, length, 1}, 1)).front().frames,
                     framesOf(rule, length).front().frames);
        QCOMPARE(samplesToPredict(burst, SamplingPlan::same({Rule::Windows, 8, 4}, 1), Task::Units).front().frames,
                 coded.samples[0].frames);
        SampleCandidate early = burst;
        early.apex = 4;
        const auto none = makeSamples({early}, {"AU4"}, SamplingPlan::same({Rule::Windows, 8, 4}, 1), 1, Task::Units);
        QVERIFY(none.samples.empty());
        QVERIFY2(none.notes.front().message.find("only 5 frames up to its apex, fewer than 8") != std::string::npos,
                 none.notes.front().message.c_str());

        // Action units of films with missing pictures: their windows do not reach over the gap either.
        SampleCandidate holes{"H", "S1", {}, 8};
        holes.frameLabels.actionUnits = {{4, std::vector<float>(8, 1.f)}};
        holes.frameLabels.numbers = {1, 2, 3, 10, 11, 12, 13, 14};
        for (const Sample& window :
             makeSamples({holes}, {"AU4"}, SamplingPlan::same({Rule::Windows, 3, 1}, 1), 1, Task::Units).samples)
            QVERIFY(window.frames.back() < 3 || window.frames.front() >= 3);

        burst.apex = 400; // coded beyond the pictures that are there
        QCOMPARE(framesOf(Rule::Last, 5).front().frames.back(), 79);
        burst.apex.reset();
        QCOMPARE(framesOf(Rule::Even, 20).front().frames.front(), 0);
    }

    void foreignClipsAreSampledAsHeldOutOnes()
    {
        using Rule = SamplingPlan::Rule;
        const SamplingPlan windows{{Rule::Last, 5}, {Rule::Windows, 5, 1}, 15};
        QCOMPARE(samplesToPredict({"V", "S", {}, 16}, windows).size(), std::size_t(12));
        QVERIFY(samplesToPredict({"V", "S", {}, 14}, windows).empty());
        QCOMPARE(samplesToPredict({"V", "S", {}, 30}, evenPlan).front().id, std::string("V"));
        const auto affect = samplesToPredict({"V", "S", {}, 101}, SamplingPlan::same({Rule::AnnotatedWindows, 100}, 1));
        QCOMPARE(affect.size(), std::size_t(1)); // predicts the last frame
        QVERIFY(samplesToPredict({"V", "S", {}, 100}, SamplingPlan::same({Rule::AnnotatedWindows, 100}, 1)).empty());
        QCOMPARE(samplesToPredict({"V", "S", {}, 9}, SamplingPlan::same({Rule::NeutralAndPeaks, 1}, 1)).size(),
                 std::size_t(1));
    }

    void trainingPartsAreThinnedOutAlone()
    {
        std::vector<Sample> samples(40);
        Fold fold;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i].label = i < 30 ? 0 : 1;
            // Thirty in one bin, the others each in their own.
            samples[i].targets = i < 30 ? std::vector<float>{.51f, .51f}
                                        : std::vector<float>{-.9f + .1f * static_cast<float>(i - 30), .3f};
            (i % 4 == 3 ? fold.test : fold.train).push_back(i);
        }
        const auto balanced = [&](const SamplingPlan& plan, std::uint64_t seed) {
            std::vector<Fold> folds = {fold};
            balanceTraining(folds, samples, plan, seed);
            return folds[0];
        };
        SamplingPlan cap;
        cap.capPerClass = 5;
        const Fold capped = balanced(cap, 1);
        QCOMPARE(capped.test, fold.test);
        QCOMPARE(capped.train.size(), std::size_t(5 + 5));
        QVERIFY(std::includes(fold.train.begin(), fold.train.end(), capped.train.begin(), capped.train.end()));
        QVERIFY(balanced(cap, 2).train != capped.train);
        SamplingPlan subset;
        subset.affectSubset = 1; // the fullest bin is never drawn
        for (const std::size_t i : balanced(subset, 1).train) QVERIFY(i >= 30);
        QCOMPARE(balanced(subset, 1).train, balanced(subset, 1).train);
        subset.affectRatio = true; // C = the fullest bin keeps everything
        QCOMPARE(balanced(subset, 1).train, fold.train);
        QCOMPARE(balanced(SamplingPlan(), 1).train, fold.train);
    }

    void nothingIsDrawnWhereNeutralIsLabelledOrUnknown()
    {
        auto labelled = candidates(100);
        labelled[0].label = "neutral";
        QCOMPARE(neutralOf(makeSamples(labelled, classes, evenPlan, 1)).size(), std::size_t(1));
        const std::vector<std::string> six(classes.begin(), classes.end() - 1);
        QCOMPARE(makeSamples(candidates(100), six, evenPlan, 1).samples.size(), std::size_t(100));
    }
};

QTEST_GUILESS_MAIN(TestSampling)
#include "test_sampling.moc"

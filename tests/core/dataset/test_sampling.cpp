// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sampling.h"

#include <QTest>

#include <algorithm>
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

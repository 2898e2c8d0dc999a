// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_shuffle.h"
#include "core/eval/voting.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace mien;

namespace {

/// Windows of `count` clips, which differ in number: trained on once, held out one to five times.
std::vector<Sample> windows(int count)
{
    std::vector<Sample> samples;
    for (int c = 0; c < count; ++c) {
        const std::string clip = "C" + std::to_string(c);
        samples.push_back({clip, clip, "S", c % 6, {0}, Sample::Use::Training, {}});
        for (int w = 0; w <= c % 5; ++w)
            samples.push_back({clip + "#" + std::to_string(w + 1), clip, "S", c % 6, {w}, Sample::Use::Held, {}});
    }
    return samples;
}

/// The course of one target over a clip: `from`, `from` + 1, …
void addCourse(std::vector<Sample>& samples, const std::string& clip, float from, int length)
{
    for (int k = 0; k < length; ++k)
        samples.push_back({clip + "#" + std::to_string(k),
                           clip,
                           "S",
                           -1,
                           {k},
                           Sample::Use::Everywhere,
                           {from + static_cast<float>(k)}});
}

} // namespace

class TestLabelShuffle : public QObject
{
    Q_OBJECT

private slots:
    void allSamplesOfAClipGetOneLabel()
    {
        const auto before = windows(60);
        const auto after = withShuffledLabels(before, 1);
        QCOMPARE(after.size(), before.size());
        std::map<std::string, std::set<int>> labels;
        std::map<int, int> clipsOfLabel;
        int changed = 0;
        for (std::size_t i = 0; i < after.size(); ++i) {
            QCOMPARE(after[i].id, before[i].id);
            labels[after[i].clip].insert(after[i].label);
            changed += after[i].label != before[i].label;
        }
        for (const auto& [clip, some] : labels) {
            QCOMPARE(some.size(), std::size_t(1));
            ++clipsOfLabel[*some.begin()];
        }
        for (int label = 0; label < 6; ++label) QCOMPARE(clipsOfLabel[label], 10); // only the places change
        QVERIFY(changed > static_cast<int>(before.size()) / 2);
    }

    void aVoteCountsAsManyClipsAsWithoutTheControl()
    {
        const auto samples = withShuffledLabels(windows(60), 1);
        std::vector<Prediction> predictions;
        std::map<std::string, std::string> clipOf;
        for (const Sample& sample : samples) {
            if (sample.use != Sample::Use::Held) continue;
            clipOf[sample.id] = sample.clip;
            Prediction prediction;
            prediction.sample = sample.id;
            prediction.truth = sample.label;
            prediction.probabilities = prediction.logits = {0.5, 0.5, 0, 0, 0, 0};
            predictions.push_back(prediction);
        }
        QCOMPARE(votedByClip(predictions, clipOf, Vote::Sum).size(), std::size_t(60));
    }

    /// A still of each clip as neutral and three of its peak: as many samples of each class as before.
    void clipsOfSeveralLabelsKeepTheSharesOfTheClasses()
    {
        std::vector<Sample> samples;
        for (int c = 0; c < 20; ++c) {
            const std::string clip = "C" + std::to_string(c);
            samples.push_back({clip + "#neutral", clip, "S", 0, {0}, Sample::Use::Everywhere, {}});
            for (int k = 7; k < 10; ++k)
                samples.push_back(
                    {clip + "#" + std::to_string(k + 1), clip, "S", 1 + c % 2, {k}, Sample::Use::Everywhere, {}});
        }
        const auto after = withShuffledLabels(samples, 3);
        std::map<int, int> count;
        int changed = 0;
        for (std::size_t i = 0; i < after.size(); ++i) {
            ++count[after[i].label];
            changed += after[i].label != samples[i].label;
        }
        QCOMPARE(count, (std::map<int, int>{{0, 20}, {1, 30}, {2, 30}}));
        QVERIFY(changed > 30);
    }

    void targetsChangePlacesAsWholeCourses()
    {
        std::vector<Sample> samples;
        addCourse(samples, "A", 0, 4);
        addCourse(samples, "B", 100, 8);
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const auto after = withShuffledLabels(samples, seed);
            if (after.front().targets == samples.front().targets) continue; // this seed leaves both where they are
            // Wherever it begins, the other course is gone through in its order, at its own pace, and turned round.
            const auto place = [&](std::size_t k) { return static_cast<std::size_t>(after[k].targets[0]); };
            for (std::size_t k = 0; k < 4; ++k) QCOMPARE(place(k), 100 + (place(0) - 100 + 2 * k) % 8);
            for (std::size_t k = 0; k < 8; ++k) QCOMPARE(place(4 + k), (place(4) + k / 2) % 4);
            return;
        }
        QFAIL("no seed of eight lets two clips change places");
    }

    /// Courses that all rise: where in its clip a sample lies says nothing of its new target.
    void coursesAreNotAligned()
    {
        std::vector<Sample> samples;
        for (int c = 0; c < 400; ++c) addCourse(samples, "C" + std::to_string(c), 0, 10);
        const auto after = withShuffledLabels(samples, 2);
        double sum = 0;
        for (std::size_t i = 0; i < after.size(); ++i)
            sum += (static_cast<double>(i % 10) - 4.5) * (static_cast<double>(after[i].targets[0]) - 4.5);
        // Pearson's r: 1 before; 0 ± 0.05 over 400 turns.
        QVERIFY(std::abs(sum / (8.25 * static_cast<double>(after.size()))) < 0.15);
    }

    void theSameSeedShufflesAlike()
    {
        const auto labels = [](const std::vector<Sample>& samples) {
            std::vector<int> all;
            for (const Sample& sample : samples) all.push_back(sample.label);
            return all;
        };
        QCOMPARE(labels(withShuffledLabels(windows(60), 5)), labels(withShuffledLabels(windows(60), 5)));
        QVERIFY(labels(withShuffledLabels(windows(60), 5)) != labels(withShuffledLabels(windows(60), 6)));
    }
};

QTEST_GUILESS_MAIN(TestLabelShuffle)
#include "test_label_shuffle.moc"

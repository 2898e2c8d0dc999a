// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/project/run_comparison.h"
#include "core/project/run_timing.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>
#include <stdexcept>

using namespace mien;

namespace {

const std::vector<std::string> classes = {"anger", "fear", "happiness"};

/// 12 people of 6 clips in 4 folds; right with probability `skill`.
ComparedRun runOf(const std::string& name, double skill, std::uint64_t seed)
{
    ComparedRun run{name, {}, classes, {}, {}};
    Random random(seed);
    for (int s = 0; s < 12; ++s)
        for (int c = 0; c < 6; ++c) {
            Prediction p;
            p.subject = "S" + std::to_string(s);
            p.sample = p.subject + "_" + std::to_string(c);
            p.fold = s % 4 + 1;
            p.truth = c % 3;
            p.probabilities.assign(3, 0.2);
            const int answer = random.chance(skill) ? p.truth : (p.truth + 1) % 3;
            p.probabilities[static_cast<std::size_t>(answer)] = 0.6;
            run.predictions.push_back(p);
            for (int fold = 1; fold <= 4; ++fold)
                run.splits.push_back({p.sample, p.subject, fold, fold == p.fold ? "test" : "train"});
        }
    return run;
}

std::string refusal(const std::function<void(ComparedRun&)>& change)
{
    ComparedRun second = runOf("second", 0.8, 2);
    change(second);
    const auto result = compareRuns({runOf("first", 0.8, 1), second});
    return result ? "compared" : result.error().message();
}

} // namespace

class TestRunComparison : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void aRunEqualsItself()
    {
        const ComparedRun run = runOf("run", 0.7, 1);
        const auto result = compareRuns({run, run});
        QVERIFY(result);
        const PairedComparison& figures = result->front().figures;
        QCOMPARE(figures.difference, 0.0);
        QCOMPARE(figures.mcNemar.p, 1.0);
        QCOMPARE(figures.mcNemar.midP, 1.0);
        QCOMPARE(figures.resampledT.p, 1.0);
        QCOMPARE(figures.interval.low, 0.0);
        QCOMPARE(figures.interval.high, 0.0);
        QCOMPARE(figures.samples, 72L);
        QCOMPARE(figures.subjects, 12L);
        QVERIFY(result->front().notes.empty());
    }

    void aBetterRunIsSeenByAllThree()
    {
        const auto result = compareRuns({runOf("bad", 0.35, 1), runOf("good", 0.95, 2)});
        QVERIFY(result);
        const PairedComparison& figures = result->front().figures;
        QVERIFY(figures.difference > 0.4);
        QVERIFY(figures.interval.low > 0.2 && figures.interval.low < figures.difference);
        QVERIFY(figures.mcNemar.p < 1e-6 && figures.resampledT.p < 0.05);
        QCOMPARE(figures.bothRight + figures.bothWrong + figures.mcNemar.onlyFirst + figures.mcNemar.onlySecond, 72L);
        QVERIFY(std::abs(figures.difference - (figures.secondAccuracy - figures.firstAccuracy)) < 1e-12);
        QVERIFY(std::abs(figures.resampledT.mean - figures.difference) < 1e-12); // folds are of one size
    }

    /// The control of the tests themselves: equally good runs differ by luck, at most about as often as p says.
    void luckIsRarelyTakenForADifference()
    {
        int mcNemar = 0, resampledT = 0;
        constexpr int pairs = 100;
        for (int i = 0; i < pairs; ++i) {
            const auto seed = static_cast<std::uint64_t>(2 * i);
            const auto result = compareRuns({runOf("a", 0.7, seed + 1), runOf("b", 0.7, seed + 2)});
            QVERIFY(result);
            mcNemar += result->front().figures.mcNemar.p < 0.05;
            resampledT += result->front().figures.resampledT.p < 0.05;
        }
        QVERIFY2(mcNemar <= 8, qPrintable(QString::number(mcNemar)));
        QVERIFY2(resampledT <= 8, qPrintable(QString::number(resampledT)));
    }

    void severalRunsAreAdjustedForTheirNumber()
    {
        const auto result = compareRuns({runOf("a", 0.5, 1), runOf("b", 0.9, 2), runOf("c", 0.5, 3)});
        QVERIFY(result);
        QCOMPARE(result->size(), std::size_t{2});
        QCOMPARE((*result)[0].mcNemarHolm, std::min(1.0, 2 * (*result)[0].figures.mcNemar.p));
        QCOMPARE((*result)[1].second, std::string("c"));
        QVERIFY_EXCEPTION_THROWN((void)compareRuns({runOf("a", 0.5, 1)}), std::invalid_argument);
    }

    /// A network that votes is trained on one window of a clip and asked about many: that is no larger test.
    void windowsOfAClipAreOneClip()
    {
        const ComparedRun first = runOf("first", 0.5, 1), second = runOf("second", 0.9, 2);
        ComparedRun voting = second;
        voting.splits.clear();
        for (const SplitRow& row : second.splits)
            for (int w = 1; w <= (row.role == "test" ? 9 : 1); ++w)
                voting.splits.push_back({row.role == "test" ? row.sample + "#" + std::to_string(w) : row.sample,
                                         row.subject, row.fold, row.role});
        const auto plain = compareRuns({first, second}), voted = compareRuns({first, voting}),
                   turned = compareRuns({voting, first});
        QVERIFY(plain && voted && turned);
        const ResampledT& expected = plain->front().figures.resampledT;
        QCOMPARE(voted->front().figures.resampledT.p, expected.p);
        QCOMPARE(turned->front().figures.resampledT.p, expected.p);
        QCOMPARE(turned->front().figures.resampledT.t, -expected.t);
        QVERIFY(voted->front().notes.empty());
    }

    void valenceAndArousalArePairedBySubjects()
    {
        const auto run = [](const char* name, double noise) {
            ComparedRun made = runOf(name, 0.5, 1);
            made.classes = {"valence", "arousal"};
            Random random(7);
            for (Prediction& p : made.predictions) {
                p.truth = -1;
                p.targets = {random.uniform(-1, 1), random.uniform(-1, 1)};
                p.probabilities = {p.targets[0] + noise * random.uniform(-1, 1),
                                   p.targets[1] + noise * random.uniform(-1, 1)};
            }
            return made;
        };
        const auto compared = compareRuns({run("rough", 1.2), run("fine", 0.2)});
        QVERIFY2(compared, compared ? "" : compared.error().message().c_str());
        const auto& spreads = compared->front().spreads;
        QCOMPARE(spreads.size(), std::size_t(4));
        QVERIFY(spreads[0].difference.low > 0 && spreads[2].difference.high < 0); // more concordance, less error
        QCOMPARE(compared->front().samples, static_cast<long>(run("fine", 0.2).predictions.size()));
        QVERIFY(compared->front().subjects > 2);
        QVERIFY(compared->front().notes.back().find("subjects the intervals are rather too short") !=
                std::string::npos);
        // Of several comparisons each interval is wider, so that all hold together.
        const auto several = compareRuns({run("rough", 1.2), run("fine", 0.2), run("finer", 0.1), run("finest", 0.05)});
        QVERIFY(several);
        const Interval &alone = spreads[0].difference, &together = several->front().spreads[0].difference;
        QVERIFY(together.high - together.low > alone.high - alone.low);
        ComparedRun other = run("fine", 0.2);
        other.predictions[3].targets[0] += 0.1;
        QVERIFY(compareRuns({run("rough", 1.2), other}).error().message().find("other targets") != std::string::npos);
        const auto mixed = compareRuns({run("rough", 1.2), runOf("classes", 0.5, 1)});
        QVERIFY(!mixed);
    }

    void whatDoesNotPairIsRefusedInWords()
    {
        const auto says = [](const std::string& message, const char* words) {
            return message.find(words) != std::string::npos;
        };
        QVERIFY(says(refusal([](ComparedRun& r) { r.predictions.pop_back(); }), "(72 and 71, 71 of them shared)"));
        QVERIFY(says(refusal([](ComparedRun& r) { r.predictions[0].sample = "new"; }), "71 of them shared"));
        QVERIFY(says(refusal([](ComparedRun& r) { r.predictions[0].fold = 2; }), "in other folds"));
        QVERIFY(says(refusal([](ComparedRun& r) { r.predictions[0].truth = 1; }),
                     "another truth of the clip 'S0_0': 'anger' and 'fear'"));
        QVERIFY(says(refusal([](ComparedRun& r) { r.predictions[1] = r.predictions[0]; }), "listed twice"));
        QVERIFY(says(refusal([](ComparedRun& r) {
                         for (Prediction& p : r.predictions) p.probabilities.clear();
                     }),
                     "no clip with a truth and two answers"));
        QCOMPARE(refusal([](ComparedRun& r) {
                     r.config.control = "shuffled_labels";
                     r.predictions[0].truth = 1;
                 }),
                 std::string("compared"));
    }

    void classesInAnotherOrderAreTheSame()
    {
        const ComparedRun first = runOf("a", 0.8, 1);
        ComparedRun second = first;
        std::swap(second.classes[0], second.classes[2]);
        for (Prediction& p : second.predictions) {
            p.truth = p.truth == 0 ? 2 : p.truth == 2 ? 0 : 1;
            std::swap(p.probabilities[0], p.probabilities[2]);
        }
        const auto result = compareRuns({first, second});
        QVERIFY(result);
        QCOMPARE(result->front().figures.mcNemar.p, 1.0);
    }

    void notesSayWhatWouldMislead()
    {
        ComparedRun second = runOf("b", 0.8, 2);
        second.config.control = "shuffled_labels";
        second.config.selectOn = "test";
        second.config.datasets = {{"/elsewhere", {}, {}}};
        second.splits.erase(second.splits.begin() + 1);
        const auto result = compareRuns({runOf("a", 0.8, 1), second});
        QVERIFY(result);
        std::string all;
        for (const std::string& note : result->front().notes) all += note + "\n";
        for (const char* words : {"b is a control run with shuffled labels", "b chose its epoch",
                                  "other dataset folders", "learned from other clips"})
            QVERIFY2(all.find(words) != std::string::npos, all.c_str());
    }

    void withoutSubjectsThereIsNoInterval()
    {
        ComparedRun first = runOf("a", 0.8, 1);
        first.predictions[3].subject.clear();
        const auto result = compareRuns({first, runOf("b", 0.8, 2)});
        QVERIFY(result && !result->front().figures.interval.isComputed());
        QCOMPARE(result->front().figures.subjects, 0L);
    }

    void runsThatAreNotDoneAreRefused()
    {
        const auto folder = std::filesystem::path(m_folder.path().toStdString()) / "unfinished";
        QVERIFY(files::ensureFolder(folder));
        QVERIFY(!readComparedRun(folder));
        QVERIFY(RunFolder(folder).writeConfig({}));
        const auto run = readComparedRun(folder);
        QVERIFY(!run && run.error().message().find("no held-out predictions yet") != std::string::npos);
    }

    void timesAreOfFoldsAndSubjects()
    {
        const auto folder = std::filesystem::path(m_folder.path().toStdString()) / "timed";
        QVERIFY(files::ensureFolder(folder));
        const RunFolder run(folder);
        QCOMPARE(runTiming(run).value().folds, 0);
        QVERIFY(std::isnan(runTiming(run).value().secondsPerSubject));
        QVERIFY(run.writePredictions(runOf("", 1, 1).predictions, classes));
        QVERIFY(files::writeAtomically(folder / "timing.csv", "fold,epoch,seconds,samples_per_second\n1,1,2.5,\n"
                                                              "2,1,1,10\n1,2,3.5,9\n9,1,100,1\n"));
        const auto timing = runTiming(run);
        QVERIFY(timing);
        QCOMPARE(timing->folds, 2);
        QCOMPARE(timing->subjects, 6);
        QCOMPARE(timing->secondsPerFold, 3.5);
        QCOMPARE(timing->secondsPerSubject, 7.0 / 6);
        QVERIFY(files::writeAtomically(folder / "timing.csv", "fold,epoch,seconds\n1,1,long\n"));
        QVERIFY(!runTiming(run) && runTiming(run).error().message().find("line 2") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRunComparison)
#include "test_run_comparison.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/eval/run_report.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace mien;

namespace {

constexpr std::size_t units = 4;

/// 12 people of 9 samples in 3 folds, answered better than by chance; some units are not coded, scores have ties.
std::vector<Prediction> unitAnswers()
{
    Random random(3);
    std::vector<Prediction> predictions;
    for (int i = 0; i < 108; ++i) {
        Prediction p;
        p.subject = "S" + std::to_string(i / 9);
        p.sample = std::to_string(i);
        p.fold = i / 9 % 3 + 1;
        for (std::size_t u = 0; u < units; ++u) {
            const bool present = random.chance(0.3);
            p.targets.push_back(random.chance(0.1) ? notComputed : present ? 1 : 0);
            p.probabilities.push_back(std::round(10 * (0.4 * random.uniform(0, 1) + (present ? 0.4 : 0.2))) / 10);
        }
        predictions.push_back(std::move(p));
    }
    return predictions;
}

std::vector<Prediction> affectAnswers()
{
    Random random(5);
    std::vector<Prediction> predictions = unitAnswers();
    for (Prediction& p : predictions) {
        p.targets = {random.uniform(-1, 1), random.chance(0.1) ? notComputed : random.uniform(-1, 1)};
        p.probabilities = {0.6 * p.targets[0] + random.uniform(-0.3, 0.3), random.uniform(-0.5, 0.5)};
    }
    return predictions;
}

std::vector<std::string> outputsOf(Task task)
{
    return task == Task::Units ? std::vector<std::string>{"AU1", "AU2", "AU4", "AU6"}
                               : std::vector<std::string>{"valence", "arousal"};
}

double figure(const RunReport& report, const std::string& name)
{
    for (const auto& [known, value] : scalarFigures(report))
        if (known == name) return value;
    return notComputed;
}

} // namespace

class TestSpread : public QObject
{
    Q_OBJECT

private slots:
    void foldsAndPeopleAreThoseOfThePooledFigure_data()
    {
        QTest::addColumn<bool>("areUnits");
        QTest::newRow("units") << true;
        QTest::newRow("affect") << false;
    }

    /// Against the pooled figures of the folds alone, and of samples that are repeated as their people were drawn.
    void foldsAndPeopleAreThoseOfThePooledFigure()
    {
        QFETCH(bool, areUnits);
        const Task task = areUnits ? Task::Units : Task::Affect;
        const auto predictions = areUnits ? unitAnswers() : affectAnswers();
        const auto outputs = outputsOf(task);
        const auto spreads = spreadsOf(task, predictions, outputs.size());
        QCOMPARE(spreads.size(), areUnits ? std::size_t(2) : std::size_t(4));
        std::map<std::string, std::vector<Prediction>> people;
        for (const Prediction& p : predictions) people[p.subject].push_back(p);
        std::vector<std::vector<Prediction>> subjects;
        for (const auto& [name, own] : people) subjects.push_back(own);
        BootstrapOptions few;
        few.resamples = 40;
        const auto drawnFew = spreadsOf(task, predictions, outputs.size(), few);
        for (std::size_t s = 0; s < spreads.size(); ++s) {
            double sum = 0, squares = 0;
            QCOMPARE(spreads[s].folds.size(), std::size_t(3));
            for (const auto& [fold, value] : spreads[s].folds) {
                std::vector<Prediction> alone;
                for (const Prediction& p : predictions)
                    if (p.fold == fold) alone.push_back(p);
                QVERIFY(std::abs(value - figure(reportOf(task, alone, outputs), spreads[s].name)) < 1e-9);
                sum += value;
            }
            QVERIFY(std::abs(spreads[s].mean - sum / 3) < 1e-12);
            for (const auto& [fold, value] : spreads[s].folds) squares += std::pow(value - sum / 3, 2);
            QVERIFY(std::abs(spreads[s].deviation - std::sqrt(squares / 2)) < 1e-12);

            const auto repeated = [&](std::span<const std::size_t> drawn, std::span<double> values) {
                std::vector<Prediction> all;
                for (const std::size_t d : drawn) all.insert(all.end(), subjects[d].begin(), subjects[d].end());
                for (Prediction& p : all) p.subject.clear(); // no intervals within intervals
                values[0] = figure(reportOf(task, all, outputs), spreads[s].name);
            };
            const Interval expected = bootstrapIntervals(subjects.size(), 1, repeated, few).front();
            QVERIFY(std::abs(drawnFew[s].interval.low - expected.low) < 1e-9);
            QVERIFY(std::abs(drawnFew[s].interval.high - expected.high) < 1e-9);
            const double pooled = figure(reportOf(task, predictions, outputs), spreads[s].name);
            QVERIFY(spreads[s].interval.low < pooled && pooled < spreads[s].interval.high);
        }
    }

    void aPairIsTheSameTwiceOrOneBetterThanTheOther()
    {
        const auto good = unitAnswers();
        auto bad = good;
        Random random(8);
        for (Prediction& p : bad)
            for (double& probability : p.probabilities) probability = random.uniform(0, 1);
        for (const PairedSpread& same : pairedSpreads(Task::Units, good, good, units)) {
            QCOMPARE(same.first, same.second);
            QCOMPARE(same.difference.low, 0.0);
            QCOMPARE(same.difference.high, 0.0);
        }
        const PairedSpread map = pairedSpreads(Task::Units, good, bad, units).front();
        QCOMPARE(map.first, figure(reportOf(Task::Units, good, outputsOf(Task::Units)), "map"));
        QCOMPARE(map.second, figure(reportOf(Task::Units, bad, outputsOf(Task::Units)), "map"));
        QVERIFY(map.difference.high < 0 && map.difference.low < map.second - map.first);
        auto others = bad;
        for (Prediction& p : others) p.subject += "x";
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, pairedSpreads(Task::Units, good, others, units));
    }

    void noIntervalWithoutNamesOrWithTwoPeople()
    {
        auto predictions = unitAnswers();
        for (Prediction& p : predictions) p.subject = p.subject == "S0" ? "A" : "B";
        QVERIFY(!spreadsOf(Task::Units, predictions, units).front().interval.isComputed());
        for (Prediction& p : predictions) p.subject.clear();
        const auto spreads = spreadsOf(Task::Units, predictions, units);
        QVERIFY(!spreads.front().interval.isComputed() && spreads.front().mean > 0);
        QVERIFY(spreadsOf(Task::Units, {}, units).empty());
    }

    void oneFoldHasNoDeviationAndNoPositivesNoFigure()
    {
        auto predictions = unitAnswers();
        for (Prediction& p : predictions) {
            p.fold = 1;
            for (double& target : p.targets) target = 0;
        }
        for (const Spread& spread : spreadsOf(Task::Units, predictions, units))
            QVERIFY(std::isnan(spread.deviation) && std::isnan(spread.mean) && !spread.interval.isComputed());
    }

    void theFiguresAreNamedForTheSummary()
    {
        const RunReport report = reportOf(Task::Affect, affectAnswers(), outputsOf(Task::Affect));
        for (const char* name : {"ccc_valence_mean", "ccc_valence_std", "rmse_arousal_low", "rmse_arousal_high"})
            QVERIFY2(!std::isnan(figure(report, name)), name);
    }
};

QTEST_GUILESS_MAIN(TestSpread)
#include "test_spread.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tests of significance, agreement and intervals against SciPy, statsmodels and published examples.
#include "core/base/random.h"
#include "core/eval/agreement.h"
#include "core/eval/bootstrap.h"
#include "core/eval/correlation.h"
#include "core/eval/distributions.h"
#include "core/eval/paired_tests.h"
#include "core/eval/subject_figures.h"
#include "tests/core/eval/reference_data.h"

#include <QTest>

#include <stdexcept>

using namespace mien;
using namespace mien::test;
using namespace Qt::StringLiterals;

namespace {

/// People differ by more than their clips do.
struct Study
{
    std::vector<std::vector<double>> clips; ///< by subject: 1 = right

    Study(Random& random, int subjects, int clipsOfEach)
    {
        for (int s = 0; s < subjects; ++s) {
            const double skill = random.uniform(0.2, 1.0); // mean 0.6
            clips.emplace_back();
            for (int c = 0; c < clipsOfEach; ++c) clips.back().push_back(random.chance(skill) ? 1 : 0);
        }
    }
    Study byClip() const
    {
        Study loose = *this;
        loose.clips.clear();
        for (const auto& subject : clips)
            for (const double c : subject) loose.clips.push_back({c});
        return loose;
    }
    Interval interval(std::uint64_t seed) const
    {
        const auto statistic = [this](std::span<const std::size_t> drawn, std::span<double> values) {
            std::vector<double> means;
            for (const std::size_t s : drawn) means.push_back(meanOf(clips[s]));
            values[0] = meanOf(means);
        };
        return bootstrapIntervals(clips.size(), 1, statistic, {.resamples = 400, .seed = seed}).front();
    }
};

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT

private slots:
    void tailsEqualScipy()
    {
        const QJsonObject reference = referenceData();
        QCOMPARE(reference[u"student"_s].toArray().size(), 56);
        for (const QJsonValue& one : reference[u"student"_s].toArray()) {
            const double p = studentTwoSided(one[u"t"_s].toDouble(), one[u"df"_s].toInt());
            VERIFY_NEAR(p, one[u"p"_s]);
            QVERIFY(std::abs(p - one[u"p"_s].toDouble()) <= 1e-11 * p); // far out in the tail, too
            QCOMPARE(studentTwoSided(-one[u"t"_s].toDouble(), one[u"df"_s].toInt()), p);
        }
        for (const QJsonValue& one : reference[u"binomial"_s].toArray()) {
            const long k = one[u"k"_s].toInteger(), n = one[u"n"_s].toInteger();
            VERIFY_NEAR(fairBinomialTail(k, n), one[u"tail"_s]);
            VERIFY_NEAR(fairBinomialMass(k, n), one[u"mass"_s]);
        }
        QVERIFY(std::isnan(studentTwoSided(notComputed, 4)) && std::isnan(studentTwoSided(1, 0)));
        QCOMPARE(fairBinomialTail(-1, 4), 0.0);
    }

    void mcNemarEqualsStatsmodels()
    {
        const QJsonArray cases = referenceData()[u"mcnemar"_s].toArray();
        QCOMPARE(cases.size(), 9);
        for (const QJsonValue& one : cases) {
            const McNemar test = mcNemar(one[u"b"_s].toInteger(), one[u"c"_s].toInteger());
            VERIFY_NEAR(test.p, one[u"p"_s]);
            VERIFY_NEAR(test.midP, one[u"mid_p"_s]);
        }
        QVERIFY_EXCEPTION_THROWN(mcNemar(-1, 2), std::invalid_argument);
    }

    /// Fagerland, Lydersen & Laake 2013, table 1: airway hyper-responsiveness before and after transplantation, 1
    /// against 7 discordant children; exact conditional p = 0.070, mid-p = 0.039.
    void mcNemarOfTheLiterature()
    {
        QCOMPARE(std::round(1000 * mcNemar(1, 7).p), 70.0);
        QCOMPARE(std::round(1000 * mcNemar(1, 7).midP), 39.0);
    }

    void resampledTEqualsScipy()
    {
        const QJsonArray cases = referenceData()[u"resampled_t"_s].toArray();
        QCOMPARE(cases.size(), 4);
        for (const QJsonValue& one : cases) {
            const auto test = correctedResampledT(numbers(one[u"differences"_s]), one[u"ratio"_s].toDouble());
            VERIFY_NEAR(test.t, one[u"t"_s]);
            VERIFY_NEAR(test.p, one[u"p"_s]);
        }
        const auto none = correctedResampledT(std::vector<double>(5, 0.0), 0.25);
        QCOMPARE(none.p, 1.0);
        const auto constant = correctedResampledT(std::vector<double>(5, 0.1), 0.25);
        QVERIFY(std::isnan(constant.p) && std::isnan(constant.t));
        QCOMPARE(constant.deviation, 0.0);
        QVERIFY(std::isnan(correctedResampledT(std::vector<double>{0.1}, 0.25).p));
        QCOMPARE(correctedResampledT(std::vector<double>{0.1}, 0.25).mean, 0.1);
        QVERIFY(std::isnan(correctedResampledT({}, 0.25).mean));
        QVERIFY(std::isnan(correctedResampledT(std::vector<double>{0.1, 0.2}, 0).p));
    }

    /// The correction is there because the plain test is too sure: it must make p larger.
    void correctionMakesTheTestMoreCareful()
    {
        const std::vector<double> differences = {0.02, 0.05, 0.01, 0.04, 0.06};
        QVERIFY(correctedResampledT(differences, 0.25).p > correctedResampledT(differences, 1e-12).p);
    }

    void holmEqualsStatsmodels()
    {
        const QJsonObject reference = referenceData()[u"holm"_s].toObject();
        const auto expected = numbers(reference[u"adjusted"_s]);
        auto p = numbers(reference[u"p"_s]);
        p.insert(p.begin() + 2, notComputed);
        auto adjusted = holmAdjusted(p);
        QVERIFY(std::isnan(adjusted[2]));
        adjusted.erase(adjusted.begin() + 2);
        for (std::size_t i = 0; i < expected.size(); ++i) VERIFY_NEAR(adjusted[i], expected[i]);
    }

    /// Shrout & Fleiss 1979, tables 2 and 4: six targets, four judges.
    void intraclassCorrelationsOfShroutAndFleiss()
    {
        const auto icc = intraclassCorrelation(
            {{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}});
        const auto printed = [](double v) { return std::round(100 * v) / 100; };
        QCOMPARE(printed(icc.oneWaySingle), 0.17);
        QCOMPARE(printed(icc.randomSingle), 0.29);
        QCOMPARE(printed(icc.fixedSingle), 0.71);
        QCOMPARE(printed(icc.oneWayAverage), 0.44);
        QCOMPARE(printed(icc.randomAverage), 0.62);
        QCOMPARE(printed(icc.fixedAverage), 0.91);
        QCOMPARE(icc.targets, 6L);
        QCOMPARE(icc.judges, 4L);
    }

    void intraclassCorrelationsEqualStatsmodels()
    {
        const QJsonArray cases = referenceData()[u"intraclass"_s].toArray();
        QCOMPARE(cases.size(), 2);
        for (const QJsonValue& one : cases) {
            std::vector<std::vector<double>> ratings;
            for (const QJsonValue& row : one[u"ratings"_s].toArray()) ratings.push_back(numbers(row));
            ratings.push_back(std::vector<double>(ratings.front().size(), notComputed));
            const auto icc = intraclassCorrelation(ratings);
            QCOMPARE(icc.leftOut, 1L);
            VERIFY_NEAR(icc.oneWaySingle, one[u"icc11"_s], 1e-11);
            VERIFY_NEAR(icc.randomSingle, one[u"icc21"_s], 1e-11);
            VERIFY_NEAR(icc.fixedSingle, one[u"icc31"_s], 1e-11);
            VERIFY_NEAR(icc.oneWayAverage, one[u"icc1k"_s], 1e-11);
            VERIFY_NEAR(icc.randomAverage, one[u"icc2k"_s], 1e-11);
            VERIFY_NEAR(icc.fixedAverage, one[u"icc3k"_s], 1e-11);
        }
    }

    void agreementAboutNothingIsNotComputed()
    {
        QVERIFY(std::isnan(intraclassCorrelation({}).fixedSingle));
        QVERIFY(std::isnan(intraclassCorrelation({{1, 2}}).fixedSingle));
        QVERIFY(std::isnan(intraclassCorrelation({{1}, {2}}).fixedSingle));
        QVERIFY(std::isnan(intraclassCorrelation({{3, 3}, {3, 3}}).randomSingle));
        QVERIFY_EXCEPTION_THROWN(intraclassCorrelation({{1, 2}, {1}}), std::invalid_argument);
    }

    void intervalsRepeatFromTheirSeed()
    {
        Random random(3);
        const Study study(random, 12, 8);
        const Interval a = study.interval(1), b = study.interval(1), c = study.interval(2);
        QVERIFY(a.isComputed() && a.low < a.high);
        QCOMPARE(a.low, b.low);
        QCOMPARE(a.high, b.high);
        QVERIFY(a.low != c.low || a.high != c.high);
        Random few(4);
        QVERIFY(!Study(few, 2, 50).interval(1).isComputed());
    }

    /// What the interval is for: with people who differ, 95 % of intervals by subject hold the true value, and those
    /// that take each clip for a person of its own do not.
    void intervalsBySubjectHoldTheTruth()
    {
        Random random(5);
        int bySubject = 0, byClip = 0;
        constexpr int studies = 200;
        for (int i = 0; i < studies; ++i) {
            const Study study(random, 30, 20);
            const auto holds = [](const Interval& interval) { return interval.low <= 0.6 && 0.6 <= interval.high; };
            bySubject += holds(study.interval(static_cast<std::uint64_t>(i)));
            byClip += holds(study.byClip().interval(static_cast<std::uint64_t>(i)));
        }
        QVERIFY2(bySubject > 0.90 * studies && bySubject < 0.985 * studies, qPrintable(QString::number(bySubject)));
        QVERIFY2(byClip < 0.75 * studies, qPrintable(QString::number(byClip)));
    }

    void statisticsThatAreOftenUndefinedHaveNoInterval()
    {
        const auto statistic = [](std::span<const std::size_t> drawn, std::span<double> values) {
            values[0] = drawn[0] == 0 ? notComputed : 1.0;
            values[1] = static_cast<double>(drawn[0]);
        };
        const auto intervals = bootstrapIntervals(4, 2, statistic);
        QVERIFY(!intervals[0].isComputed());
        QCOMPARE(intervals[1].low, 0.0);
        QCOMPARE(intervals[1].high, 3.0);
    }

    void intervalsOfARunLieAroundItsFigures()
    {
        std::vector<Prediction> predictions;
        Random random(6);
        for (int s = 0; s < 20; ++s)
            for (int c = 0; c < 9; ++c) {
                Prediction p;
                p.fold = 1;
                p.subject = "S" + std::to_string(s);
                p.truth = c % 3;
                p.probabilities = {random.uniform(), random.uniform(), random.uniform()};
                p.probabilities[static_cast<std::size_t>(p.truth)] += 0.3;
                predictions.push_back(p);
            }
        const SubjectFigures figures = subjectFigures(predictions, {"a", "b", "c"});
        for (const Interval& interval : {figures.accuracyMeanInterval, figures.accuracyPooledInterval,
                                         figures.macroF1Interval, figures.balancedAccuracyInterval}) {
            QVERIFY(interval.low < figures.accuracyMean && figures.accuracyMean < interval.high);
            QVERIFY(interval.high - interval.low > 0.05 && interval.high - interval.low < 0.3);
        }
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "test_statistics.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The expected values are SciPy's 1.10.1 and NumPy's for the same series:
//   scipy.stats.pearsonr(a, b)[0], scipy.stats.spearmanr(a, b)[0], scipy.stats.rankdata(a), numpy.quantile(a, q)
#include "core/eval/correlation.h"
#include "core/types/metrics.h"

#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace mien;

namespace {

const std::vector<double> a = {1.5, 2.0, 2.0, 3.5, -1.0, 7.25, 0.5, 2.0};
const std::vector<double> b = {0.3, 1.1, 0.9, 2.2, -0.4, 1.9, 0.3, 5.0};

/// x[k] = (7 k² mod 31) / 10, y[k] = (11 k + 5) mod 17 + k / 5, k = 0 … 49: many ties in x.
std::vector<double> manyX()
{
    std::vector<double> x;
    for (int k = 0; k < 50; ++k) x.push_back((7 * k * k) % 31 / 10.0);
    return x;
}

std::vector<double> manyY()
{
    std::vector<double> y;
    for (int k = 0; k < 50; ++k) y.push_back((11 * k + 5) % 17 + k / 5.0);
    return y;
}

bool near(double value, double expected, double tolerance = 1e-12)
{
    return std::abs(value - expected) <= tolerance;
}

/// A smooth rise and fall around `middle`.
std::vector<double> bump(double middle, std::size_t length = 60)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < length; ++i)
        values.push_back(std::exp(-std::pow((static_cast<double>(i) - middle) / 5, 2)));
    return values;
}

} // namespace

class TestCorrelation : public QObject
{
    Q_OBJECT

private slots:
    void correlationsEqualThoseOfSciPy()
    {
        QVERIFY(near(pearson(a, b), 0.4000719378054119));
        QVERIFY(near(spearman(a, b), 0.8222251619036417));
        QVERIFY(near(pearson(manyX(), manyY()), 0.045474172076553125));
        QVERIFY(near(spearman(manyX(), manyY()), 0.03848843879416329));
    }

    void ranksEqualThoseOfSciPy()
    {
        QCOMPARE(ranksOf(a), (std::vector<double>{3, 5, 5, 7, 1, 8, 2, 5}));
        QCOMPARE(ranksOf(b), (std::vector<double>{2.5, 5, 4, 7, 1, 6, 2.5, 8}));
        QVERIFY(ranksOf({}).empty());
    }

    void percentilesEqualThoseOfNumPy()
    {
        QCOMPARE(percentile(a, 0), -1.0);
        QVERIFY(near(percentile(a, 0.05), -0.475));
        QVERIFY(near(percentile(a, 0.25), 1.25));
        QVERIFY(near(percentile(a, 0.5), 2.0));
        QVERIFY(near(percentile(a, 0.95), 5.937499999999998));
        QCOMPARE(percentile(a, 1), 7.25);
        QVERIFY(near(percentile(manyX(), 0.95), 2.664999999999999));
    }

    void aLineIsOneAndNoMore()
    {
        const std::vector<double> x = {0.1, 0.2, 0.3, 0.7}, twice = {0.2, 0.4, 0.6, 1.4},
                                  less = {-0.1, -0.2, -0.3, -0.7};
        QVERIFY(near(pearson(x, twice), 1));
        QVERIFY(near(pearson(x, less), -1));
        QVERIFY(pearson(x, twice) <= 1.0 && pearson(x, less) >= -1.0);
    }

    void nothingThatVariesIsNotZero()
    {
        // 0.1 has no exact double: the mean of many is not quite 0.1, and that may not pass for variation.
        const std::vector<double> same(7, 0.1), rising = {1, 2, 3, 4, 5, 6, 7};
        for (const double r : {pearson(same, rising), pearson(rising, same), spearman(same, rising), pearson({}, {}),
                               percentile({}, 0.5), meanOf({}), meanOf(std::vector{notComputed})})
            QVERIFY(std::isnan(r));
        QVERIFY_EXCEPTION_THROWN(pearson(same, a), std::invalid_argument);
    }

    void whatIsNotComputedDoesNotCount()
    {
        auto withGapA = a, withGapB = b;
        withGapA.insert(withGapA.begin() + 3, {notComputed, 1000});
        withGapB.insert(withGapB.begin() + 3, {-1000, notComputed});
        QCOMPARE(pearson(withGapA, withGapB), pearson(a, b));
        QCOMPARE(spearman(withGapA, withGapB), spearman(a, b));
        QCOMPARE(percentile(std::vector{3.0, notComputed, 1.0}, 0.5), 2.0);
        QCOMPARE(meanOf(std::vector{3.0, notComputed, 1.0}), 2.0);
    }

    void lagsAreFoundBetweenSamples()
    {
        for (const double late : {-4.0, 0.0, 2.0, 2.5, -0.25}) {
            auto signal = bump(30 + late);
            for (double& value : signal) value = 7 - 3 * value; // turned over: comes back as nothing alike
            const Lag turned = lagBehind(signal, bump(30), 6);
            QVERIFY(!(turned.r > 0.9));
            for (double& value : signal) value = 4 - 2 * value; // upright again, with another size and offset
            const Lag lag = lagBehind(signal, bump(30), 6);
            QVERIFY2(near(lag.samples, late, 0.05), qPrintable(QString::number(lag.samples)));
            QVERIFY(lag.r > 0.98);
        }
    }

    void noLagWhereItCannotBeTold()
    {
        QVERIFY(std::isnan(lagBehind(bump(39), bump(30), 6).samples)); // behind the border
        QVERIFY(std::isnan(lagBehind(std::vector<double>(60, 1.0), bump(30), 6).samples));
        QVERIFY(std::isnan(lagBehind(bump(6, 12), bump(6, 12), 6).samples)); // shorter than the shifts
        auto gap = bump(30);
        gap[20] = notComputed;
        QVERIFY(std::isnan(lagBehind(gap, bump(30), 6).samples));
    }
};

QTEST_GUILESS_MAIN(TestCorrelation)
#include "test_correlation.moc"

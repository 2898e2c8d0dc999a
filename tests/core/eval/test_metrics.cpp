// SPDX-License-Identifier: GPL-3.0-or-later
//
// Figures of classes, labels and series against scikit-learn, SciPy and the definitions.
#include "core/eval/calibration.h"
#include "core/eval/classification.h"
#include "core/eval/multilabel.h"
#include "core/eval/next_highest.h"
#include "core/eval/ranking.h"
#include "core/eval/regression.h"
#include "tests/core/eval/reference_data.h"

#include <QTest>

#include <array>
#include <map>
#include <stdexcept>

using namespace mien;
using namespace mien::test;
using namespace Qt::StringLiterals;

namespace {

std::vector<std::string> names(int count)
{
    std::vector<std::string> list;
    for (int i = 0; i < count; ++i) list.push_back("c" + std::to_string(i));
    return list;
}

std::vector<Prediction> predictionsOf(const QJsonObject& one)
{
    std::vector<Prediction> predictions;
    const QJsonArray truth = one[u"truth"_s].toArray();
    for (qsizetype i = 0; i < truth.size(); ++i) {
        Prediction p;
        p.fold = 1;
        p.truth = truth[i].toInt();
        p.subject = "S" + std::to_string(one[u"subjects"_s][i].toInt());
        p.probabilities = numbers(one[u"probabilities"_s][i]);
        predictions.push_back(std::move(p));
    }
    return predictions;
}

Prediction answer(const std::string& subject, int truth, std::vector<double> probabilities)
{
    Prediction p;
    p.fold = 1;
    p.subject = subject;
    p.truth = truth;
    p.probabilities = std::move(probabilities);
    return p;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void classificationEqualsScikitLearn_data()
    {
        QTest::addColumn<QJsonObject>("reference");
        const QJsonArray cases = referenceData()[u"classification"_s].toArray();
        QCOMPARE(cases.size(), 4);
        for (const QJsonValue& one : cases) QTest::newRow(qPrintable(one[u"name"_s].toString())) << one.toObject();
    }

    void classificationEqualsScikitLearn()
    {
        QFETCH(QJsonObject, reference);
        const int classes = reference[u"classes"_s].toInt();
        const auto predictions = predictionsOf(reference);
        const ClassificationReport report = evaluate(predictions, names(classes));
        int compared = 0;
        for (const auto& [name, value] : scalarFigures(report)) {
            if (!reference.contains(QLatin1String(name))) continue;
            const QJsonValue expected = reference[QLatin1String(name)];
            ++compared;
            QVERIFY2(near(value, expected),
                     qPrintable(QStringLiteral("%1 is %2").arg(QLatin1String(name)).arg(value, 0, 'g', 17)));
        }
        QCOMPARE(compared, 13);
        const NextHighest next = nextHighest(predictions, names(classes));
        for (int c = 0; c < classes; ++c) {
            const ClassScore& score = report.classes[static_cast<std::size_t>(c)];
            VERIFY_NEAR(score.averagePrecision, reference[u"ap_by_class"_s][c]);
            VERIFY_NEAR(score.rocAuc, reference[u"auc_by_class"_s][c]);
            const OneVsRest part = oneVsRest(report.confusion, static_cast<std::size_t>(c));
            const QJsonValue expected = reference[u"one_vs_rest"_s][c]; // [[TN, FP], [FN, TP]]
            QCOMPARE(part.trueNegatives, expected[0][0].toInteger());
            QCOMPARE(part.falsePositives, expected[0][1].toInteger());
            QCOMPARE(part.falseNegatives, expected[1][0].toInteger());
            QCOMPARE(part.truePositives, expected[1][1].toInteger());
            for (int other = 0; other < classes; ++other)
                QCOMPARE(next.counts.counts[c][other], reference[u"next_highest"_s][c][other].toInteger());
        }
    }

    /// MEGC leaves out classes without samples; so do UF1 and UAR.
    void uf1AndUarAreThoseOfTheChallenge()
    {
        ConfusionMatrix confusion({"negative", "positive", "surprise"});
        confusion.counts = {{80, 10, 0}, {15, 20, 0}, {0, 0, 0}};
        const ClassMeans means = macroMeans(classScores(confusion));
        QCOMPARE(means.f1, (160.0 / (160 + 15 + 10) + 40.0 / (40 + 10 + 15)) / 2);
        QCOMPARE(means.recall, (80.0 / 90 + 20.0 / 35) / 2);
    }

    void confusionAsShares()
    {
        ConfusionMatrix confusion({"a", "b"});
        confusion.counts = {{3, 1}, {0, 0}};
        QCOMPARE(rowShares(confusion)[0][0], 0.75);
        QVERIFY(std::isnan(rowShares(confusion)[1][0]));
        QCOMPARE(sampleShares(confusion)[0][1], 0.25);
        QCOMPARE(sampleShares(confusion)[1][1], 0.0);
        QVERIFY(std::isnan(sampleShares(ConfusionMatrix({"a"}))[0][0]));
        QVERIFY_EXCEPTION_THROWN(oneVsRest(confusion, 2), std::out_of_range);
    }

    /// AU spec, section 12.
    void averagePrecisionOfTheSpecification()
    {
        const std::array<bool, 4> positive = {true, false, true, true};
        const std::array<double, 4> scores = {.9, .8, .7, .6};
        QVERIFY(near(averagePrecision(positive, scores), (1 + 2.0 / 3 + 3.0 / 4) / 3));
        const std::array<double, 4> equal = {.5, .5, .5, .5};
        QCOMPARE(averagePrecision(positive, equal), 0.75); // one step: the share of positives
        QCOMPARE(rocAuc(positive, equal), 0.5);
        const std::array<bool, 2> none = {false, false};
        QVERIFY(std::isnan(averagePrecision(none, std::array<double, 2>{.1, .2})));
        QVERIFY(std::isnan(rocAuc(none, std::array<double, 2>{.1, .2})));
        QVERIFY_EXCEPTION_THROWN(rocAuc(none, std::array<double, 1>{.1}), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(averagePrecision(none, std::array<double, 2>{.1, notComputed}), std::invalid_argument);
    }

    void labelsEqualScikitLearn()
    {
        const QJsonObject reference = referenceData()[u"multilabel"_s].toObject();
        const int labels = reference[u"labels"_s].toInt();
        std::vector<int> truth;
        std::vector<double> probability;
        const QJsonArray rows = reference[u"truth"_s].toArray();
        for (qsizetype i = 0; i < rows.size(); ++i)
            for (int c = 0; c < labels; ++c) {
                truth.push_back(rows[i][c].toInt());
                probability.push_back(reference[u"probabilities"_s][i][c].toDouble());
            }
        const MultiLabelReport report = evaluateMultiLabel(truth, probability, names(labels));
        for (int c = 0; c < labels; ++c) {
            const LabelScore& score = report.labels[static_cast<std::size_t>(c)];
            const QJsonValue expected = reference[u"by_label"_s][c];
            QCOMPARE(score.samples, expected[u"samples"_s].toInteger());
            QCOMPARE(score.positives, expected[u"positives"_s].toInteger());
            VERIFY_NEAR(score.occurrence, expected[u"occurrence"_s]);
            VERIFY_NEAR(score.majorityBaseline, expected[u"majority_baseline"_s]);
            VERIFY_NEAR(score.averagePrecision, expected[u"ap"_s]);
            VERIFY_NEAR(score.rocAuc, expected[u"auc"_s]);
            VERIFY_NEAR(score.accuracy, expected[u"accuracy"_s]);
            VERIFY_NEAR(score.recall, expected[u"recall"_s]);
            VERIFY_NEAR(score.precision, expected[u"precision"_s]);
            VERIFY_NEAR(score.f1, expected[u"f1"_s]);
        }
        VERIFY_NEAR(report.meanAveragePrecision, reference[u"map"_s]);
        VERIFY_NEAR(report.microRecall, reference[u"micro_recall"_s]);
        VERIFY_NEAR(report.microPrecision, reference[u"micro_precision"_s]);
        QCOMPARE(report.labelsWithoutPositives, reference[u"without_positives"_s].toInt());
        QVERIFY(report.labelsWithoutPositives > 0);
    }

    void labelsWithoutSamplesAreNotZero()
    {
        const MultiLabelReport report =
            evaluateMultiLabel(std::vector<int>{-1, 0}, std::vector<double>{.9, notComputed}, {"AU 1", "AU 2"});
        for (const LabelScore& score : report.labels) {
            QCOMPARE(score.samples, 0L);
            QVERIFY(std::isnan(score.accuracy) && std::isnan(score.averagePrecision) && std::isnan(score.occurrence));
        }
        QVERIFY(std::isnan(report.meanAveragePrecision) && std::isnan(report.microRecall));
        QCOMPARE(report.labelsWithoutPositives, 2);
        QVERIFY_EXCEPTION_THROWN(evaluateMultiLabel(std::vector<int>{1}, std::vector<double>{.9}, names(2)),
                                 std::invalid_argument);
        QVERIFY(evaluateMultiLabel({}, {}, {}).labels.empty());
    }

    void seriesEqualScikitLearnAndLin()
    {
        const QJsonArray cases = referenceData()[u"regression"_s].toArray();
        QCOMPARE(cases.size(), 2);
        for (const QJsonValue& one : cases) {
            auto predicted = numbers(one[u"predicted"_s]), truth = numbers(one[u"truth"_s]);
            predicted.push_back(notComputed); // a frame without a prediction
            truth.push_back(0.5);
            const auto score = regressionScore(predicted, truth, static_cast<std::size_t>(one[u"batch"_s].toInt()));
            QCOMPARE(score.samples, static_cast<long>(truth.size()) - 1);
            VERIFY_NEAR(score.rmse, one[u"rmse"_s]);
            VERIFY_NEAR(score.ccc, one[u"ccc"_s]);
            VERIFY_NEAR(score.pcc, one[u"pcc"_s]);
            VERIFY_NEAR(score.batchRmse, one[u"batch_rmse"_s]);
            VERIFY_NEAR(score.batchCcc, one[u"batch_ccc"_s]);
            QCOMPARE(score.batchesSkipped, 0L);
        }
    }

    /// Valence–arousal spec, section 10.
    void concordanceOfTheSpecification()
    {
        const std::vector<double> x = {-0.5, -0.1, 0.2, 0.4};
        std::vector<double> mirrored, moved;
        for (const double v : x) mirrored.push_back(-v), moved.push_back(v + 0.3);
        QVERIFY(near(concordance(x, x), 1.0));
        QVERIFY(near(concordance(x, mirrored), -1.0));
        double squares = 0;
        for (const double v : x) squares += v * v / 4; // the mean is 0
        QVERIFY(near(concordance(x, moved), 2 * squares / (2 * squares + 0.09)));
        QVERIFY(near(rootMeanSquare(x, moved), 0.3));
        const std::vector<double> constant(4, 0.1), other(4, 0.2);
        QVERIFY(std::isnan(concordance(constant, constant)));
        QCOMPARE(concordance(constant, other), 0.0);
        QVERIFY(std::isnan(concordance({}, {})) && std::isnan(rootMeanSquare({}, {})));
        QCOMPARE(regressionScore(constant, constant, 2).batchesSkipped, 2L);
        QVERIFY_EXCEPTION_THROWN(concordance(x, {}), std::invalid_argument);
    }

    void calibrationBinsTakeTheirUpperEdge()
    {
        const std::vector<double> confidence = {0.0, 0.2, 0.21, 1.0, notComputed};
        const std::array<bool, 5> right = {false, true, false, true, true};
        const Calibration found = calibration(confidence, right, 5);
        QCOMPARE(found.bins[0].samples, 2L);
        QCOMPARE(found.bins[1].samples, 1L);
        QCOMPARE(found.bins[4].samples, 1L);
        QVERIFY(std::isnan(found.bins[2].accuracy));
        QVERIFY(near(found.error, (2 * std::abs(0.5 - 0.1) + 0.21 + 0) / 4));
        QVERIFY(std::isnan(calibration({}, {}).error));
        QVERIFY_EXCEPTION_THROWN(calibration(confidence, {}), std::invalid_argument);
    }

    void subjectsCountAlike()
    {
        const std::vector<Prediction> predictions = {answer("A", 0, {.9, .1}), answer("B", 0, {.1, .9}),
                                                     answer("B", 1, {.1, .9}), answer("B", 0, {.2, .8})};
        const ClassificationReport report = evaluate(predictions, names(2));
        QCOMPARE(report.bySubject.subjects.size(), std::size_t{2});
        QVERIFY(near(report.bySubject.accuracyMean, (1 + 1.0 / 3) / 2));
        QCOMPARE(report.accuracyPooled, 0.5);
        QVERIFY(!report.bySubject.accuracyPooledInterval.isComputed()); // two people are too few
        auto nameless = predictions;
        nameless[2].subject.clear();
        QVERIFY(evaluate(nameless, names(2)).bySubject.subjects.empty());
        QVERIFY(std::isnan(evaluate(nameless, names(2)).bySubject.accuracyMean));
    }

    void probabilitiesThatWentAstrayRankNothing()
    {
        const ClassificationReport report =
            evaluate({answer("A", 0, {notComputed, notComputed}), answer("A", 1, {.1, .9})}, names(2));
        QVERIFY(std::isnan(report.rocAuc) && std::isnan(report.meanAveragePrecision));
    }

    void secondClassesComeInOrder()
    {
        const NextHighest next = nextHighest({answer("A", 0, {.6, .3, .1}), answer("A", -1, {.6, .1, .3}),
                                              answer("A", 0, {}), answer("A", 1, {.2, .7, .1})},
                                             names(3));
        QCOMPARE(next.sequences[0].size(), std::size_t{2});
        QCOMPARE(next.sequences[0][1].sample, std::size_t{1});
        QCOMPARE(next.sequences[0][1].second, 2);
        QCOMPARE(next.counts.counts[1][0], 1L);
        QCOMPARE(next.counts.total(), 3L);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"

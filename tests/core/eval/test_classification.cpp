// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/classification.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace mien;
using namespace Qt::StringLiterals;

namespace {

Prediction prediction(int fold, int truth, int predicted, int classes)
{
    Prediction p;
    p.fold = fold;
    p.truth = truth;
    p.probabilities.assign(static_cast<std::size_t>(classes), 0.1);
    p.probabilities[static_cast<std::size_t>(predicted)] = 0.7;
    return p;
}

std::vector<std::string> classNames(int count)
{
    std::vector<std::string> names;
    for (int c = 0; c < count; ++c) names.push_back("class " + std::to_string(c));
    return names;
}

/// JSON null stands for "not computed".
bool same(double value, const QJsonValue& expected)
{
    return expected.isNull() ? std::isnan(value) : std::abs(value - expected.toDouble()) < 1e-12;
}

} // namespace

class TestClassification : public QObject
{
    Q_OBJECT

private slots:
    void figuresEqualThoseOfScikitLearn_data()
    {
        QTest::addColumn<QJsonObject>("reference");
        QFile file(QStringLiteral(MIEN_SOURCE_DIR "/tests/data/classification_reference.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object()[u"cases"_s].toArray();
        QVERIFY(cases.size() >= 5);
        for (const QJsonValue& one : cases) QTest::newRow(qPrintable(one[u"name"_s].toString())) << one.toObject();
    }

    void figuresEqualThoseOfScikitLearn()
    {
        QFETCH(QJsonObject, reference);
        const int classes = reference[u"classes"_s].toInt();
        std::vector<Prediction> predictions;
        for (const QJsonValue& row : reference[u"rows"_s].toArray())
            predictions.push_back(prediction(row[0].toInt(), row[1].toInt(), row[2].toInt(), classes));
        const ClassificationReport report = evaluate(predictions, classNames(classes));

        QCOMPARE(report.classes.size(), static_cast<std::size_t>(classes));
        for (int c = 0; c < classes; ++c) {
            const ClassScore& score = report.classes[static_cast<std::size_t>(c)];
            QVERIFY(same(score.precision, reference[u"precision"_s][c]));
            QVERIFY(same(score.recall, reference[u"recall"_s][c]));
            QVERIFY(same(score.f1, reference[u"f1"_s][c]));
            QCOMPARE(score.support, reference[u"support"_s][c].toInteger());
            for (int other = 0; other < classes; ++other)
                QCOMPARE(report.confusion.counts[c][other], reference[u"confusion"_s][c][other].toInteger());
        }
        const QJsonArray folds = reference[u"fold_accuracy"_s].toArray();
        QCOMPARE(report.folds.size(), static_cast<std::size_t>(folds.size()));
        for (qsizetype f = 0; f < folds.size(); ++f) QVERIFY(same(report.folds[f].accuracy, folds[f]));
        QVERIFY(same(report.accuracyMean, reference[u"accuracy_mean"_s]));
        QVERIFY(same(report.accuracyStd, reference[u"accuracy_std"_s]));
        QVERIFY(same(report.accuracyPooled, reference[u"accuracy_pooled"_s]));
        QVERIFY(same(report.macroF1, reference[u"macro_f1"_s]));
    }

    void nothingEvaluatedIsNotZero()
    {
        const ClassificationReport report = evaluate({}, classNames(3));
        QVERIFY(std::isnan(report.accuracyMean));
        QVERIFY(std::isnan(report.accuracyPooled));
        QVERIFY(std::isnan(report.macroF1));
        QVERIFY(std::isnan(report.chanceLevel));
        QVERIFY(report.majorityClass.empty());
        QVERIFY(report.folds.empty());
    }

    /// By the truth, whatever was answered.
    void chanceIsToAnswerTheLargestClass()
    {
        const std::vector<Prediction> predictions = {prediction(1, 2, 0, 3), prediction(1, 1, 0, 3),
                                                     prediction(2, 1, 0, 3), prediction(2, 2, 0, 3),
                                                     prediction(2, 0, 0, 3)};
        const ClassificationReport report = evaluate(predictions, classNames(3));
        QCOMPARE(report.majorityClass, std::string("class 1"));
        QCOMPARE(report.chanceLevel, 0.4);
    }

    void samplesWithoutTruthOrAnswerDoNotCount()
    {
        std::vector<Prediction> predictions = {prediction(1, 0, 0, 2), prediction(1, -1, 1, 2)};
        predictions.push_back({});
        predictions.back().truth = 1;
        const ClassificationReport report = evaluate(predictions, classNames(2));
        QCOMPARE(report.confusion.total(), 1L);
        QCOMPARE(report.accuracyPooled, 1.0);
    }

    void aTruthOutsideTheClassListIsABrokenContract()
    {
        QVERIFY_EXCEPTION_THROWN(evaluate({prediction(1, 2, 0, 2)}, classNames(2)), std::out_of_range);
    }
};

QTEST_GUILESS_MAIN(TestClassification)
#include "test_classification.moc"

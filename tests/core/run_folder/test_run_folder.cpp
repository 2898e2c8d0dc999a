// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/project/run_folder.h"
#include "core/types/score_curves.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace mien;
using namespace Qt::StringLiterals;

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> classes = {"anger", "happiness", "neutral, \"calm\""};

Sample sample(const std::string& id, const std::string& subject, int label)
{
    return {id, id, subject, label, {0, 1}};
}

Prediction prediction(const std::string& id, int fold, int truth, std::vector<double> probabilities)
{
    Prediction p;
    p.sample = id;
    p.subject = "日本 é, \"S1\"";
    p.fold = fold;
    p.truth = truth;
    p.probabilities = std::move(probabilities);
    return p;
}

} // namespace

class TestRunFolder : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    RunFolder makeFolder()
    {
        const fs::path path =
            fs::path(m_temporary.path().toStdString()) / ("日本 é, \"run\" " + std::to_string(++m_count));
        fs::create_directories(path);
        return RunFolder(path);
    }

    std::string content(const RunFolder& folder, const char* name) { return files::read(folder.path() / name).value(); }

private slots:
    void aFolderIsARunOnceItHasAConfig()
    {
        const RunFolder folder = makeFolder();
        QVERIFY(!folder.exists());
        QCOMPARE(folder.config().error().kind, ErrorKind::Input);
        RunConfig config;
        config.datasets = {{"/data/日本 é", "../x", "ckplus"}};
        config.seed = 77;
        QVERIFY(folder.writeConfig(config).ok());
        QVERIFY(folder.exists());
        QVERIFY(!folder.isFinished());
        QCOMPARE(folder.config()->seed, std::uint64_t(77));
        QCOMPARE(folder.config()->datasets.at(0).path, std::string("/data/日本 é"));
    }

    void splitsRoundTripWithAwkwardNames()
    {
        const RunFolder folder = makeFolder();
        const std::vector<Sample> samples = {sample("日本 é", "S1", 0), sample("a,b", "S\"2\"", 1),
                                             sample("a,b#neutral", "S\"2\"", 2)};
        QVERIFY(folder.writeSplits(samples, {{{0}, {1}, {2}}, {{1, 2}, {}, {0}}}).ok());
        QVERIFY(content(folder, "splits.csv").starts_with("clip,subject,fold,role\n日本 é,S1,1,train\n"));
        const auto rows = folder.splits();
        QVERIFY(rows.ok());
        QCOMPARE(rows->size(), std::size_t(6));
        QCOMPARE(rows->at(1).sample, std::string("a,b"));
        QCOMPARE(rows->at(1).subject, std::string("S\"2\""));
        QCOMPARE(rows->at(1).role, std::string("val"));
        QCOMPARE(rows->at(2).role, std::string("test"));
        QCOMPARE(rows->at(3).fold, 2);
        QCOMPARE(rows->at(3).role, std::string("test"));
    }

    void predictionsRoundTripToTheLastDigit()
    {
        const RunFolder folder = makeFolder();
        const std::vector<Prediction> written = {prediction("a,b", 1, 1, {0.1, 0.2, 0.7}),
                                                 prediction("日本 é", 2, -1, {1.0 / 3, 1.0 / 3 + 1e-15, 1.0 / 3}),
                                                 prediction("lost", 0, 0, {})};
        QVERIFY(folder.writePredictions(written, classes).ok());
        const auto read = folder.predictions();
        QVERIFY(read.ok());
        QCOMPARE(read->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            QCOMPARE(read->at(i).sample, written[i].sample);
            QCOMPARE(read->at(i).subject, written[i].subject);
            QCOMPARE(read->at(i).fold, written[i].fold);
            QCOMPARE(read->at(i).truth, written[i].truth);
            QVERIFY(read->at(i).probabilities == written[i].probabilities);
        }
        QCOMPARE(*folder.classes(), classes);
        const std::string text = content(folder, "predictions.csv");
        QVERIFY(text.starts_with("clip,subject,fold,truth,predicted,second,p_anger,p_happiness,\"p_neutral, "));
        QVERIFY(text.find("\nlost,\"日本 é, \"\"S1\"\"\",,anger,,,,,\n") != std::string::npos);
    }

    void aPredictionWithTooFewProbabilitiesIsABrokenContract()
    {
        const RunFolder folder = makeFolder();
        QVERIFY_EXCEPTION_THROWN((void)folder.writePredictions({prediction("a", 1, 0, {0.5, 0.5})}, classes),
                                 std::invalid_argument);
    }

    void damagedTablesNameFileAndLine_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        const auto add = [](const char* name, const char* file, const char* text, const char* named) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(text) << QByteArray(named);
        };
        add("fold of letters", "splits.csv", "clip,subject,fold,role\na,S1,x,train\n", "line 2");
        add("fold beyond counting", "splits.csv", "clip,subject,fold,role\na,S1,4294967297,train\n", "line 2");
        add("epoch beyond counting", "metrics.csv",
            "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate\n1,1e300,1,,,,\n", "epoch");
        add("unknown role", "splits.csv", "clip,subject,fold,role\na,S1,1,dev\n", "dev");
        add("missing column", "splits.csv", "clip,subject,role\na,S1,test\n", "'fold'");
        add("unknown truth", "predictions.csv", "clip,subject,fold,truth,p_a\nx,S,1,a,1\nx,S,1,b,1\n", "line 3");
        add("half a row", "predictions.csv", "clip,subject,fold,truth,p_a,p_b\nx,S,1,a,1,\n", "line 2");
        add("probability of letters", "predictions.csv", "clip,subject,fold,truth,p_a\nx,S,1,a,one\n", "one");
        add("loss of letters", "metrics.csv",
            "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate\n1,1,?,,,,\n", "train_loss");
        add("score of letters", "metrics.csv",
            "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate,val_map\n1,1,,,,,,high\n",
            "val_map");
        add("epoch missing", "metrics.csv",
            "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate\n1,,1,,,,\n", "epoch");
        add("broken summary", "summary.json", "{\"a\": ", "summary.json");
    }

    void damagedTablesNameFileAndLine()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const RunFolder folder = makeFolder();
        QVERIFY(files::writeAtomically(folder.path() / file.toStdString(), text.toStdString()).ok());
        std::optional<Error> error;
        if (file == "splits.csv") error = folder.splits().error();
        if (file == "predictions.csv") error = folder.predictions().error();
        if (file == "metrics.csv") error = folder.metrics().error();
        if (file == "summary.json") error = folder.summary().error();
        QVERIFY(error);
        const QByteArray message = QByteArray::fromStdString(error->message());
        QVERIFY2(message.contains(named) && message.contains(file), message.constData());
    }

    void metricsReadEmptyCellsAsNotComputed()
    {
        const RunFolder folder = makeFolder();
        QVERIFY(files::writeAtomically(folder.path() / "metrics.csv",
                                       "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate,ccc\n"
                                       "2,13,0.5,0.75,,0.25,0.001,7\n")
                    .ok());
        const auto metrics = folder.metrics();
        QVERIFY(metrics.ok());
        QCOMPARE(metrics->size(), std::size_t(1));
        QCOMPARE(metrics->at(0).fold, 2);
        QCOMPARE(metrics->at(0).epoch, 13);
        QCOMPARE(metrics->at(0).trainLoss, 0.5);
        QVERIFY(std::isnan(metrics->at(0).validationLoss));
        QCOMPARE(metrics->at(0).validationAccuracy, 0.25);
        QCOMPARE(metrics->at(0).learningRate, 0.001);
        QVERIFY(std::isnan(metrics->at(0).validation.cccValence)); // of a run without that column
    }

    void metricsReadTheScoresOfTheTask()
    {
        const RunFolder folder = makeFolder();
        QVERIFY(files::writeAtomically(folder.path() / "metrics.csv",
                                       "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate,"
                                       "val_map,val_ccc_valence,val_ccc_arousal\n"
                                       "1,1,0.5,,0.6,,0.001,,0.75,-0.25\n")
                    .ok());
        const auto metrics = folder.metrics();
        QVERIFY(metrics.ok());
        QVERIFY(std::isnan(metrics->at(0).validation.map));
        QCOMPARE(metrics->at(0).validation.cccValence, 0.75);
        QCOMPARE(metrics->at(0).validation.cccArousal, -0.25);
        QCOMPARE(scoreInWords(metrics->at(0)), std::string("validation CCC 0.750 of valence, -0.250 of arousal"));
    }

    void summaryHoldsFiguresFactsAndConfusion()
    {
        const RunFolder folder = makeFolder();
        const auto report =
            evaluate({prediction("a", 1, 0, {0.8, 0.1, 0.1}), prediction("b", 1, 1, {0.8, 0.1, 0.1})}, classes);
        QVERIFY(folder
                    .writeSummary(report, {{"protocol", "holdout:0.5"},
                                           {"note", "S1_001: left out"},
                                           {"note", "日本: left out, \"short\""}})
                    .ok());
        QVERIFY(folder.isFinished());
        const auto summary = folder.summary();
        QVERIFY(summary.ok());
        QCOMPARE(summary->at("accuracy_mean"), std::string("0.5"));
        QCOMPARE(summary->at("accuracy_std"), std::string());
        QCOMPARE(summary->at("held_out"), std::string("2"));
        QCOMPARE(summary->at("protocol"), std::string("holdout:0.5"));
        QCOMPARE(summary->at("note"), std::string("S1_001: left out\n日本: left out, \"short\""));
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(content(folder, "summary.json"))).object();
        QVERIFY(json[u"accuracy_std"_s].isNull());
        QCOMPARE(json[u"class_scores"_s][2][u"name"_s].toString(), u"neutral, \"calm\""_s);
        QCOMPARE(json[u"fold_scores"_s][0][u"samples"_s].toInt(), 2);
        QCOMPARE(json[u"balanced_accuracy"_s].toDouble(), 0.5);
        QCOMPARE(json[u"uar"_s], json[u"balanced_accuracy"_s]);
        QVERIFY(json[u"accuracy_pooled_low"_s].isNull()); // one subject
        QVERIFY(json.contains(u"ece"_s) && json.contains(u"roc_auc"_s) && json.contains(u"weighted_f1"_s));
        QCOMPARE(json[u"held_out_subjects"_s].toInt(), 1);
        QCOMPARE(json[u"subject_scores"_s][0][u"samples"_s].toInt(), 2);
        QCOMPARE(content(folder, "confusion.csv"), std::string("truth,anger,happiness,\"neutral, \"\"calm\"\"\"\n"
                                                               "anger,1,0,0\nhappiness,1,0,0\n"
                                                               "\"neutral, \"\"calm\"\"\",0,0,0\n"));
        QVERIFY_EXCEPTION_THROWN((void)folder.writeSummary(report, {{"accuracy_mean", "1"}}), std::invalid_argument);
    }

    void environmentIsAnObjectOfTexts()
    {
        const RunFolder folder = makeFolder();
        QVERIFY(folder.writeEnvironment({{"mien", "0.1"}, {"cpu", "\"fast\" é"}}).ok());
        const auto json =
            QJsonDocument::fromJson(QByteArray::fromStdString(content(folder, "environment.json"))).object();
        QCOMPARE(json[u"cpu"_s].toString(), u"\"fast\" é"_s);
        QCOMPARE(json.size(), 2);
    }

    void nothingIsWrittenWhereThereIsNoFolder()
    {
        const RunFolder folder(fs::path(m_temporary.path().toStdString()) / "absent" / "run");
        QVERIFY(!folder.writeConfig({}).ok());
        QVERIFY(!folder.writeSplits({}, {}).ok());
        QVERIFY(!fs::exists(folder.path()));
    }
};

QTEST_GUILESS_MAIN(TestRunFolder)
#include "test_run_folder.moc"

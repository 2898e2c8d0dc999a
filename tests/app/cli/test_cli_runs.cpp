// SPDX-License-Identifier: GPL-3.0-or-later
//
// models, train, evaluate, predict, explain, report and doctor, in process, on a small generated dataset and with
// networks that are trained for two epochs: that every number arrives where the contract wants it, not that it is good.
#include "core/base/files.h"
#include "core/base/text.h"
#include "tests/app/cli/cli_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include <cmath>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Fields of a CSV without quotes.
std::vector<std::vector<std::string>> table(const fs::path& file)
{
    std::vector<std::vector<std::string>> rows;
    for (const QString& line : QString::fromStdString(readText(file)).split(u'\n', Qt::SkipEmptyParts)) {
        rows.emplace_back();
        for (const QString& field : line.split(u',')) rows.back().push_back(field.toStdString());
    }
    return rows;
}

} // namespace

class TestCliRuns : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_data;
    std::string m_run;
    Outcome m_trained;

    std::vector<std::string> trainWords(const std::string& run, const std::string& epochs = "2") const
    {
        return {"train", "--data", m_data,     "--model", "tcn",    "--protocol", "subject-kfold:2",
                "-o",    run,      "--epochs", epochs,    "--seed", "5",          "--json"};
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        m_data = m_scratch.at("faces");
        m_run = m_scratch.at("runs/first");
        COMPARE_CODE(runCli({"synth", m_data, "--subjects", "6", "--seed", "2"}), 0);
        m_trained = runCli(trainWords(m_run));
        COMPARE_CODE(m_trained, 0);
    }

    void modelsListsTheNetworks()
    {
        const auto outcome = runCli({"models", "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonArray models = QJsonDocument::fromJson(QByteArray::fromStdString(outcome.out)).array();
        QJsonObject tcn;
        for (const QJsonValue& model : models)
            if (model[u"id"_s].toString() == u"tcn"_s) tcn = model.toObject();
        QCOMPARE(tcn[u"parameters"_s].toInt(), 330119);
        QCOMPARE(tcn[u"printed_parameters"_s].toInt(), 330119);
        QCOMPARE(tcn[u"outputs"_s].toArray().size(), 7);
        QCOMPARE(tcn[u"inputs"_s].toArray().size(), 1);
        QCOMPARE(tcn[u"inputs"_s][0][u"shape"_s].toArray(), (QJsonArray{2, 68, 20}));
        QVERIFY(!tcn[u"inputs"_s][0][u"name"_s].toString().isEmpty());
        QVERIFY(!tcn[u"title"_s].toString().isEmpty() && !tcn[u"paper"_s].toString().isEmpty());
        QCOMPARE(models.size(), 21);
        for (const QJsonValue& model : models) {
            if (model[u"id"_s].toString() == u"scn"_s)
                QVERIFY(model[u"parameters"_s].toInt() < model[u"printed_parameters"_s].toInt());
            if (model[u"id"_s].toString() == u"va_cnn"_s) QVERIFY(model[u"printed_parameters"_s].isNull());
        }
        const auto text = runCli({"models", "--options"});
        COMPARE_CODE(text, 0);
        QVERIFY(text.out.find("nearest") != std::string::npos && text.out.find("any of mouth") != std::string::npos);
        QVERIFY(text.out.find("tcn: ") != std::string::npos && text.out.find("epochs = ") != std::string::npos);
        const auto one = runCli({"models", "--model", "conv3d"});
        QVERIFY(one.out.find("conv3d: ") == 0 && one.out.find("dropout = ") != std::string::npos);
        QVERIFY(one.out.find("scn") == std::string::npos);
        VERIFY_REFUSAL(runCli({"models", "--model", "conv3"}), 2, "conv3d");
    }

    void trainPrintsALinePerEpochAndALastOne()
    {
        const auto lines = m_trained.lines();
        QCOMPARE(lines.size(), std::size_t{2 * 2 + 1});
        for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
            QCOMPARE(lines[i][u"event"_s].toString(), u"epoch"_s);
            QCOMPARE(lines[i][u"fold"_s].toInt(), static_cast<int>(i / 2 + 1));
            QCOMPARE(lines[i][u"epoch"_s].toInt(), static_cast<int>(i % 2 + 1));
            for (const auto& key : {u"train_loss"_s, u"val_loss"_s, u"val_accuracy"_s})
                QVERIFY2(lines[i][key].isDouble(), qPrintable(key));
        }
        const QJsonObject done = m_trained.line();
        QCOMPARE(done[u"event"_s].toString(), u"done"_s);
        for (const auto& key : {u"accuracy_mean"_s, u"accuracy_std"_s, u"accuracy_pooled"_s})
            QVERIFY2(done[key].isDouble() && done[key].toDouble() >= 0 && done[key].toDouble() <= 1, qPrintable(key));
        QCOMPARE(done[u"run"_s].toString().toStdString(), m_run);
    }

    void aRunIsNotOverwritten()
    {
        const std::string metrics = readText(m_run + "/metrics.csv");
        const auto again = runCli(trainWords(m_run));
        COMPARE_CODE(again, 2);
        VERIFY_SAYS(again, "--resume");
        QCOMPARE(readText(m_run + "/metrics.csv"), metrics);
    }

    void resumingAFinishedRunSaysSo()
    {
        for (const auto& words : {trainWords(m_run) + std::vector<std::string>{"--resume"},
                                  std::vector<std::string>{"train", "-o", m_run, "--resume", "--json"}}) {
            const auto outcome = runCli(words);
            COMPARE_CODE(outcome, 0);
            VERIFY_SAYS(outcome, "finished already");
            QCOMPARE(outcome.lines().size(), std::size_t{1});
            QCOMPARE(outcome.line()[u"accuracy_mean"_s], m_trained.line()[u"accuracy_mean"_s]);
        }
        COMPARE_CODE(runCli({"train", "-o", m_scratch.at("no run"), "--resume"}), 2);
    }

    void aRunRepeatsFromItsRunJson()
    {
        const std::string copy = m_scratch.at("elsewhere/deep/copy");
        const auto outcome = runCli({"train", "--config", m_run + "/run.json", "-o", copy, "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(readText(copy + "/metrics.csv"), readText(m_run + "/metrics.csv"));
        QCOMPARE(readText(copy + "/predictions.csv"), readText(m_run + "/predictions.csv"));
    }

    void wrongSettingsAreFoundBeforeTheLandmarks_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::newRow("name") << u"--set"_s << u"batch_sise=8"_s;
        QTest::newRow("value") << u"--set"_s << u"epochs=many"_s;
        QTest::newRow("network") << u"--model"_s << u"tcm"_s;
        QTest::newRow("device") << u"--set"_s << u"device=gpu"_s;
    }

    void wrongSettingsAreFoundBeforeTheLandmarks()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        const std::string run = m_scratch.at("refused");
        const auto outcome = runCli({"train", "--data", m_data, "-o", run, option.toStdString(), value.toStdString()});
        COMPARE_CODE(outcome, 2);
        QVERIFY(!outcome.says("extracting"));
        QVERIFY(!fs::exists(run + "/run.json"));
    }

    void trainRefusesWhatCannotBeLearned()
    {
        const auto folds =
            runCli({"train", "--data", m_data, "--protocol", "subject-kfold:60", "-o", m_scratch.at("refused")});
        COMPARE_CODE(folds, 2);
        const auto missing = runCli({"train", "--data", m_scratch.at("none"), "-o", m_scratch.at("refused")});
        COMPARE_CODE(missing, 3);
        VERIFY_SAYS(missing, m_scratch.at("none"));
        const auto filtered =
            runCli({"train", "--data", m_data, "--where", "lighting=none", "-o", m_scratch.at("refused")});
        COMPARE_CODE(filtered, 3);
        const auto below = runCli({"train", "--data", m_data, "-o", m_scratch.file("file", "") + "/run"});
        COMPARE_CODE(below, 1);
        VERIFY_SAYS(below, "is a file, not a folder");
    }

    void evaluateShowsTheStoredFigures()
    {
        const auto outcome = runCli({"evaluate", m_run, "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonObject figures = outcome.line();
        QCOMPARE(figures[u"accuracy_mean"_s], m_trained.line()[u"accuracy_mean"_s]);
        QCOMPARE(figures[u"folds"_s].toArray().size(), 2);
        QCOMPARE(figures[u"classes"_s].toArray().size(), 7);
        qint64 total = 0;
        qint64 correct = 0;
        const QJsonArray counts = figures[u"confusion"_s][u"counts"_s].toArray();
        for (int row = 0; row < counts.size(); ++row)
            for (int column = 0; column < counts[row].toArray().size(); ++column) {
                total += counts[row][column].toInteger();
                if (row == column) correct += counts[row][column].toInteger();
            }
        QCOMPARE(total, figures[u"samples"_s].toInteger());
        QVERIFY(std::abs(figures[u"accuracy_pooled"_s].toDouble() - double(correct) / double(total)) < 1e-12);
        const auto page = runCli({"evaluate", m_run});
        QVERIFY(page.out.find("confusion matrix") != std::string::npos);
        QVERIFY(page.out.find("chance level: ") != std::string::npos);
        QVERIFY(figures[u"chance_level"_s].toDouble() > 0.1 && figures[u"chance_level"_s].toDouble() < 0.5);
        QVERIFY(runCli({"report", m_run, "-o", m_scratch.at("drawn.html")}).code == 0);
        QVERIFY(readText(m_scratch.at("drawn.html")).find("Drawn faces") != std::string::npos);
    }

    void trainLeavesOtherFoldersAlone()
    {
        m_scratch.file("mine/table.csv", "a,b\n");
        const auto occupied = runCli({"train", "--data", m_data, "--set", "epochs=1", "-o", m_scratch.at("mine")});
        COMPARE_CODE(occupied, 2);
        VERIFY_SAYS(occupied, "not empty");
        // Nothing is left behind of a training that could not begin.
        COMPARE_CODE(runCli({"train", "--data", m_scratch.at("missing"), "-o", m_scratch.at("never")}), 3);
        QVERIFY(!fs::exists(m_scratch.at("never")));
    }

    void evaluateRefusesTheRunsOwnDataset()
    {
        const auto outcome = runCli({"evaluate", m_run, "--data", m_data});
        COMPARE_CODE(outcome, 2);
        VERIFY_SAYS(outcome, "were trained on this dataset");
    }

    void benchMeasuresAgainstThePlainLoop()
    {
        fs::path sequence;
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(m_data) / "cohn-kanade-images"))
            if (entry.is_regular_file()) sequence = entry.path().parent_path();
        const auto outcome = runCli({"bench", "faces", sequence.string(), "--frames", "5", "--json"});
        COMPARE_CODE(outcome, 0);
        QVERIFY(outcome.lines().size() >= 5);
        for (const auto& line : outcome.lines()) {
            QVERIFY(!line[u"figure"_s].toString().isEmpty());
            QVERIFY(line[u"own"_s].toDouble(-1) >= 0);
        }
        COMPARE_CODE(runCli({"bench", "wheels"}), 2);
        COMPARE_CODE(runCli({"bench", "faces"}), 2);
        COMPARE_CODE(runCli({"bench", "faces", m_scratch.at("missing.mp4")}), 3);
    }

    void acrossDatasetsOneIsTrainedOnAndTheOtherTested()
    {
        const std::string other = m_scratch.at("other"), run = m_scratch.at("runs/cross");
        COMPARE_CODE(runCli({"synth", other, "--subjects", "2", "--seed", "9"}), 0);
        const auto outcome = runCli({"train", "--data", m_data, "--protocol", "cross:" + other, "-o", run, "--epochs",
                                     "1", "--set", "landmarks=truth", "--json"});
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "leak check: no subject");
        const std::string splits = readText(run + "/splits.csv");
        std::size_t tested = 0;
        for (const std::string& line : mien::text::split(splits, '\n')) {
            const bool isTest = mien::text::endsWith(line, ",test");
            tested += isTest;
            if (line.find("S0") != std::string::npos) QCOMPARE(line.find("2:other/") == 0, isTest);
        }
        QVERIFY(tested >= 12); // two subjects with six of the classes
        // What a project's user made of the dataset that is tested on is in the run's settings, and obeyed.
        const auto first = splits.find("2:other/");
        const std::string left = splits.substr(first, splits.find_first_of("#,", first) - first);
        QJsonObject config = QJsonDocument::fromJson(QByteArray::fromStdString(readText(run + "/run.json"))).object();
        config[u"tested"_s] = QJsonObject{
            {u"clips"_s,
             QJsonArray{QJsonObject{{u"clip"_s, QString::fromStdString(left.substr(8))}, {u"excluded"_s, true}}}}};
        const std::string changed = m_scratch.at("cross.json");
        QVERIFY(mien::files::writeAtomically(changed, QJsonDocument(config).toJson().toStdString()));
        const std::string without = m_scratch.at("runs/cross-without");
        COMPARE_CODE(runCli({"train", "--config", changed, "-o", without}), 0);
        QVERIFY(readText(run + "/splits.csv").find(left) != std::string::npos);
        QVERIFY(readText(without + "/splits.csv").find(left) == std::string::npos);
        QVERIFY(readText(without + "/run.json").find("\"tested\"") != std::string::npos);
        const auto same =
            runCli({"train", "--data", m_data, "--protocol", "cross:" + m_data, "-o", m_scratch.at("refused")});
        COMPARE_CODE(same, 2);
    }

    void subjectsOnBothSidesAreNamedWithTheResult()
    {
        const auto outcome = runCli({"train", "--data", m_data, "--protocol", "clip-holdout:0.3", "-o",
                                     m_scratch.at("runs/leaky"), "--epochs", "1", "--set", "landmarks=truth"});
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "leak check: these subjects are on both sides of a fold: S001");
    }

    void evaluateTestsAnotherDataset()
    {
        const std::string other = m_scratch.at("other faces");
        COMPARE_CODE(runCli({"synth", other, "--subjects", "1", "--seed", "9"}), 0);
        const auto outcome = runCli({"evaluate", m_run, "--data", other, "--json"});
        COMPARE_CODE(outcome, 0);
        // A clip counts once, however many networks are asked about it, and each network by itself.
        const QJsonArray folds = outcome.line()[u"folds"_s].toArray();
        QVERIFY(folds.size() > 1);
        double sum = 0;
        for (const auto& fold : folds) {
            QCOMPARE(fold.toObject()[u"samples"_s], outcome.line()[u"samples"_s]);
            sum += fold.toObject()[u"accuracy"_s].toDouble();
        }
        QVERIFY(std::abs(outcome.line()[u"accuracy_mean"_s].toDouble() - sum / double(folds.size())) < 1e-9);
        const auto drawn = runCli({"evaluate", m_run, "--data", other, "--per-class", "1", "--json"});
        COMPARE_CODE(drawn, 0);
        for (const auto& score : drawn.line()[u"classes"_s].toArray())
            QVERIFY(score.toObject()[u"support"_s].toInt() <= 1);
        QVERIFY(drawn.line()[u"samples"_s].toInt() > 1);
        VERIFY_REFUSAL(runCli({"evaluate", m_run, "--per-class", "1"}), 2, "name it with --data");
    }

    void predictWritesProbabilities()
    {
        fs::path sequence;
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(m_data) / "cohn-kanade-images"))
            if (entry.is_regular_file()) sequence = entry.path().parent_path();
        const std::string out = m_scratch.at("predictions");
        const auto outcome =
            runCli({"predict", m_run, sequence.string(), m_scratch.at("missing.mp4"), "-o", out, "--json"});
        COMPARE_CODE(outcome, 3); // the missing one; the other is done all the same
        QCOMPARE(outcome.lines().size(), std::size_t{1});
        QVERIFY2(outcome.err.find("trained on drawn faces") != std::string::npos, outcome.err.c_str());
        const fs::path csv = outcome.line()[u"csv"_s].toString().toStdString();
        QCOMPARE(csv, fs::path(out) / (sequence.filename().string() + ".predictions.csv"));
        const auto rows = table(csv);
        QCOMPARE(static_cast<qint64>(rows.size()) - 1, outcome.line()[u"windows"_s].toInteger());
        QVERIFY(rows.size() >= 2);
        QCOMPARE(rows[0].size(), std::size_t{4 + 7});
        QCOMPARE(rows[0][0] + rows[0][1] + rows[0][2] + rows[0][3], std::string("first_framelast_framesecondslabel"));
        QCOMPARE(rows[1][0], std::string("1"));
        double sum = 0;
        for (std::size_t i = 4; i < rows[1].size(); ++i) sum += std::stod(rows[1][i]);
        QVERIFY(std::abs(sum - 1) < 1e-4);

        // The table of the same frames stands for them; its tenths of a pixel move the probabilities a little.
        const std::string tables = m_scratch.at("tables");
        COMPARE_CODE(runCli({"extract", sequence.string(), "-o", tables}), 0);
        const fs::path landmarks = fs::path(tables) / (sequence.filename().string() + ".csv");
        COMPARE_CODE(runCli({"predict", m_run, landmarks.string(), "-o", tables, "--json"}), 0);
        const auto fromTable = table(fs::path(tables) / (sequence.filename().string() + ".predictions.csv"));
        QCOMPARE(fromTable.size(), rows.size());
        for (std::size_t i = 4; i < rows[1].size(); ++i)
            QVERIFY(std::abs(std::stod(fromTable[1][i]) - std::stod(rows[1][i])) < 0.1);
        // So do the same landmarks in other formats, to the last digit.
        for (const char* format : {"pts", "ckplus", "dlib-xml", "coco"}) {
            const bool folder = format[0] == 'p' || format[1] == 'k';
            const std::string other = m_scratch.at("tables/other-") + format +
                                      (folder             ? ""
                                       : format[0] == 'd' ? ".xml"
                                                          : ".json");
            COMPARE_CODE(runCli({"convert", landmarks.string(), "-o", other, "--to", format}), 0);
            const auto fromOther = runCli({"predict", m_run, other, "-o", tables, "--json"});
            COMPARE_CODE(fromOther, 0);
            const auto again = table(fromOther.line()[u"csv"_s].toString().toStdString());
            QCOMPARE(again.size(), fromTable.size());
            for (std::size_t i = 3; i < again[1].size(); ++i) QCOMPARE(again[1][i], fromTable[1][i]);
        }
        // A table is no video: it would be overwritten by its own landmarks.
        COMPARE_CODE(runCli({"extract", landmarks.string(), "-o", tables}), 2);
    }

    void explainWritesMapsAndAgreement()
    {
        const auto predictions = table(m_run + "/predictions.csv");
        const std::string clip = predictions.at(1).at(0);
        const std::string out = m_scratch.at("maps");
        for (const char* method : {"gradcam", "hirescam"}) {
            const auto outcome = runCli({"explain", m_run, "--clip", clip, "--method", method, "-o", out, "--json"});
            COMPARE_CODE(outcome, 0);
            const QJsonObject line = outcome.line();
            QCOMPARE(line[u"clip"_s].toString().toStdString(), clip);
            QCOMPARE(line[u"method"_s].toString(), QString::fromLatin1(method));
            QVERIFY(line[u"held_out"_s].toBool());
            QCOMPARE(std::to_string(line[u"fold"_s].toInt()), predictions.at(1).at(2));
            QCOMPARE(line[u"predicted"_s].toString().toStdString(), predictions.at(1).at(4));
            QVERIFY(line[u"agreement"_s].isObject());
            int csv = 0;
            int png = 0;
            int json = 0;
            for (const QJsonValue& value : line[u"files"_s].toArray()) {
                const fs::path file = value.toString().toStdString();
                QVERIFY2(fs::file_size(file) > 0, file.c_str());
                csv += file.extension() == ".csv";
                png += file.extension() == ".png";
                json += file.extension() == ".json";
            }
            QCOMPARE(csv, 3);
            QCOMPARE(png, 2);
            QCOMPARE(json, 1);
        }
        const auto other =
            runCli({"explain", m_run, "--clip", clip, "--fold", predictions.at(1).at(2) == "1" ? "2" : "1", "--class",
                    "surprise", "-o", out, "--json"});
        COMPARE_CODE(other, 0);
        QVERIFY(!other.line()[u"held_out"_s].toBool());
        QCOMPARE(other.line()[u"explained"_s].toString(), u"surprise"_s);
    }

    void explainRefusesWhatIsNotThere()
    {
        const std::string out = m_scratch.at("maps");
        const auto clip = runCli({"explain", m_run, "--clip", "S999_999", "-o", out});
        QVERIFY2(clip.code == 2 || clip.code == 3, clip.all().c_str());
        VERIFY_SAYS(clip, "S999_999");
        const std::string known = table(m_run + "/predictions.csv").at(1).at(0);
        COMPARE_CODE(runCli({"explain", m_run, "--clip", known, "--class", "joyful", "-o", out}), 2);
        COMPARE_CODE(runCli({"explain", m_run, "--clip", known, "--method", "magic", "-o", out}), 2);
        COMPARE_CODE(runCli({"explain", m_run, "--clip", known, "--fold", "9", "-o", out}), 2);
    }

    void reportIsOneSelfContainedPage()
    {
        const std::string file = m_scratch.at("pages/run.html");
        COMPARE_CODE(runCli({"report", m_run, "-o", file}), 0);
        const std::string page = readText(file);
        QVERIFY(page.find("<html") != std::string::npos && page.find("</html>") != std::string::npos);
        for (const char* reference : {"src=\"http", "href=\"http", "url(http", "src=\"/", "@import"})
            QVERIFY2(page.find(reference) == std::string::npos, reference);
        const auto wrong = runCli({"report", m_run, "-o", m_scratch.at("pages/run.doc")});
        COMPARE_CODE(wrong, 2);
        VERIFY_SAYS(wrong, ".html");
    }

    void doctorFindsAHealthyInstallation()
    {
        const auto outcome = runCli({"doctor", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"problems"_s].toInt(), 0);
        QSet<QString> names;
        for (const QJsonValue& fact : outcome.line()[u"facts"_s].toArray()) names << fact[u"name"_s].toString();
        for (const auto& name :
             {u"Qt"_s, u"OpenCV"_s, u"FFmpeg"_s, u"dlib"_s, u"landmark model SHA-256"_s, u"improved LBP cascade"_s,
              u"Haar cascade"_s, u"landmark cache"_s, u"networks"_s, u"device (auto)"_s})
            QVERIFY2(names.contains(name), qPrintable(name));
    }
};

QTEST_GUILESS_MAIN(TestCliRuns)
#include "test_cli_runs.moc"

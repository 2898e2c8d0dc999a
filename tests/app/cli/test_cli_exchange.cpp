// SPDX-License-Identifier: GPL-3.0-or-later
//
// Networks out of Mien and back: export, predict and evaluate with the exported module, training from weights. What
// Python makes of the files is the matter of test_exchange.
#include "tests/app/cli/cli_fixture.h"
#include "tests/support/python.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <cstdlib>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const fs::path& file)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(readText(file))).object();
}

/// Numbers of the last line of a table without quotes.
std::vector<double> lastRow(const fs::path& file, qsizetype from)
{
    std::vector<double> numbers;
    const auto lines = QString::fromStdString(readText(file)).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& cell : lines.last().split(u',').mid(from)) numbers.push_back(cell.toDouble());
    return numbers;
}

} // namespace

/// Code 3 and these words; lines of progress may stand before them.
#define VERIFY_STOPPED(outcome, words)                                                                                 \
    do {                                                                                                               \
        const auto stopped = (outcome);                                                                                \
        QVERIFY2(stopped.code == 3 && stopped.says(words) && stopped.out.empty(), stopped.all().c_str());              \
    } while (false)

class TestCliExchange : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_data, m_other, m_run, m_exported, m_module;
    std::string m_sequence; ///< a clip of m_other

    std::vector<std::string> trainWords(const std::string& run, const std::vector<std::string>& more) const
    {
        std::vector<std::string> words = {"train",       "--data", m_data,       "--model", "tcn", "--protocol",
                                          "holdout:0.3", "-o",     run,          "--seed",  "1",   "--epochs",
                                          "1",           "--set",  "device=cpu", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    /// The exported module and its description under another name.
    std::string copyOfModule(const std::string& name) const
    {
        const std::string folder = m_scratch.folder(name);
        fs::copy_file(m_module, folder + "/m.pt", fs::copy_options::overwrite_existing);
        fs::copy_file(fs::path(m_module).replace_extension(".json"), folder + "/m.json",
                      fs::copy_options::overwrite_existing);
        return folder + "/m.pt";
    }

private slots:
    void initTestCase()
    {
        m_data = m_scratch.at("faces");
        m_other = m_scratch.at("other faces");
        m_run = m_scratch.at("runs/first");
        m_exported = m_scratch.at("exported");
        COMPARE_CODE(runCli({"synth", m_data, "--subjects", "5", "--seed", "2"}), 0);
        COMPARE_CODE(runCli({"synth", m_other, "--subjects", "1", "--seed", "3"}), 0);
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(m_other) / "cohn-kanade-images"))
            if (entry.is_regular_file()) m_sequence = entry.path().parent_path().string();
        COMPARE_CODE(runCli(trainWords(m_run, {})), 0);
        const auto outcome = runCli({"export", m_run, "-o", m_exported, "--licence", "CC BY 4.0", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t{1});
        QCOMPARE(outcome.line()[u"fold"_s].toInt(), 1);
        m_module = outcome.line()[u"module"_s].toString().toStdString();
        QCOMPARE(m_module, m_exported + "/tcn-fold-1.pt");
    }

    void theDescriptionSaysWhatTheModuleIs()
    {
        const QJsonObject card = object(m_exported + "/tcn-fold-1.json");
        QCOMPARE(card[u"network"_s].toString(), u"tcn"_s);
        QCOMPARE(card[u"inputs"_s][0][u"shape"_s].toArray(), (QJsonArray{2, 68, 20}));
        QCOMPARE(card[u"inputs"_s][0][u"coordinates"_s].toString(), u"face"_s);
        QCOMPARE(card[u"inputs"_s][0][u"dead_zone"_s].toDouble(), 0.02);
        QCOMPARE(card[u"classes"_s].toArray().size(), 7);
        QCOMPARE(card[u"licence"_s].toString(), u"CC BY 4.0"_s);
        QCOMPARE(card[u"sha256"_s].toString().size(), 64);
        const QJsonObject training = card[u"training"_s].toObject();
        QCOMPARE(training[u"datasets"_s].toString(), u"faces"_s);
        QCOMPARE(training[u"protocol"_s].toString(), u"holdout:0.3"_s);
        QCOMPARE(training[u"fold"_s].toString(), u"1"_s);
        QVERIFY(!training[u"generated_data"_s].toString().isEmpty());
        const int people = training[u"training_subjects"_s].toString().toInt() +
                           training[u"validation_subjects"_s].toString().toInt() +
                           training[u"held_out_subjects"_s].toString().toInt();
        QCOMPARE(people, 5);
        QVERIFY2(readText(m_exported + "/tcn-fold-1.json").find(m_scratch.root()) == std::string::npos,
                 "a path of the user left");
    }

    void theModulePredictsWhatTheRunDoes()
    {
        const auto predicted = [&](const std::string& source, const std::string& folder) {
            const auto outcome = runCli({"predict", source, m_sequence, "-o", m_scratch.at(folder), "--json"});
            if (outcome.code != 0) qWarning("%s", outcome.all().c_str());
            return lastRow(outcome.line()[u"csv"_s].toString().toStdString(), 4);
        };
        const auto byRun = predicted(m_run, "by run"), byModule = predicted(m_module, "by module");
        QCOMPARE(byRun.size(), std::size_t{7});
        QCOMPARE(byModule.size(), byRun.size());
        for (std::size_t i = 0; i < byRun.size(); ++i) QVERIFY(std::abs(byRun[i] - byModule[i]) < 1e-5);

        const auto run = runCli({"evaluate", m_run, "--data", m_other, "--json"});
        const auto module = runCli({"evaluate", m_module, "--data", m_other, "--json"});
        COMPARE_CODE(run, 0);
        COMPARE_CODE(module, 0);
        for (const auto& key : {u"accuracy_mean"_s, u"macro_f1"_s, u"samples"_s, u"confusion"_s})
            QCOMPARE(module.line()[key], run.line()[key]);
        VERIFY_REFUSAL(runCli({"evaluate", m_module}), 2, "--data");
        const std::string learned = "the module learned from a dataset of this name";
        QVERIFY2(!module.says(learned), module.all().c_str());
        const auto onItsOwn = runCli({"evaluate", m_module, "--data", m_data, "--json"});
        COMPARE_CODE(onItsOwn, 0);
        VERIFY_SAYS(onItsOwn, learned);
    }

    /// The example's own reading of "face" coordinates, dead zone and sampling leads to what Mien says.
    void theExampleInPythonPredictsWhatMienDoes()
    {
        const std::string python = mien::python::interpreter();
        if (python.empty()) QSKIP("no PyTorch");
        const auto extracted = runCli({"extract", m_sequence, "-o", m_scratch.at("landmarks"), "--json"});
        const auto predicted = runCli({"predict", m_module, m_sequence, "-o", m_scratch.at("for python"), "--json"});
        COMPARE_CODE(extracted, 0);
        COMPARE_CODE(predicted, 0);
        const std::string answers = m_scratch.at("answers.txt");
        const std::string script = MIEN_SOURCE_DIR "/docs/examples/landmarks_to_module.py";
        const std::string command = "'" + python + "' '" + script + "' '" + m_module + "' '" +
                                    extracted.line()[u"csv"_s].toString().toStdString() + "' > '" + answers + "'";
        QCOMPARE(std::system(command.c_str()), 0);
        const auto expected = lastRow(predicted.line()[u"csv"_s].toString().toStdString(), 4);
        const auto lines = QString::fromStdString(readText(answers)).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(static_cast<std::size_t>(lines.size()), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const double share = lines[static_cast<qsizetype>(i)].split(u' ').last().toDouble();
            QVERIFY2(std::abs(share - expected[i]) < 0.005, readText(answers).c_str()); // a tenth of a pixel
        }
    }

    void weightsOfAnUnfinishedRunStayThere()
    {
        const std::string run = m_scratch.at("runs/unfinished");
        fs::copy(m_run, run, fs::copy_options::recursive);
        fs::remove(run + "/summary.json");
        fs::remove(run + "/predictions.csv");
        const std::string out = m_scratch.at("not exported");
        VERIFY_REFUSAL(runCli({"export", run, "-o", out}), 2, "the run is not finished");
        QVERIFY(!fs::exists(out));
        VERIFY_REFUSAL(runCli({"train", "-o", run}), 2, "add --resume");
        VERIFY_REFUSAL(runCli({"evaluate", run}), 3, "has no held-out predictions yet");
        VERIFY_REFUSAL(runCli({"train", "--data", m_data, "--model", "tnc", "-o", m_scratch.at("slip")}), 2,
                       "did you mean tcn?");
    }

    void modulesThatCannotServeAreRefused()
    {
        const std::string module = copyOfModule("changed");
        const fs::path card = fs::path(module).replace_extension(".json");
        const std::string text = readText(card);
        const auto with = [&](const std::string& from, const std::string& to) {
            std::string changed = text;
            changed.replace(changed.find(from), from.size(), to);
            m_scratch.file("changed/m.json", changed);
            return runCli({"predict", module, m_sequence, "-o", m_scratch.at("never")});
        };
        VERIFY_STOPPED(with("\"neutral\"", "\"neutral\", \"boredom\""), "names 8 classes");
        VERIFY_REFUSAL(with("\"format\"", "\"colour\": 1, \"format\""), 3, "'colour'");
        const std::string hash = object(card)[u"sha256"_s].toString().toStdString();
        VERIFY_REFUSAL(with(hash, std::string(64, '0')), 3, "SHA-256 is " + hash);
        fs::remove(card);
        VERIFY_REFUSAL(runCli({"predict", module, m_sequence, "-o", m_scratch.at("never")}), 3,
                       "no description beside it");
        VERIFY_REFUSAL(runCli({"predict", m_scratch.at("absent.pt"), m_other}), 3, "does not exist");
        VERIFY_REFUSAL(runCli({"export", m_run, "--fold", "9", "-o", m_exported}), 3, "no weights of this fold");
        VERIFY_REFUSAL(runCli({"export", m_data, "-o", m_exported}), 3, "is not a run folder");
    }

    void trainingBeginsWithWeights()
    {
        const std::string tuned = m_scratch.at("runs/tuned");
        const auto outcome = runCli(trainWords(tuned, {"--set", "weights=" + m_module}));
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "began with the weights in tcn-fold-1.pt");
        QVERIFY(object(tuned + "/summary.json")[u"notes"_s].toString().contains(u"the figures are too good"_s));
        QVERIFY(!object(m_run + "/summary.json")[u"notes"_s].toString().contains(u"too good"_s));
        const QJsonObject config = object(tuned + "/run.json");
        QCOMPARE(config[u"weights"_s].toString().toStdString(), m_module);
        QCOMPARE(config[u"weights_sha256"_s], object(m_exported + "/tcn-fold-1.json")[u"sha256"_s]);
        // An epoch further than the run that the weights come from: the first loss is lower.
        const double before = lastRow(m_run + "/metrics.csv", 2).front(),
                     after = lastRow(tuned + "/metrics.csv", 2).front();
        QVERIFY2(after < before, qPrintable(QString::number(before) + u' ' + QString::number(after)));

        // The run repeats with these weights and with no others of their name.
        const std::string copy = m_scratch.at("runs/copy");
        COMPARE_CODE(runCli({"train", "--config", tuned + "/run.json", "-o", copy}), 0);
        QCOMPARE(readText(copy + "/metrics.csv"), readText(tuned + "/metrics.csv"));
        QString changed = QString::fromStdString(readText(tuned + "/run.json"));
        changed.replace(config[u"weights_sha256"_s].toString(), QString(64, u'0'));
        const std::string other = m_scratch.file("other.json", changed.toStdString());
        VERIFY_STOPPED(runCli({"train", "--config", other, "-o", m_scratch.at("runs/not")}),
                       "not the weights that the run began with");
    }

    void weightsThatDoNotFitStopTheTrainingAtOnce()
    {
        const std::string run = m_scratch.at("runs/never");
        const auto refused = [&](const std::vector<std::string>& settings) {
            return runCli(trainWords(run, settings));
        };
        auto another = trainWords(run, {"--set", "weights=" + m_module});
        another[4] = "tcn_gap";
        VERIFY_STOPPED(runCli(another), "missing: fc.bias, fc.weight; not in the network: fc1.bias");
        VERIFY_STOPPED(refused({"--set", "weights=" + m_scratch.file("note.pt", "no weights")}), "torch.save");
        VERIFY_STOPPED(refused({"--set", "weights=" + m_scratch.at("absent.pt")}), "cannot be read");
        VERIFY_STOPPED(refused({"--set", "weights=" + m_module, "--set", "weights_map=absent.json"}), "absent.json");
        COMPARE_CODE(refused({"--set", "weights_map=vgg_face"}), 2);
        QVERIFY(!fs::exists(run));

        // With a map the trunk is taken over, the new head stays random.
        const std::string map = m_scratch.file("trunk.json", R"({"ignore": ["fc1", "fc2"], "keep": ["fc"]})");
        auto words =
            trainWords(m_scratch.at("runs/gap"), {"--set", "weights=" + m_module, "--set", "weights_map=" + map});
        words[4] = "tcn_gap";
        COMPARE_CODE(runCli(words), 0);
    }
};

QTEST_GUILESS_MAIN(TestCliExchange)
#include "test_cli_exchange.moc"

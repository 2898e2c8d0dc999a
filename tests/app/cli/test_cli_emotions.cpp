// SPDX-License-Identifier: GPL-3.0-or-later
//
// emotions, in process, behind a small run of action units: tables are written, tested beside rules and shuffled
// controls, changed by hand and used. (What is learned is tested in core/facs.)
#include "core/project/run_folder.h"
#include "tests/app/cli/cli_fixture.h"

#include <QTest>

#include <filesystem>
#include <set>

using namespace mien::test;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

class TestCliEmotions : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_units, m_run;

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        m_units = m_scratch.at("units");
        m_run = m_scratch.at("emotions");
        COMPARE_CODE(runCli({"synth", m_scratch.at("ck"), "--subjects", "6"}), 0);
        COMPARE_CODE(runCli({"train", "--data", m_scratch.at("ck"), "--model", "mobilenet3d_au", "--protocol",
                             "holdout:0.3", "-o", m_units, "--set", "epochs=1", "--set", "width=0.25", "--set",
                             "side=112", "--set", "frames=8", "--json"}),
                     0);
    }

    void tablesAreLearnedAndTestedOnWhoIsHeldOut()
    {
        const auto outcome = runCli({"emotions", m_units, "-o", m_run, "--set", "present_from=0.3", "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonObject line = outcome.line();
        for (const char* figure : {"accuracy_pooled", "rules_accuracy", "shuffled_accuracy_mean", "chance_level"})
            QVERIFY2(line[QLatin1String(figure)].isDouble(), outcome.all().c_str());
        QCOMPARE(line[u"shuffled_controls"_s].toInt(), 20);
        const mien::RunFolder units(m_units), run(m_run);
        std::set<std::string> held, tested;
        const auto splits = units.splits();
        for (const auto& row : *splits)
            if (row.role == "test") held.insert(row.subject);
        const auto predicted = run.predictions();
        for (const auto& prediction : *predicted) tested.insert(prediction.subject);
        QCOMPARE(tested, held);
        QVERIFY(readText(m_run + "/fold-1/emotions.csv").rfind("emotion,units,weight\nneutral,,", 0) == 0);
        const auto config = run.config();
        QCOMPARE(config->network, std::string("au_emotions"));
        QCOMPARE(config->parentRelativePath, std::string("../units"));
        // A run as any other.
        const auto evaluated = runCli({"evaluate", m_run, "--json"});
        COMPARE_CODE(evaluated, 0);
        QCOMPARE(evaluated.line()[u"accuracy_pooled"_s], line[u"accuracy_pooled"_s]);
        VERIFY_REFUSAL(runCli({"evaluate", m_run, "--batch-means", "8"}), 2, "--batch-means");
        VERIFY_REFUSAL(runCli({"emotions", m_units, "-o", m_run}), 2, "not empty");
    }

    void anExpertsTableIsTestedAndUsed()
    {
        // Every clip has some probability of AU 12, however small.
        const std::string table = m_scratch.file("mine.csv", "emotion,units,weight\nneutral,,0\nhappy,12,1\n");
        const std::string run = m_scratch.at("mine");
        const auto outcome = runCli({"emotions", m_units, "-o", run, "--table", table, "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"shuffled_controls"_s].toInt(), 0);
        const auto classes = mien::RunFolder(run).classes().value();
        const auto stored = mien::RunFolder(run).predictions();
        for (const auto& prediction : *stored)
            QCOMPARE(classes.at(static_cast<std::size_t>(prediction.predicted())), std::string("happiness"));
        QCOMPARE(readText(run + "/fold-1/emotions.csv"),
                 std::string("emotion,units,weight\nneutral,,0\nhappiness,12,1\n"));
        std::string clip;
        for (const auto& entry : fs::recursive_directory_iterator(m_scratch.at("ck/cohn-kanade-images")))
            if (entry.path().extension() == ".png") clip = entry.path().parent_path().string();
        const auto predicted = runCli({"predict", run, clip, "-o", m_scratch.at("said"), "--json"});
        COMPARE_CODE(predicted, 0);
        QCOMPARE(predicted.line()[u"label"_s].toString(), u"happiness"_s);
    }

    void whatIsNoUnitRunOrNoTableIsRefused()
    {
        const std::string to = m_scratch.at("refused");
        VERIFY_REFUSAL(runCli({"emotions", m_run, "-o", to}), 2, "network");
        VERIFY_REFUSAL(runCli({"emotions", m_scratch.at("nowhere"), "-o", to}), 3, "does not exist");
        VERIFY_REFUSAL(runCli({"emotions", m_units, "-o", to, "--set", "kappa=x"}), 2, "kappa");
        VERIFY_REFUSAL(runCli({"emotions", m_units, "-o", to, "--set", "tau=1"}), 2, "tau");
        const std::string table = m_scratch.file("bad.csv", "emotion,units,weight\nhappy,smile,1\n");
        VERIFY_REFUSAL(runCli({"emotions", m_units, "-o", to, "--table", table}), 3, "line 2");
        QVERIFY(!fs::exists(to));
    }
};

QTEST_GUILESS_MAIN(TestCliEmotions)
#include "test_cli_emotions.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// compare, in process, with its controls: a run equals itself, and beats one whose labels were shuffled.
#include "tests/app/cli/cli_fixture.h"

#include <QTest>

using namespace mien::test;
using namespace Qt::StringLiterals;

class TestCliCompare : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_data;

    /// Three clips of two people in two folds; `truth` and `answer` of the last.
    std::string writtenRun(const std::string& name, const std::string& truth = "fear",
                           const std::string& lastClip = "B_2") const
    {
        const std::string run = m_scratch.at(name);
        m_scratch.file(name + "/run.json", readText(m_scratch.at("runs/real/run.json")));
        m_scratch.file(name + "/splits.csv", "clip,subject,fold,role\nA_1,A,1,test\nB_1,B,1,train\n" + lastClip +
                                                 ",B,1,train\nA_1,A,2,train\nB_1,B,2,test\n" + lastClip +
                                                 ",B,2,test\n");
        m_scratch.file(name + "/predictions.csv",
                       "clip,subject,fold,truth,predicted,second,p_anger,p_fear\n"
                       "A_1,A,1,anger,anger,fear,0.9,0.1\nB_1,B,2,anger,anger,fear,0.8,0.2\n" +
                           lastClip + ",B,2," + truth + ",fear,anger,0.3,0.7\n");
        return run;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        m_data = m_scratch.at("faces");
        COMPARE_CODE(runCli({"synth", m_data, "--subjects", "6", "--seed", "3"}), 0);
        for (const auto& [name, control] :
             {std::pair("runs/real", "none"), std::pair("runs/shuffled", "shuffled_labels")})
            COMPARE_CODE(runCli({"train", "--data", m_data, "--model", "tcn", "--protocol", "subject-kfold:3", "--seed",
                                 "5", "--epochs", "15", "--set", "landmarks=truth", "--set",
                                 std::string("control=") + control, "-o", m_scratch.at(name), "--json"}),
                         0);
    }

    void aRunEqualsItself()
    {
        const auto outcome =
            runCliWithoutEngine({"compare", m_scratch.at("runs/real"), m_scratch.at("runs/real"), "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t{1});
        const QJsonObject line = outcome.line();
        QCOMPARE(line[u"difference"_s].toDouble(-1), 0.0);
        for (const auto& key : {u"mcnemar_p"_s, u"mcnemar_mid_p"_s, u"t_p"_s, u"t_p_holm"_s})
            QVERIFY2(line[key].toDouble(-1) == 1.0, qPrintable(key));
        QCOMPARE(line[u"subjects"_s].toInt(), 6);
        QCOMPARE(line[u"folds"_s].toInt(), 3);
        const auto page = runCliWithoutEngine({"compare", m_scratch.at("runs/real"), m_scratch.at("runs/real")});
        QVERIFY2(page.out.find("no difference is demonstrated: not by the interval, McNemar's test, the t-test") !=
                     std::string::npos,
                 page.out.c_str());
    }

    void shuffledLabelsAreClearlyWorse()
    {
        const std::vector<std::string> words = {"compare", m_scratch.at("runs/shuffled"), m_scratch.at("runs/real")};
        auto withJson = words;
        withJson.push_back("--json");
        const auto outcome = runCliWithoutEngine(withJson);
        COMPARE_CODE(outcome, 0);
        const QJsonObject line = outcome.line();
        QVERIFY2(line[u"difference"_s].toDouble() > 0.3, outcome.out.c_str());
        QVERIFY2(line[u"difference_low"_s].toDouble() > 0, outcome.out.c_str());
        QVERIFY2(line[u"mcnemar_p"_s].toDouble(1) < 0.001, outcome.out.c_str());
        QVERIFY2(line[u"t_p"_s].toDouble(1) < 0.1, outcome.out.c_str()); // three folds
        const auto page = runCliWithoutEngine(words);
        COMPARE_CODE(page, 0);
        for (const char* said : {"difference", "95 % by resampling 6 subjects", "McNemar", "corrected t over folds",
                                 "control run with shuffled labels"})
            QVERIFY2(page.out.find(said) != std::string::npos, page.out.c_str());
        // Interval and McNemar agree; three folds may be too few for the t-test, and then nothing is demonstrated.
        const bool all = line[u"t_p"_s].toDouble(1) < 0.05;
        const char* verdict = all ? "the second is better" : "no difference is demonstrated: not by the t-test\n";
        QVERIFY2(page.out.find(verdict) != std::string::npos, page.out.c_str());
    }

    void severalRunsAreComparedWithTheFirst()
    {
        const std::string real = m_scratch.at("runs/real");
        const auto outcome = runCliWithoutEngine({"compare", real, m_scratch.at("runs/shuffled"), real, "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t{2});
        QCOMPARE(outcome.lines()[1][u"second"_s].toString().toStdString(), real);
        const auto page = runCliWithoutEngine({"compare", real, m_scratch.at("runs/shuffled"), real});
        QVERIFY2(page.out.find("(Holm)") != std::string::npos, page.out.c_str());
    }

    void whatDoesNotPairIsRefused()
    {
        const std::string run = writtenRun("first");
        COMPARE_CODE(runCliWithoutEngine({"compare", run, writtenRun("second")}), 0);
        VERIFY_REFUSAL(runCliWithoutEngine({"compare", run}), 2, "needs two runs");
        VERIFY_REFUSAL(runCliWithoutEngine({"compare", run, writtenRun("other clip", "fear", "B_3")}), 2,
                       "(3 and 3, 2 of them shared)");
        VERIFY_REFUSAL(runCliWithoutEngine({"compare", run, writtenRun("other truth", "anger")}), 2,
                       "another truth of the clip 'B_2'");
        VERIFY_REFUSAL(runCliWithoutEngine({"compare", run, m_scratch.at("nowhere")}), 3, "does not exist");
        m_scratch.file("unfinished/run.json", readText(m_scratch.at("runs/real/run.json")));
        VERIFY_REFUSAL(runCliWithoutEngine({"compare", run, m_scratch.at("unfinished")}), 3, "no held-out predictions");
    }

    /// Two people are too few for an interval, and two folds of which one is empty for nothing: null, never 0.
    void whatIsNotComputedIsNull()
    {
        const std::string run = writtenRun("few");
        const QJsonObject line = runCliWithoutEngine({"compare", run, run, "--json"}).line();
        QVERIFY(line[u"difference_low"_s].isNull() && line[u"difference_high"_s].isNull());
        QCOMPARE(line[u"difference"_s].toDouble(-1), 0.0);
        QVERIFY(runCliWithoutEngine({"compare", run, run}).out.find("at least three subjects") != std::string::npos);
    }

    void evaluateShowsIntervalsAndThePaper()
    {
        const std::string run = m_scratch.at("runs/real");
        const auto outcome = runCli({"evaluate", run, "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonObject figures = outcome.line();
        for (const auto& key : {u"accuracy_pooled"_s, u"accuracy_subjects"_s, u"balanced_accuracy"_s, u"macro_f1"_s}) {
            const double value = figures[key].toDouble(-1);
            QVERIFY2(figures[key + u"_low"_s].toDouble(2) <= value && value <= figures[key + u"_high"_s].toDouble(-2),
                     qPrintable(key));
        }
        QCOMPARE(figures[u"subjects"_s].toArray().size(), 6);
        const QJsonValue anger = figures[u"classes"_s][0];
        QCOMPARE(anger[u"true_positives"_s].toInt() + anger[u"false_negatives"_s].toInt(), anger[u"support"_s].toInt());
        QCOMPARE(anger[u"true_negatives"_s].toInt() + anger[u"false_positives"_s].toInt() + anger[u"support"_s].toInt(),
                 figures[u"samples"_s].toInt());
        QVERIFY(figures[u"ece"_s].isDouble() && figures[u"roc_auc"_s].isDouble() && figures[u"map"_s].isDouble());
        QVERIFY(figures[u"seconds_per_subject"_s].toDouble() > 0);
        QVERIFY(figures[u"reference"_s][u"source"_s].toString().contains(u"Gund"_s));
        const auto page = runCli({"evaluate", run});
        for (const char* said :
             {"balanced accuracy (UAR)", "second answers", "s a held-out subject", "printed in the paper", "99.57 %",
              "why they do not compare directly", "This run: protocol subject-kfold:3"})
            QVERIFY2(page.out.find(said) != std::string::npos, said);
    }
};

QTEST_GUILESS_MAIN(TestCliCompare)
#include "test_cli_compare.moc"

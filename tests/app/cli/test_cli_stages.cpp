// SPDX-License-Identifier: GPL-3.0-or-later
//
// Training in two stages, in process: a recurrent network behind a network of single frames (valence/arousal spec,
// sections 6 and 7), small and short: that each fold learns from the right network and every frame gets its row.
#include "core/base/text.h"
#include "core/project/run_folder.h"
#include "tests/app/cli/cli_fixture.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace mien::test;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

/// As VERIFY_REFUSAL, where lines of progress may come first.
#define VERIFY_STOPS(outcome, expected, words)                                                                         \
    do {                                                                                                               \
        const auto stopped = outcome;                                                                                  \
        QVERIFY2(stopped.code == expected && stopped.says(words), stopped.all().c_str());                              \
    } while (false)

namespace {

using People = std::map<int, std::set<std::string>>; ///< by fold

People withRoles(const fs::path& run, const std::set<std::string>& roles)
{
    People people;
    const auto splits = mien::RunFolder(run).splits();
    for (const mien::SplitRow& row : *splits)
        if (roles.count(row.role)) people[row.fold].insert(row.subject);
    return people;
}

People heldOut(const fs::path& run)
{
    return withRoles(run, {"test"});
}

int linesOf(const std::string& text)
{
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

int countOf(const std::string& text, const std::string& words)
{
    int count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

} // namespace

class TestCliStages : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_cnn, m_gru; ///< runs

    std::vector<std::string> head(const std::string& run, const std::vector<std::string>& more) const
    {
        std::vector<std::string> words = {"train",    "--model", "va_gru1",   "-o",    run,          "--set",
                                          "epochs=1", "--set",   "frames=20", "--set", "width=0.25", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    /// A film of the dataset, and how many frames it has.
    std::pair<std::string, int> film() const
    {
        for (const auto& entry : fs::directory_iterator(m_scratch.at("va/videos"))) {
            const std::string stem = entry.path().stem().string();
            for (const char* set : {"Train_Set", "Validation_Set"}) {
                const std::string rows = readText(m_scratch.at("va/VA_Set") + "/" + set + "/" + stem + ".txt");
                if (!rows.empty()) return {entry.path().string(), linesOf(rows) - 1};
            }
        }
        return {};
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        COMPARE_CODE(runCli({"synth", m_scratch.at("va"), "--layout", "affwild2", "--subjects", "1", "--width", "320",
                             "--height", "240"}),
                     0);
        m_cnn = m_scratch.at("stages/cnn,va_cnn,subject-kfold-2,seed-3");
        m_gru = m_scratch.at("stages/gru,va_gru1,subject-kfold-2,seed-3");
    }

    void anExperimentGoesThroughBothStages()
    {
        const std::string file = m_scratch.file("stages.json", R"({"blocks": [
            {"title": "cnn", "data": ["va"], "networks": ["va_cnn"], "protocols": ["subject-kfold:2"], "seeds": ["3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "side": 48, "stride": 10}}]},
            {"title": "gru", "data": ["va"], "networks": ["va_gru1"], "protocols": ["subject-kfold:2"], "seeds": ["3"],
             "parent": {"block": "cnn", "network": "va_cnn"},
             "settings": [{"set": {"epochs": 1, "width": 0.25, "features": 75, "frames": 20, "stride": 7}}]}]})");
        const auto outcome = runCli({"experiment", file, "-o", m_scratch.at("stages"), "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t(2));
        const std::string page = readText(m_scratch.at("stages/RESULTS.md"));
        QVERIFY2(page.find("| va_gru1 |") != std::string::npos && page.find("CCC") != std::string::npos, page.c_str());
        // The folds are those of the first stage, though windows are fewer than frames.
        QCOMPARE(heldOut(m_gru), heldOut(m_cnn));
        const std::string summary = readText(m_gru + "/summary.json");
        QVERIFY2(summary.find(R"("parent_folds": "1 2")") != std::string::npos, summary.c_str());
        const std::string config = readText(m_gru + "/run.json");
        QVERIFY2(config.find(R"("parent_relative_path": "../cnn,va_cnn)") != std::string::npos, config.c_str());
        QVERIFY2(config.find(R"("parent_weights": ")") != std::string::npos, config.c_str());
        // Again: nothing is done twice.
        const auto again = runCli({"experiment", file, "-o", m_scratch.at("stages"), "--json"});
        COMPARE_CODE(again, 0);
        for (const QJsonObject& line : again.lines()) QVERIFY(line[u"was_finished"_s].toBool());
    }

    void dataAndFoldsAreThoseOfTheParent()
    {
        const std::string run = m_scratch.at("behind");
        const auto outcome = runCli(head(run, {"--parent", m_cnn, "--set", "features=75", "--set", "stride=7"}));
        COMPARE_CODE(outcome, 0);
        // Each video counts as a person here: what cannot be told is not claimed.
        VERIFY_SAYS(outcome, "whether a person is cannot be told, since nobody is named");
        VERIFY_SAYS(outcome, "each clip counts as a person of its own");
        const auto summary = mien::RunFolder(run).summary();
        QVERIFY(summary.ok() && summary->at("subject_disjoint").empty());
        QVERIFY(mien::text::toInt(summary->at("clips")) < mien::text::toInt(summary->at("samples_of_all_parts")));
        // The same run as the experiment's: features come from the cache, digits do not change.
        QCOMPARE(readText(run + "/predictions.csv"), readText(m_gru + "/predictions.csv"));
        const auto figures = runCli({"evaluate", run, "--batch-means", "8", "--json"});
        COMPARE_CODE(figures, 0);
        const QJsonObject line = figures.line();
        QVERIFY(line[u"rmse_valence_batch_mean"_s].isDouble());
        // Smaller batches, smaller deviations: the root of a mean is more than the mean of roots.
        QVERIFY(line[u"rmse_valence_batch_mean"_s].toDouble() < line[u"rmse_valence"_s].toDouble());
        QVERIFY(!runCli({"evaluate", run, "--json"}).line().contains(u"rmse_valence_batch_mean"_s));
        // The figures of the task are there for every epoch.
        const std::string metrics = readText(run + "/metrics.csv");
        const auto lines = mien::text::split(metrics, '\n');
        const auto cells = mien::text::split(lines.at(1), ',');
        QCOMPARE(cells.size(), std::size_t(10));
        QVERIFY2(cells[7].empty() && mien::text::toDouble(cells[8]) && mien::text::toDouble(cells[9]), metrics.c_str());
    }

    void whoeverWasLearnedFromIsNotHeldOut()
    {
        const std::vector<std::string> parent = {"--parent", m_cnn, "--set", "features=75"};
        const auto with = [&](std::vector<std::string> more) {
            more.insert(more.begin(), parent.begin(), parent.end());
            return runCli(head(m_scratch.at("refused"), more));
        };
        const auto leaky = with({"--protocol", "holdout:0.65"});
        COMPARE_CODE(leaky, 2);
        VERIFY_SAYS(leaky, "whom the parent run learned from");
        VERIFY_SAYS(leaky, "fold 1 holds out S001_00");
        VERIFY_SAYS(leaky, "subject-kfold:2 and 3");
        // One person at a time: there is a fold that left each of them out.
        QVERIFY(!fs::exists(m_scratch.at("refused")));
        const auto single = runCli(head(m_scratch.at("loso"), {"--parent", m_cnn, "--set", "features=75", "--set",
                                                               "stride=20", "--protocol", "loso"}));
        COMPARE_CODE(single, 0);
        const auto summary = mien::RunFolder(m_scratch.at("loso")).summary();
        People learned = withRoles(m_cnn, {"train", "val"});
        std::vector<int> chosen;
        for (const std::string& fold : mien::text::split(summary->at("parent_folds"), ' '))
            chosen.push_back(static_cast<int>(mien::text::toInt(fold).value_or(0)));
        const People held = heldOut(m_scratch.at("loso"));
        QCOMPARE(chosen.size(), held.size());
        QCOMPARE((std::set<int>{chosen.begin(), chosen.end()}), (std::set<int>{1, 2}));
        for (const auto& [fold, people] : held)
            for (const std::string& person : people)
                QVERIFY2(!learned.at(chosen.at(static_cast<std::size_t>(fold) - 1)).count(person), person.c_str());
    }

    void unfitParentsAreRefused()
    {
        const std::string run = m_scratch.at("refused");
        VERIFY_STOPS(runCli(head(run, {"--data", m_scratch.at("va")})), 2, "--parent");
        VERIFY_STOPS(runCli(head(run, {"--parent", m_cnn})), 2, "--set features=75");
        VERIFY_STOPS(runCli(head(run, {"--parent", m_gru})), 2, "gives no features");
        VERIFY_STOPS(runCli(head(run, {"--parent", m_scratch.at("va")})), 3, "run.json");
        VERIFY_STOPS(runCli({"train", "--model", "va_cnn", "--parent", m_cnn, "-o", run, "--json"}), 2,
                     "takes no parent run");
        VERIFY_REFUSAL(runCli({"explain", m_gru, "--clip", "S001_001", "-o", m_scratch.at("map")}), 2, "has no maps");
        QVERIFY(!fs::exists(run));
    }

    void everyFrameOfAFilmHasItsRow()
    {
        const auto [path, frames] = film();
        QVERIFY(frames > 40);
        const auto outcome = runCli({"predict", m_gru, path, "-o", m_scratch.at("said"), "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"frames"_s].toInt(), frames);
        const std::string rows = readText(outcome.line()[u"csv"_s].toString().toStdString());
        QVERIFY2(rows.rfind("frame,valence,arousal,source,seconds\n1,", 0) == 0, rows.c_str());
        QCOMPARE(linesOf(rows), frames + 1);
        // A face in every frame: the first 20 have no window before them.
        QCOMPARE(countOf(rows, ",rnn,"), frames - 20);
        QCOMPARE(countOf(rows, ",interpolated,"), 20);
        QCOMPARE(outcome.line()[u"rnn"_s].toInt(), frames - 20);

        const auto single = runCli({"predict", m_cnn, path, "-o", m_scratch.at("said-cnn"), "--json"});
        COMPARE_CODE(single, 0);
        QCOMPARE(single.line()[u"cnn"_s].toInt(), frames);
    }

    void shortFilmsAreLeftToTheFirstStage()
    {
        const std::string folder = m_scratch.folder("still");
        COMPARE_CODE(runCli({"synth", m_scratch.at("ck"), "--subjects", "1", "--width", "320", "--height", "240"}), 0);
        for (const auto& entry : fs::recursive_directory_iterator(m_scratch.at("ck")))
            if (entry.path().extension() == ".png") {
                fs::copy_file(entry.path(), fs::path(folder) / "1.png");
                break;
            }
        const auto outcome = runCli({"predict", m_gru, folder, "-o", m_scratch.at("said"), "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"cnn"_s].toInt(), 1);
        QCOMPARE(outcome.line()[u"rnn"_s].toInt(), 0);
    }

    /// Last: it moves and changes the runs.
    void aParentThatMovesIsFoundAndOneThatChangesIsNot()
    {
        fs::rename(m_scratch.at("stages"), m_scratch.at("moved"));
        const std::string gru = m_scratch.at("moved/gru,va_gru1,subject-kfold-2,seed-3");
        const std::string cnn = m_scratch.at("moved/cnn,va_cnn,subject-kfold-2,seed-3");
        COMPARE_CODE(runCli({"predict", gru, film().first, "-o", m_scratch.at("said"), "--json"}), 0);
        fs::remove(gru + "/summary.json"); // as if it had been stopped
        const std::string before = readText(gru + "/predictions.csv");
        const auto resumed = runCli({"train", "-o", gru, "--resume", "--json"});
        COMPARE_CODE(resumed, 0);
        QVERIFY2(resumed.says("resumed: fold 1 behind epoch "), resumed.all().c_str());
        QCOMPARE(readText(gru + "/predictions.csv"), before);
        fs::remove(gru + "/summary.json");
        fs::copy_file(cnn + "/fold-1/best.pt", cnn + "/fold-2/best.pt", fs::copy_options::overwrite_existing);
        VERIFY_REFUSAL(runCli({"train", "-o", gru, "--resume", "--json"}), 3, "trained anew");
        fs::remove_all(cnn);
        VERIFY_REFUSAL(runCli({"predict", gru, film().first, "-o", m_scratch.at("said"), "--json"}), 3, "not there");
    }
};

QTEST_GUILESS_MAIN(TestCliStages)
#include "test_cli_stages.moc"

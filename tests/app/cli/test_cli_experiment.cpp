// SPDX-License-Identifier: GPL-3.0-or-later
//
// experiment, in process: cells are run once, failures are written down, another experiment is not mixed in; and every
// kind of network goes its way from pictures or annotations to figures.
#include "core/project/run_folder.h"
#include "tests/app/cli/cli_fixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <filesystem>
#include <map>

using namespace mien::test;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> states(const Outcome& outcome)
{
    std::vector<std::string> all;
    for (const QJsonObject& line : outcome.lines())
        all.push_back(line[u"state"_s].toString().toStdString() + (line[u"was_finished"_s].toBool() ? " before" : ""));
    return all;
}

using States = std::vector<std::string>;

} // namespace

class TestCliExperiment : public QObject
{
    Q_OBJECT

    Scratch m_scratch;

    Outcome run(const std::string& name, const std::string& json) const
    {
        const std::string file = m_scratch.file(name + ".json", json);
        return runCli({"experiment", file, "-o", m_scratch.at(name), "--json"});
    }

private slots:
    void initTestCase() { QVERIFY(m_scratch.isValid()); }

    void finishedCellsAreNotRepeated()
    {
        const std::string json = R"({"title": "Two seeds", "generate": [{"folder": "faces", "subjects": 4}],
            "blocks": [{"title": "Landmarks", "data": ["faces"], "networks": ["tcn"], "protocols": ["holdout:0.3"],
            "seeds": ["1", "2"], "full_size": true, "settings": [{"name": "short", "set": {"epochs": 2}}]}]})";
        const auto first = run("seeds", json);
        COMPARE_CODE(first, 0);
        QCOMPARE(states(first), (States{"finished", "finished"}));
        const std::string predictions = m_scratch.at("seeds/Landmarks,tcn,short,holdout-0.3,seed-2/predictions.csv");
        const auto written = fs::last_write_time(predictions);
        const auto stepTaken = fs::last_write_time(m_scratch.at("seeds/full-size.csv"));
        const auto again = run("seeds", json);
        COMPARE_CODE(again, 0);
        QCOMPARE(fs::last_write_time(m_scratch.at("seeds/full-size.csv")), stepTaken);
        QCOMPARE(states(again), (States{"finished before", "finished before"}));
        QCOMPARE(fs::last_write_time(predictions), written);
        // A third seed is all that is left to do.
        const auto more = run("seeds", std::string(json).replace(json.find(R"("2")"), 3, R"("2", "3")"));
        COMPARE_CODE(more, 0);
        QCOMPARE(states(more), (States{"finished before", "finished before", "finished"}));
        const std::string page = readText(m_scratch.at("seeds/RESULTS.md"));
        for (const char* said : {"# Two seeds", "## Landmarks", "3 of 3 runs are finished", "| tcn | short epochs=2 |",
                                 "| 1 2 3 |", " ± ", "drawn by Mien", "always the commonest", "| 330119 |",
                                 "One training step at full size", "| tcn | 330119 | 8 |", "99.57 % on CK+"})
            QVERIFY2(page.find(said) != std::string::npos, page.c_str());
        QVERIFY(readText(m_scratch.at("seeds/results.csv")).find("accuracy_pooled") != std::string::npos);
        QVERIFY(fs::exists(
            m_scratch.at("seeds/Landmarks,tcn,short,holdout-0.3,seed-1/events/fold-1/events.out.tfevents.mien")));
        // The same cell with other settings is another run: nothing is overwritten.
        VERIFY_REFUSAL(run("seeds", std::string(json).replace(json.find("2}}"), 1, "3")), 2, "other settings");
        QCOMPARE(fs::last_write_time(predictions), written);
        // Tables and the kept file are those of before.
        QCOMPARE(readText(m_scratch.at("seeds/RESULTS.md")), page);
        QVERIFY(readText(m_scratch.at("seeds/experiment.json")).find("\"epochs\": 2") != std::string::npos);
        // Nor are other faces than the file asks for taken for them.
        VERIFY_REFUSAL(run("seeds", std::string(json).replace(json.find(": 4}"), 3, ": 5")), 2, "drawn otherwise");
    }

    void failuresEndNothingElse()
    {
        COMPARE_CODE(runCli({"synth", m_scratch.at("faces"), "--subjects", "4"}), 0);
        m_scratch.folder("empty");
        // Before anything is drawn, too.
        VERIFY_REFUSAL(run("missing", R"({"generate": [{"folder": "drawn", "subjects": 9}],
                       "blocks": [{"data": ["drawn", "nowhere"], "networks": ["tcn"]}]})"),
                       3, "no such dataset");
        QVERIFY(!fs::exists(m_scratch.at("missing")));
        const auto outcome = run("failing", R"({"blocks": [
            {"title": "a", "data": ["empty"], "networks": ["tcn"], "protocols": ["holdout:0.3"]},
            {"title": "b", "data": ["faces"], "networks": ["tcn"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1}}]}]})");
        QCOMPARE(outcome.code, 1);
        QCOMPARE(states(outcome), (States{"failed", "finished"}));
        const std::string page = readText(m_scratch.at("failing/RESULTS.md"));
        QVERIFY2(page.find("empty") != std::string::npos, page.c_str());
        // Killed before it had a run.json, a run is begun anew.
        fs::remove_all(m_scratch.at("failing/b,tcn,holdout-0.3,seed-1"));
        m_scratch.folder("failing/b,tcn,holdout-0.3,seed-1");
        m_scratch.file("failing/b,tcn,holdout-0.3,seed-1/environment.json", "{}");
        const auto again = run("failing", readText(m_scratch.at("failing.json")));
        QCOMPARE(states(again), (States{"failed", "finished"}));
    }

    /// Their networks and options are looked at before their data, which is taken away here.
    void theFilesThatComeWithMienAskForWhatThereIs()
    {
        for (const char* name : {"all_networks", "microx_ablations"}) {
            const std::string shipped =
                readText(std::string(MIEN_SOURCE_DIR "/resources/experiments/") + name + ".json");
            QJsonObject file = QJsonDocument::fromJson(QByteArray::fromStdString(shipped)).object();
            QVERIFY(file.contains(u"generate"_s));
            file.remove(u"generate"_s);
            VERIFY_REFUSAL(run(name, QJsonDocument(file).toJson().toStdString()), 3, "no such dataset");
        }
    }

    void nonsenseIsRefusedBeforeAnythingIsTrained()
    {
        VERIFY_REFUSAL(run("nonsense", R"({"blocks": [{"data": ["faces"], "networks": ["tcnn"]}]})"), 2, "tcnn");
        QVERIFY(!fs::exists(m_scratch.at("nonsense")));
        const std::string folder = m_scratch.folder("full");
        m_scratch.file("full/mine.txt", "x");
        VERIFY_REFUSAL(run("full", R"({"blocks": [{"data": ["faces"], "networks": ["tcn"]}]})"), 2, "not empty");
    }

    /// Pictures, votes, classes by another count, action units, valence and arousal: small and short.
    void everyKindOfNetworkHasFigures()
    {
        const auto outcome = run("kinds", R"({"generate": [{"folder": "ck", "subjects": 8},
            {"folder": "va", "layout": "affwild2", "subjects": 2}],
            "blocks": [{"title": "late", "data": ["ck"], "networks": ["late_fusion"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "side": 128}}]},
            {"title": "vote", "data": ["ck"], "networks": ["conv3d"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "side": 128}}]},
            {"title": "components", "data": ["ck"], "networks": ["microx"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "size": 30}}]},
            {"title": "units", "data": ["ck"], "networks": ["mobilenet3d_au"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "side": 112, "frames": 8}}]},
            {"title": "affect", "data": ["va"], "networks": ["va_cnn"], "protocols": ["holdout:0.3"],
             "settings": [{"set": {"epochs": 1, "width": 0.25, "side": 48, "stride": 10}}]}]})");
        COMPARE_CODE(outcome, 0);
        const std::string page = readText(m_scratch.at("kinds/RESULTS.md"));
        for (const char* said :
             {"| late_fusion |", "mAP", "units scored", "no shuffled control", "CCC valence", "| microx |"})
            QVERIFY2(page.find(said) != std::string::npos, page.c_str());
        const auto units =
            runCli({"evaluate", m_scratch.at("kinds/units,mobilenet3d_au,holdout-0.3,seed-1"), "--json"});
        COMPARE_CODE(units, 0);
        QCOMPARE(units.line()[u"units"_s].toArray().size(), 27);
        QVERIFY(units.line()[u"map"_s].isDouble());
        const auto affect = runCli({"evaluate", m_scratch.at("kinds/affect,va_cnn,holdout-0.3,seed-1")});
        COMPARE_CODE(affect, 0);
        QVERIFY2(affect.out.find("CCC") != std::string::npos, affect.out.c_str());
        // A map of a network that sees pictures lies over these.
        const std::string rows = readText(m_scratch.at("kinds/late,late_fusion,holdout-0.3,seed-1/predictions.csv"));
        const std::size_t line = rows.find('\n') + 1;
        const std::string sample = rows.substr(line, rows.find(',', line) - line);
        const auto map = runCli({"explain", m_scratch.at("kinds/late,late_fusion,holdout-0.3,seed-1"), "--clip", sample,
                                 "-o", m_scratch.at("maps")});
        COMPARE_CODE(map, 0);
        QVERIFY2(map.out.find(".picture.png") != std::string::npos && map.out.find("landmarks") == std::string::npos,
                 map.out.c_str());
        // Segments of a clip have names of their own; the network saw the clip where it learned from one of them.
        const std::string components = m_scratch.at("kinds/components,microx,holdout-0.3,seed-1");
        std::map<std::string, std::string> clips; // one of each role
        const auto rowsOfSplits = mien::RunFolder(components).splits();
        QVERIFY(rowsOfSplits);
        for (const mien::SplitRow& row : *rowsOfSplits)
            clips.emplace(row.role, row.sample.substr(0, row.sample.find('#')));
        for (const auto& [role, clip] : clips) {
            const auto seen = runCli({"explain", components, "--clip", clip, "-o", m_scratch.at("seen"), "--json"});
            COMPARE_CODE(seen, 0);
            QCOMPARE(seen.line()[u"held_out"_s].toBool(), role == "test");
        }
        QVERIFY(clips.count("train") && clips.count("test"));
        const auto none =
            runCli({"explain", components, "--clip", clips["test"] + "#7777", "-o", m_scratch.at("none")});
        COMPARE_CODE(none, 3);
        VERIFY_SAYS(none, "no such sample");
        // One row per held-out clip, though conv3d looked at every window of five frames.
        const std::string voted = readText(m_scratch.at("kinds/vote,conv3d,holdout-0.3,seed-1/predictions.csv"));
        QVERIFY2(voted.find('#') == std::string::npos, voted.c_str());
        // On other data, too: six clips a person at most, and not the windows that it learned from beside them.
        COMPARE_CODE(runCli({"synth", m_scratch.at("others"), "--subjects", "2", "--seed", "9"}), 0);
        const auto others = runCli({"evaluate", m_scratch.at("kinds/vote,conv3d,holdout-0.3,seed-1"), "--data",
                                    m_scratch.at("others"), "--json"});
        COMPARE_CODE(others, 0);
        const int held = others.line()[u"samples"_s].toInt();
        QVERIFY2(held > 0 && held <= 12, others.out.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCliExperiment)
#include "test_cli_experiment.moc"

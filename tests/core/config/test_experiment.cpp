// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/experiment.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace mien;

class TestExperiment : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    Result<Experiment> read(const std::string& json) const
    {
        const std::filesystem::path file = m_folder.filePath(QStringLiteral("e.json")).toStdString();
        if (const auto written = files::writeAtomically(file, json); !written) return written.error();
        return readExperiment(file, "/out");
    }

private slots:
    void blocksAreProductsOfAllTheyName()
    {
        const auto experiment = read(R"({"title": "T", "generate": [{"folder": "faces", "subjects": 5, "seed": 7,
            "settings": {"difficulty": "hard", "noise": 2}}], "blocks": [{"title": "Table I", "data": ["faces", "../own"],
            "networks": ["tcn", "tcn_gap"], "protocols": ["loso", "kfold:3"], "seeds": ["1", "2"],
            "settings": [{"name": "paper", "preset": "paper"}, {"set": {"epochs": 5}, "labels": {"contempt": ""},
            "where": {"lighting": "strong"}}], "controls": ["none", "shuffled_labels"],
            "control_protocol": "holdout:0.3"}]})");
        QVERIFY2(experiment, experiment ? "" : experiment.error().message().c_str());
        QCOMPARE(experiment->generated.size(), std::size_t(1));
        QCOMPARE(experiment->generated[0].settings.at("noise"), std::string("2"));
        // Controls are one protocol, whatever the others.
        QCOMPARE(experiment->cells.size(), std::size_t(2 * 2 * 2 * 2 + 2 * 2 * 2));
        std::set<std::string> names;
        for (const ExperimentCell& cell : experiment->cells) names.insert(cell.name);
        QCOMPARE(names.size(), experiment->cells.size());
        const ExperimentCell& first = experiment->cells.front();
        QCOMPARE(first.name, std::string("Table-I,tcn,paper,loso,seed-1"));
        QCOMPARE(first.config.datasets[0].path, std::string("/out/data/faces"));
        QCOMPARE(first.config.datasets[1].path,
                 QDir::cleanPath(m_folder.filePath(QStringLiteral("../own"))).toStdString());
        QCOMPARE(first.config.preset, std::string("paper"));
        int controls = 0;
        for (const ExperimentCell& cell : experiment->cells)
            if (cell.config.control == "shuffled_labels") {
                ++controls;
                QCOMPARE(cell.config.protocol, std::string("holdout:0.3"));
            } else if (cell.setting.empty()) {
                QCOMPARE(cell.config.options.at("epochs"), std::string("5"));
                QCOMPARE(cell.config.where.at("lighting"), std::string("strong"));
            }
        QCOMPARE(controls, 8);
    }

    void parentsComeFirst()
    {
        const std::string blocks = R"({"blocks": [{"title": "A", "data": ["x"], "networks": ["va_cnn"],
            "seeds": ["3"], "settings": [{"name": "s"}]}, {"title": "B", "data": ["x"], "networks": ["va_gru3"],
            "seeds": ["3"], "parent": {"block": "A", "network": "va_cnn", "setting": "%"}}]})";
        const auto with = [&](const char* setting) {
            std::string text = blocks;
            return text.replace(text.find('%'), 1, setting);
        };
        const auto experiment = read(with("s"));
        QVERIFY2(experiment, experiment ? "" : experiment.error().message().c_str());
        QCOMPARE(experiment->cells[1].config.parentRun, experiment->cells[0].name);
        const auto missing = read(with("other"));
        QVERIFY(!missing && missing.error().message().find("parent") != std::string::npos);
    }

    void theOneOfAllNetworksHasAllOfThem()
    {
        const auto experiment =
            readExperiment(std::filesystem::path(MIEN_SOURCE_DIR) / "resources/experiments/all_networks.json", "/out");
        QVERIFY2(experiment, experiment ? "" : experiment.error().message().c_str());
        std::set<std::string> trained, controlled;
        for (const ExperimentCell& cell : experiment->cells)
            (cell.config.control == "none" ? trained : controlled).insert(cell.config.network);
        QCOMPARE(trained.size(), std::size_t(21));
        QCOMPARE(controlled.size(), std::size_t(21));
        QCOMPARE(experiment->fullSize.size(), std::size_t(21));
    }

    void theOneOfMicroXHasItsAblations()
    {
        const auto experiment = readExperiment(
            std::filesystem::path(MIEN_SOURCE_DIR) / "resources/experiments/microx_ablations.json", "/out");
        QVERIFY2(experiment, experiment ? "" : experiment.error().message().c_str());
        std::set<std::string> looked;
        for (const ExperimentCell& cell : experiment->cells)
            for (const char* name : {"component", "components"})
                if (const auto option = cell.config.options.find(name); option != cell.config.options.end())
                    looked.insert(option->second);
        QCOMPARE(experiment->cells.size(), std::size_t(17));
        QCOMPARE(looked.size(), std::size_t(8));
    }

    /// The tested dataset may be a drawn one, too, and names of runs and tables say it as the file does.
    void crossDirectoriesAreFound()
    {
        const auto experiment = read(R"({"generate": [{"folder": "masked"}], "blocks": [
            {"data": ["x"], "networks": ["tcn"], "protocols": ["cross:masked", "cross:SAMM"]}]})");
        QVERIFY2(experiment, experiment ? "" : experiment.error().message().c_str());
        const ExperimentCell &drawn = experiment->cells[0], &beside = experiment->cells[1];
        QCOMPARE(drawn.protocol, std::string("cross:masked"));
        QVERIFY2(drawn.config.protocol.ends_with("/data/masked"), drawn.config.protocol.c_str());
        QVERIFY2(beside.config.protocol.starts_with("cross:/") && beside.config.protocol.ends_with("/SAMM"),
                 beside.config.protocol.c_str());
        QVERIFY2(drawn.name.find('/') == std::string::npos && drawn.name.size() < 60, drawn.name.c_str());
    }

    void faultsAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* json, const char* said) {
            QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(said);
        };
        row("no JSON", "{", "JSON");
        row("nothing", "{}", "no run");
        row("unknown key", R"({"block": []})", "'block'");
        row("block without data", R"({"blocks": [{"networks": ["tcn"]}]})", "blocks[0]");
        row("unknown in block", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "seed": 1}]})", "'seed'");
        row("bad protocol", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "protocols": ["magic"]}]})", "magic");
        row("bad seed", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "seeds": ["-1"]}]})", "seed");
        row("folder elsewhere", R"({"generate": [{"folder": "../x"}]})", "folder");
        row("two settings of one name",
            R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "settings": [{"set": {"epochs": 1}}, {"set": {"epochs": 2}}]}]})",
            "would have the name");
        row("two blocks of one name",
            R"({"blocks": [{"data": ["x"], "networks": ["tcn"]}, {"data": ["y"], "networks": ["tcn"]}]})",
            "would have the name");
        row("setting that is no object", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "settings": ["paper"]}]})",
            "objects");
        row("empty list", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "protocols": []}]})", "empty list");
        row("bad control", R"({"blocks": [{"data": ["x"], "networks": ["tcn"], "controls": ["luck"]}]})", "luck");
    }

    void faultsAreNamedWithTheirPlace()
    {
        QFETCH(QString, json);
        QFETCH(QString, said);
        const auto experiment = read(json.toStdString());
        QVERIFY(!experiment);
        QVERIFY2(QString::fromStdString(experiment.error().message()).contains(said),
                 experiment.error().message().c_str());
    }
};

QTEST_GUILESS_MAIN(TestExperiment)
#include "test_experiment.moc"

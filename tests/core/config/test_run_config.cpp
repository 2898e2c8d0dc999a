// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/run_config_json.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mien;

namespace {

RunConfig unusualConfig()
{
    RunConfig config;
    config.datasets = {{"/data/日本 é/CK+, \"old\"", "../../日本 é/CK+, \"old\"", "ckplus"}, {"/data/b", "", ""}};
    config.tested.reader = "manifest";
    config.tested.clips = {{"S002/3", "fear", false, {}}};
    config.datasets[1].clips = {
        {"S1/日本", "", false, "test"}, {"b", std::nullopt, true, ""}, {"c", "fear", false, ""}};
    config.where = {{"lighting", "strong"}, {"who", "a\\b"}};
    config.labels = {{"disgust", "contempt"}, {"*", ""}};
    config.network = "tcn_gap";
    config.options = {{"learning_rate", "0.0003"}, {"bn_before_relu", "true"}};
    config.preset = "paper";
    config.protocol = "subjects:S1,日本";
    config.seed = 9007199254740993ULL; // not a double
    config.device = "cuda:1";
    config.threadsPerFold = 3;
    config.precision = "bfloat16";
    config.parentRun = "/runs/first run";
    config.parentRelativePath = "../first run";
    config.parentWeights = "0af3";
    config.landmarks = "truth";
    config.selectOn = "test";
    config.control = "shuffled_labels";
    return config;
}

void compareAll(const RunConfig& a, const RunConfig& b)
{
    QCOMPARE(a.tested.reader, b.tested.reader);
    QVERIFY(a.tested.clips == b.tested.clips);
    QCOMPARE(a.datasets.size(), b.datasets.size());
    for (std::size_t i = 0; i < a.datasets.size(); ++i) {
        QCOMPARE(a.datasets[i].path, b.datasets[i].path);
        QCOMPARE(a.datasets[i].relativePath, b.datasets[i].relativePath);
        QCOMPARE(a.datasets[i].reader, b.datasets[i].reader);
        QVERIFY(a.datasets[i].clips == b.datasets[i].clips);
    }
    QCOMPARE(a.where, b.where);
    QCOMPARE(a.labels, b.labels);
    QCOMPARE(a.network, b.network);
    QCOMPARE(a.options, b.options);
    QCOMPARE(a.preset, b.preset);
    QCOMPARE(a.protocol, b.protocol);
    QCOMPARE(a.seed, b.seed);
    QCOMPARE(a.device, b.device);
    QCOMPARE(a.threadsPerFold, b.threadsPerFold);
    QCOMPARE(a.precision, b.precision);
    QCOMPARE(a.parentRun, b.parentRun);
    QCOMPARE(a.parentRelativePath, b.parentRelativePath);
    QCOMPARE(a.parentWeights, b.parentWeights);
    QCOMPARE(a.landmarks, b.landmarks);
    QCOMPARE(a.selectOn, b.selectOn);
    QCOMPARE(a.control, b.control);
}

} // namespace

class TestRunConfig : public QObject
{
    Q_OBJECT

private slots:
    void everySettingSurvivesTheRoundTrip()
    {
        for (RunConfig config : {RunConfig{}, unusualConfig()}) {
            const auto read = runConfigFromJson(toJson(config), "run.json");
            QVERIFY2(read.ok(), read ? "" : read.error().message().c_str());
            compareAll(*read, config);
        }
    }

    void theLargestSeedSurvives()
    {
        RunConfig config;
        for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1} << 63, UINT64_MAX}) {
            config.seed = seed;
            QCOMPARE(runConfigFromJson(toJson(config), "run.json")->seed, seed);
        }
    }

    void absentSettingsKeepTheirDefaults()
    {
        const auto read = runConfigFromJson(R"({"version": 1, "network": "tcn_gap"})", "run.json");
        QVERIFY(read.ok());
        RunConfig expected;
        expected.network = "tcn_gap";
        compareAll(*read, expected);
    }

    void optionsMayBeNumbersAndFlags()
    {
        const auto read = runConfigFromJson(
            R"({"version": 1, "options": {"epochs": 30, "learning_rate": 0.001, "bn_before_relu": true}})", "run.json");
        QVERIFY(read.ok());
        QCOMPARE(read->options.at("epochs"), std::string("30"));
        QCOMPARE(read->options.at("learning_rate"), std::string("0.001"));
        QCOMPARE(read->options.at("bn_before_relu"), std::string("true"));
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("named");
        const auto add = [](const char* name, const char* json, const char* named) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(named);
        };
        add("not JSON", "{\"version\": 1,", "JSON");
        add("empty file", "", "JSON");
        add("a list", "[1]", "object");
        add("no version", "{}", "version");
        add("a later version", R"({"version": 2})", "version");
        add("a version of text", R"({"version": "1"})", "version");
        add("unknown key", R"({"version": 1, "netwrok": "tcn"})", "netwrok");
        add("unknown key of a dataset", R"({"version": 1, "datasets": [{"path": "/a", "lable": "x"}]})", "lable");
        add("dataset without a path", R"({"version": 1, "datasets": [{"reader": "ckplus"}]})", "path");
        add("datasets no list", R"({"version": 1, "datasets": "/a"})", "datasets");
        add("wrong type", R"({"version": 1, "network": 3})", "network");
        add("null", R"({"version": 1, "network": null})", "network");
        add("negative seed", R"({"version": 1, "seed": -1})", "seed");
        add("fraction of a seed", R"({"version": 1, "seed": 1.5})", "seed");
        add("fraction of threads", R"({"version": 1, "threads_per_fold": 1.5})", "threads_per_fold");
        add("nested option", R"({"version": 1, "options": {"epochs": [1]}})", "epochs");
        add("unknown control", R"({"version": 1, "control": "shuffle"})", "control");
        add("unknown preset", R"({"version": 1, "preset": "best"})", "preset");
        add("unknown landmarks", R"({"version": 1, "landmarks": "guess"})", "landmarks");
        add("unknown selection", R"({"version": 1, "select_on": "train"})", "select_on");
        add("unknown precision", R"({"version": 1, "precision": "half"})", "precision");
        add("unknown protocol", R"({"version": 1, "protocol": "subject-kfold"})", "subject-kfold");
    }

    void faultsAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, named);
        const auto read = runConfigFromJson(json.toStdString(), "there.json");
        QVERIFY(!read.ok());
        QCOMPARE(read.error().kind, ErrorKind::Input);
        const QByteArray message = QByteArray::fromStdString(read.error().message());
        QVERIFY2(message.contains(named) && message.contains("there.json"), message.constData());
    }

    void filesAreReadAndMissingOnesNamed()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "日本 é.json";
        QCOMPARE(readRunConfig(file).error().kind, ErrorKind::Input);
        QVERIFY(files::writeAtomically(file, toJson(unusualConfig())).ok());
        const auto read = readRunConfig(file);
        QVERIFY(read.ok());
        compareAll(*read, unusualConfig());
    }
};

QTEST_GUILESS_MAIN(TestRunConfig)
#include "test_run_config.moc"

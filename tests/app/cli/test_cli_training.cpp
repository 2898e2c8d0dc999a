// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is found before a training starts: what it takes, and what would make it fail or mean less.
#include "app/engine/engine_loader.h"
#include "app/engine/jobs.h"
#include "app/engine/jobs/preflight.h"
#include "core/base/text.h"
#include "tests/app/cli/cli_fixture.h"
#include "tests/support/idle_engine.h"

#include <QImage>
#include <QTest>

using namespace mien;
using namespace mien::test;
namespace fs = std::filesystem;

namespace {

/// Says of every network that it takes what the test wants.
class HungryEngine final : public IdleEngine
{
public:
    Result<TrainingNeeds> tryOut(const TrainRequest&, std::optional<std::int64_t>, const RunControl&) const override
    {
        return needs;
    }

    TrainingNeeds needs;
};

} // namespace

class TestCliTraining : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_data;

    std::vector<std::string> words(const std::string& data, const std::string& run, const std::string& protocol) const
    {
        return {"train",  "--data", data, "--model",  "tcn", "--protocol",
                protocol, "-o",     run,  "--epochs", "1",   "--json"};
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        m_data = m_scratch.at("faces");
        COMPARE_CODE(runCli({"synth", m_data, "--layout", "ckplus", "--subjects", "4", "--seed", "2"}), 0);
    }

    void whatANetworkLearnsIsSaidWhereTheDataHasNone()
    {
        const auto train = [&](const std::string& network) {
            return runCli({"train", "--data", m_data, "--model", network, "-o", m_scratch.at("nothing")});
        };
        const auto affect = train("va_cnn");
        COMPARE_CODE(affect, 3);
        VERIFY_SAYS(affect, "no clip has what va_cnn learns: valence and arousal");
    }

    void facesThatWereCutAlreadyAreSaid()
    {
        const std::string data = m_scratch.at("cut"), sheet = data + "/manifest.csv";
        COMPARE_CODE(
            runCli({"synth", data, "--layout", "manifest", "--subjects", "3", "--width", "320", "--height", "240"}), 0);
        const std::string rows = readText(sheet);
        std::string marked;
        std::size_t line = 0;
        for (const std::string& row : text::split(rows, '\n')) {
            if (row.empty()) continue;
            // Two clips carry the mark, the others an attribute of the same name that means something else.
            const char* cell = line == 0 ? ",faces" : line <= 2 ? ",cropped" : ",one";
            marked += row + cell + "\n";
            ++line;
        }
        m_scratch.file("cut/manifest.csv", marked);
        const auto train = [&](const std::string& network, const std::string& run, std::vector<std::string> more) {
            std::vector<std::string> all = {"train",           "--data",     data,         "--model", network,
                                            "--protocol",      "holdout:.3", "--epochs",   "1",       "-o",
                                            m_scratch.at(run), "--set",      "width=0.25", "--json"};
            all.insert(all.end(), more.begin(), more.end());
            return runCli(all);
        };
        const std::string words = "cut out already in 2 clip(s)";
        const auto searched = train("va_cnn", "searched", {"--set", "side=48", "--set", "stride=25"});
        COMPARE_CODE(searched, 0);
        VERIFY_SAYS(searched, words);
        const auto whole = train("va_cnn", "whole", {"--set", "side=48", "--set", "stride=25", "--set", "crop=frame"});
        COMPARE_CODE(whole, 0);
        QVERIFY2(!whole.says(words), whole.all().c_str());
    }

    void shortMemoryIsSaidRecordedAndResumed()
    {
        const auto engine = loadEngine();
        QVERIFY(engine.ok());
        RunConfig config;
        config.datasets = {{m_data, {}, {}}};
        config.protocol = "subject-kfold:2";
        config.options = {{"epochs", "1"}, {"batch_size", "64"}};
        const fs::path folder = m_scratch.at("short");
        std::vector<std::string> warnings;
        const RunControl control({}, [&](const Diagnostic& d) { warnings.push_back(d.message); });
        std::vector<std::string> said;
        TrainEvents events;
        events.said = [&](const std::string& line) { said.push_back(line); };
        constexpr std::int64_t room = 60'000'000; // a step of a whole training part takes more
        const auto trained = jobs::train({config, folder, false, room}, **engine, events, control);
        QVERIFY2(trained.ok(), trained.ok() ? "" : trained.error().message().c_str());
        const auto stored = RunFolder(folder).config();
        QVERIFY(stored.ok() && stored->options.count("micro_batch") == 1);
        const std::string parts = stored->options.at("micro_batch");
        const auto summary = RunFolder(folder).summary();
        QVERIFY(summary.ok());
        QCOMPARE(summary->at("samples_at_once"), parts);
        QVERIFY2(summary->at("notes").find("parts of " + parts) != std::string::npos, summary->at("notes").c_str());
        QVERIFY(std::any_of(warnings.begin(), warnings.end(),
                            [](const std::string& w) { return w.find("batch norm") != std::string::npos; }));
        QVERIFY(!said.empty() && said.front().find("memory: about ") == 0);

        // Asked for as it was asked for first, it is the same run; and run.json repeats it where memory is plenty.
        QVERIFY(jobs::train({config, folder, true}, **engine, {}, control)->wasFinished);
        const fs::path copy = m_scratch.at("repeated");
        QVERIFY(jobs::train({*stored, copy, false}, **engine, {}, control).ok());
        QCOMPARE(readText(copy / "metrics.csv"), readText(folder / "metrics.csv"));
    }

    void theSummaryHasTheMemoryThatWasForeseenAndTaken()
    {
        const std::string run = m_scratch.at("plenty");
        const auto outcome = runCli(words(m_data, run, "subject-kfold:2"));
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "memory: about ");
        VERIFY_SAYS(outcome, "updates of the weights at most, about ");
        const auto summary = RunFolder(run).summary();
        QVERIFY(summary.ok());
        const double foreseen = text::toDouble(summary->at("memory_estimate_bytes")).value_or(0);
        const double taken = text::toDouble(summary->at("memory_peak_bytes")).value_or(1);
        qInfo("foreseen %.0f MB, taken %.0f MB", foreseen / 1e6, taken / 1e6);
        QVERIFY(std::abs(foreseen / taken - 1) < 0.2);
    }

    void tooLittleMemoryOrDiskIsSaidAndLeavesNothing()
    {
        const auto engine = loadEngine();
        QVERIFY(engine.ok());
        RunConfig config;
        config.datasets = {{m_data, {}, {}}};
        config.protocol = "subject-kfold:2";
        const fs::path folder = m_scratch.at("never");
        const RunControl control;
        const auto refused = jobs::train({config, folder, false, 1'000'000}, **engine, {}, control);
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message().find("are free") != std::string::npos, refused.error().message().c_str());
        QVERIFY(!fs::exists(folder));

        HungryEngine hungry;
        hungry.needs.batch = hungry.needs.atOnce = 8;
        hungry.needs.checkpointBytes = 1'000'000'000'000'000;
        TrainRequest request{config, folder, false, nullptr, std::vector<Fold>(3)};
        const auto full = jobs::preflight(request, std::nullopt, hungry, mien::RunControl());
        QVERIFY(!full.ok());
        QVERIFY2(full.error().message().find("3 folds take 4000000.0 GB") != std::string::npos,
                 full.error().message().c_str());
        hungry.needs.checkpointBytes = 1'000'000;
        QVERIFY(jobs::preflight(request, std::nullopt, hungry, mien::RunControl()).ok());
        QVERIFY(request.config.options.empty());
    }

    void aSubjectWithoutAnyFaceIsSaidAndLeftOut()
    {
        const std::string data = m_scratch.at("blank");
        fs::copy(m_data, data, fs::copy_options::recursive);
        const fs::path pictures = *fs::directory_iterator(fs::path(data) / "cohn-kanade-images");
        const std::string subject = pictures.filename().string();
        for (const auto& entry : fs::recursive_directory_iterator(pictures)) {
            if (!entry.is_regular_file()) continue;
            QImage picture(QString::fromStdString(entry.path().string()));
            picture.fill(Qt::gray);
            QVERIFY(picture.save(QString::fromStdString(entry.path().string())));
        }
        const std::string run = m_scratch.at("blank run");
        const auto arguments = words(data, run, "subject-kfold:3");
        const auto outcome = runCli(arguments);
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "1 of 4 subjects have no usable clip and are in no fold: " + subject);
        QVERIFY(readText(fs::path(run) / "splits.csv").find("," + subject + ",") == std::string::npos);
    }

    void aClassThatAFoldNeverSeesIsRefusedBeforeTraining()
    {
        const std::string data = m_scratch.at("one class");
        fs::copy(m_data, data, fs::copy_options::recursive);
        std::string only; // the subject that shows anger
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(data) / "Emotion")) {
            if (!entry.is_regular_file()) continue;
            constexpr double anger = 1;
            if (text::toDouble(readText(entry.path())) != anger) continue;
            const std::string subject = entry.path().filename().string().substr(0, 4);
            if (only.empty()) only = subject;
            if (subject != only) fs::remove(entry.path());
        }
        QVERIFY(!only.empty());
        const std::string run = m_scratch.at("one class run");
        const auto arguments = words(data, run, "subjects:" + only);
        const auto outcome = runCli(arguments);
        COMPARE_CODE(outcome, 3);
        VERIFY_SAYS(outcome, "has no clip of class anger");
        QVERIFY(!fs::exists(run));
    }
};

QTEST_GUILESS_MAIN(TestCliTraining)
#include "test_cli_training.moc"

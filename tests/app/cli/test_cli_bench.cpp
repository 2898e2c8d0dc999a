// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench faces in process on generated pictures with their truth beside them, bench train beside a program that plays
// the baseline, bench folds: that the figures are there, lie where figures of their kind lie and repeat. How fast
// anything is, is not for a test to say.
#include "tests/app/cli/cli_fixture.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

struct Line
{
    QJsonValue own, baseline, ratio;
    QString unit;
};

std::map<std::string, Line> figuresOf(const Outcome& outcome)
{
    std::map<std::string, Line> figures;
    for (const QJsonObject& line : outcome.lines())
        figures[line[u"figure"_s].toString().toStdString()] = {line[u"own"_s], line[u"baseline"_s], line[u"ratio"_s],
                                                               line[u"unit"_s].toString()};
    return figures;
}

bool isBetween(const QJsonValue& value, double low, double high)
{
    return value.isDouble() && value.toDouble() >= low && value.toDouble() <= high;
}

const std::vector<std::string> distances = {"points to the truth, mean", "points to the truth, 95th percentile",
                                            "points to the truth without mean offsets, mean",
                                            "points to the truth without mean offsets, 95th percentile",
                                            "change of the points' error from frame to frame"};

} // namespace

class TestCliBench : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_pictures; ///< the longest sequence of a generated dataset
    int m_frames = 0;
    std::string m_truth; ///< content of its table

    std::string tableBeside() const { return m_pictures + ".csv"; }
    void writeBeside(const std::string& content) const
    {
        m_scratch.file(fs::relative(tableBeside(), m_scratch.root()).string(), content);
    }

    /// A program that answers as python and the baseline would: batches of `batch`, 100 samples a second.
    std::string baselineThatSays(int batch) const
    {
        const std::string step = std::to_string(batch / 100.0);
        const std::string file = m_scratch.file(
            "python", "#!/bin/sh\ncase \"$*\" in *__version__*) echo 9.9;; *) echo '{\"network\": \"tcn\", "
                      "\"parameters\": 330119, \"batch\": " +
                          std::to_string(batch) + ", \"samples_per_s\": 100.0, \"step_s\": " + step + "}';; esac\n");
        fs::permissions(file, fs::perms::owner_all);
        return file;
    }
    std::vector<std::string> train(const std::string& python) const
    {
        return {"bench", "train",      "tcn",  "--rounds", "1",        "--steps",
                "1",     "--baseline", python, "--json",   "--python", python};
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        const fs::path data = m_scratch.at("faces");
        COMPARE_CODE(runCliWithoutEngine({"synth", data.string(), "--subjects", "1", "--seed", "3"}), 0);
        for (const auto& entry : fs::directory_iterator(data / "cohn-kanade-images" / "S001")) {
            const auto frames =
                static_cast<int>(std::distance(fs::directory_iterator(entry.path()), fs::directory_iterator()));
            if (frames <= m_frames) continue;
            m_frames = frames;
            m_pictures = entry.path().string();
        }
        QVERIFY(m_frames >= 10); // fewer tell no neutral, and then no action units
        m_truth = readText(data / "truth" / ("S001_" + fs::path(m_pictures).filename().string() + ".csv"));
        QVERIFY(!m_truth.empty());
    }

    void cleanup() { fs::remove(tableBeside()); }

    void truthBesideTheVideoGivesEveryFigure()
    {
        writeBeside(m_truth);
        const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures, "--truth", "--json"});
        COMPARE_CODE(outcome, 0);
        auto figures = figuresOf(outcome);
        const Line compared = figures["frames compared with the truth"];
        QVERIFY(isBetween(compared.own, 1, m_frames));
        QCOMPARE(compared.baseline.toInt(), m_frames);
        for (const std::string& name : distances) {
            const Line& line = figures[name];
            QVERIFY2(isBetween(line.own, 0.01, 20) && isBetween(line.baseline, 0.01, 20), name.c_str());
            QVERIFY(isBetween(line.ratio, 0.01, 10));
            QCOMPARE(line.unit, u"% of eye distance"_s);
        }
        QVERIFY(figures[distances[2]].own.toDouble() <= figures[distances[0]].own.toDouble());
        for (const char* name : {"points' motion where the truth is still", "lag behind the truth at onsets",
                                 "lag behind the plain loop at onsets"})
            QVERIFY2(figures.contains(name), name);
        // The generator tells no angles.
        for (const char* name : {"|r| of yaw", "|r| of pitch", "|r| of roll"})
            QVERIFY2(figures.contains(name) && figures[name].own.isNull(), name);
        int units = 0, known = 0;
        for (const auto& [name, line] : figures) {
            if (!name.starts_with("r of AU")) continue;
            ++units;
            known += line.own.isDouble();
            QVERIFY2(line.own.isNull() || isBetween(line.own, -1, 1), name.c_str());
        }
        QCOMPARE(units, 16);
        QVERIFY(known >= 1 && known < units); // one emotion does not move all
        QVERIFY(figures.contains("r of AU04 (weak)"));
        QVERIFY(figures.contains("r of AU12"));
    }

    void occludersShowWhetherConfidenceForetellsTheError()
    {
        writeBeside(m_truth);
        const std::vector<std::string> words = {"bench", "faces", m_pictures, "--truth", "--json"};
        auto first = figuresOf(runCliWithoutEngine(words)), second = figuresOf(runCliWithoutEngine(words));
        for (const char* name : {"Spearman of confidence and error, occluders",
                                 "Spearman of confidence and error without mean offsets, occluders"}) {
            QVERIFY2(isBetween(first[name].own, -1, 1), name);
            QCOMPARE(second[name].own, first[name].own); // the same occluders
            QCOMPARE(second[name].baseline, first[name].baseline);
        }
        for (const std::string& name : distances) QCOMPARE(second[name].own, first[name].own);
        QVERIFY(first.contains("occluded frames with a face"));
    }

    void aShortPlainLoopComparesItsFramesOnly()
    {
        writeBeside(m_truth);
        const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures + "/", "--frames", "5", "--json"});
        COMPARE_CODE(outcome, 0);
        auto figures = figuresOf(outcome);
        QCOMPARE(figures["frames compared with the truth"].own.toInt(), 5);
        QVERIFY(figures[distances[0]].baseline.isDouble());
        for (const auto& [name, line] : figures)
            if (name.starts_with("r of AU") || name.starts_with("Spearman")) QVERIFY(line.baseline.isNull());
    }

    void everyVideoHasSpeedAndMemory()
    {
        const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures, "--frames", "5", "--json", "--truth"});
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "there is no truth");
        int recorded = 0, oneCore = 0, memory = 0, cascades = 0;
        for (const auto& [name, line] : figuresOf(outcome)) {
            QVERIFY2(isBetween(line.own, 0, 1e9), name.c_str());
            QVERIFY2(!name.starts_with("points to the truth") && !name.starts_with("r of"), name.c_str());
            recorded += name.find("recorded elsewhere") != std::string::npos && line.baseline.isDouble();
            oneCore += name.find("one core") != std::string::npos;
            // Drawn faces are found by each of the detectors.
            if (name.starts_with("share of frames with a face, detector "))
                cascades += isBetween(line.own, 0.9, 1) && isBetween(line.baseline, 0.9, 1);
            cascades += name.starts_with("frames/s, detector ") && line.ratio.isDouble();
            memory += name.starts_with("peak memory") && line.unit == u"MiB"_s;
        }
        QCOMPARE(recorded, 1);
        QCOMPARE(oneCore, 2);
        QCOMPARE(memory, 1);
        QCOMPARE(cascades, 4);
    }

    void aTableOfFoundLandmarksIsNoTruth()
    {
        std::string extracted = m_truth;
        extracted.replace(extracted.find("emotion"), 7, "success");
        for (const std::string& content : {extracted, std::string("frame,label\n1,neutral\n")}) {
            writeBeside(content);
            const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures, "--frames", "2", "--json"});
            COMPARE_CODE(outcome, 0);
            QVERIFY(!figuresOf(outcome).contains("frames compared with the truth"));
        }
    }

    void brokenTruthSaysWhere()
    {
        std::string broken = m_truth;
        std::size_t last = broken.size();
        for (int column = 0; column < 4; ++column) last = broken.rfind(',', last - 1); // behind y_67: three angles
        broken.insert(last + 1, "not a number ");
        writeBeside(broken);
        const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures, "--frames", "2"});
        COMPARE_CODE(outcome, 3);
        VERIFY_SAYS(outcome, "line " + std::to_string(m_frames + 1) + " has no number for point 67");
    }

    void aFrameNumberFarFromTheOthersIsNoFrame()
    {
        const std::size_t first = m_truth.find('\n') + 1, last = m_truth.rfind('\n', m_truth.size() - 2) + 1;
        for (const std::size_t at : {first, last}) {
            std::string far = m_truth;
            far.insert(at, "900000000000"); // 12 becomes 90000000000012
            writeBeside(far);
            const auto outcome = runCliWithoutEngine({"bench", "faces", m_pictures, "--frames", "2"});
            COMPARE_CODE(outcome, 3);
            const int line = at == first ? 2 : m_frames + 1;
            VERIFY_SAYS(outcome, "line " + std::to_string(line) + " leaves out more than 10000 frames");
        }
    }

    void aPictureThatCannotBeDecodedEndsNothing()
    {
        const fs::path copy = m_scratch.at("damaged");
        fs::copy(m_pictures, copy, fs::copy_options::recursive);
        std::vector<fs::path> pictures;
        for (const auto& entry : fs::directory_iterator(copy)) pictures.push_back(entry.path());
        std::sort(pictures.begin(), pictures.end());
        m_scratch.file(fs::relative(pictures[2], m_scratch.root()).string(), "no picture");
        m_scratch.file("damaged.csv", m_truth);
        const auto outcome = runCliWithoutEngine({"bench", "faces", copy.string(), m_pictures, "--truth", "--json"});
        COMPARE_CODE(outcome, 0);
        std::map<std::string, int> count;
        std::map<std::string, QJsonObject> first; // of the damaged film
        for (const QJsonObject& line : outcome.lines()) {
            const std::string name = line[u"figure"_s].toString().toStdString();
            if (++count[name] == 1) first[name] = line;
        }
        QCOMPARE(count["frames with a face"], 2); // the film behind it, too
        QCOMPARE(count["occluded frames with a face"], 1);
        QVERIFY(isBetween(first["frames compared with the truth"][u"own"_s], 1, m_frames - 1));
        // Places that slipped by one frame would put the loops farther apart.
        QVERIFY2(isBetween(first["inner points apart"][u"own"_s], 0.01, 5), outcome.out.c_str());
    }

    void trainingStandsBesideTheBaseline()
    {
        const auto outcome = runCli(train(baselineThatSays(16)));
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "baseline torch 9.9");
        auto figures = figuresOf(outcome);
        QCOMPARE(figures["trainable parameters"].own.toInt(), 330119);
        QCOMPARE(figures["trainable parameters"].ratio.toDouble(), 1.0);
        for (const char* name : {"float32 against the plain baseline", "float32 against the tuned baseline",
                                 "float32 against the better baseline", "float32 against the roofline"}) {
            const Line& line = figures[name];
            QVERIFY2(isBetween(line.own, 1e-3, 1e6) && isBetween(line.ratio, 1e-6, 1e6), name);
            QVERIFY(std::abs(line.ratio.toDouble() * line.baseline.toDouble() / line.own.toDouble() - 1) < 1e-9);
        }
        QVERIFY(std::abs(figures["float32 against the plain baseline"].baseline.toDouble() - 100) < 1e-6);
        // conv1 and conv2 alone, forward, over 68 × 20 points: two operations for each of their weights.
        const double forward = 2e-9 * 16 * 68 * 20 * (64 * 2 * 9 + 128 * 64 * 4);
        QVERIFY(isBetween(figures["work of a step"].own, 3 * forward * 0.95, 3 * forward * 1.5));
        // Weights, gradients and the velocity of the momentum.
        QVERIFY(
            isBetween(figures["optimiser's bytes of a step"].own, 5 * 4 * 330119e-9 * 0.99, 5 * 4 * 330119e-9 * 1.01));
        QVERIFY(!figures.contains("bfloat16 against the plain baseline"));
    }

    void aBaselineOfAnotherBatchIsRefused()
    {
        const auto outcome = runCli(train(baselineThatSays(7)));
        COMPARE_CODE(outcome, 1);
        VERIFY_SAYS(outcome, "batches of 7 where 16 are compared");
    }

    void withoutPythonsTorchTheMessageNamesThePackage()
    {
        auto words = train(baselineThatSays(16));
        words[words.size() - 1] = m_scratch.at("no torch");
        m_scratch.file("no torch", "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'torch'\" >&2\nexit 1\n");
        fs::permissions(words.back(), fs::perms::owner_all);
        const auto outcome = runCliWithoutEngine(words);
        VERIFY_REFUSAL(outcome, 1, "No module named 'torch'");
        VERIFY_SAYS(outcome, "python3-torch");
    }

    void unknownNetworksAndLostBaselinesAreRefused()
    {
        VERIFY_REFUSAL(runCliWithoutEngine({"bench", "train", "vgg16_au"}), 2, "no network 'vgg16_au'");
        VERIFY_REFUSAL(runCliWithoutEngine({"bench", "train", "tcn", "--baseline", m_scratch.at("gone.py")}), 3,
                       "gone.py");
        VERIFY_REFUSAL(runCliWithoutEngine({"bench", "trains"}), 2, "faces, train, folds");
    }

    void queuedFoldsHaveCostMemoryAndBusyShare()
    {
        const auto outcome = runCli({"bench", "folds", "tcn", "--rounds", "1", "--steps", "1", "--json"});
        COMPARE_CODE(outcome, 0);
        auto figures = figuresOf(outcome);
        QCOMPARE(figures["cost of each of 1 folds against that of one"].ratio.toDouble(), 1.0);
        for (const char* name :
             {"cost of each of 2 folds against that of one", "cost of each of 4 folds against that of one",
              "peak memory of 4 folds against the forecast"})
            QVERIFY2(isBetween(figures[name].own, 1e-3, 1e6), name);
        // Not a pass mark for the forecast, only that there is one.
        QVERIFY(isBetween(figures["peak memory of 4 folds against the forecast"].ratio, 0.1, 10));
        for (const auto& [name, line] : figures)
            if (name.starts_with("share of the time")) QVERIFY(isBetween(line.own, 0, 1));
    }
};

QTEST_GUILESS_MAIN(TestCliBench)
#include "test_cli_bench.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of generated datasets: difficulty, noise, size, codec, light, occluders, turns, micro-expressions.
#include "core/synth/settings.h"
#include "tests/core/synth/written_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgcodecs.hpp>

#include <cmath>
#include <set>

using namespace mien;
using namespace mien::test;
namespace fs = std::filesystem;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

SynthOptions with(const std::string& layout, const Settings& settings, int subjects = 1)
{
    SynthOptions options = small(subjects, 5);
    options.layout = layout;
    for (const auto& [name, value] : settings)
        if (!applySynthSetting(options, name, value)) throw std::invalid_argument(name);
    return options;
}

} // namespace

class TestSynthSettings : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    RunControl m_control;

    fs::path at(const std::string& name) const { return fs::path(m_temporary.path().toStdString()) / name; }

    DatasetIndex write(const std::string& name, const SynthOptions& options)
    {
        auto index = synthesise(at(name), options, m_control);
        if (!index) throw std::runtime_error(index.error().message());
        return std::move(index).value();
    }

    /// clips.csv of a dataset: values by column, of each clip.
    std::vector<std::map<std::string, std::string>> clipsOf(const std::string& name) const
    {
        const auto rows = table(at(name) / "truth/clips.csv");
        std::vector<std::map<std::string, std::string>> clips;
        for (std::size_t r = 1; r < rows.size(); ++r)
            for (std::size_t c = 0; c < rows[0].size(); ++c) {
                if (c == 0) clips.emplace_back();
                clips.back()[rows[0][c]] = rows[r][c];
            }
        return clips;
    }

    cv::Mat firstPicture(const DatasetIndex& index) const
    {
        return cv::imread(index.absoluteFiles(index.clips.front()).front().string(), cv::IMREAD_COLOR);
    }

private slots:
    void whatCannotBeIsSaidBeforeAnythingIsWritten_data()
    {
        QTest::addColumn<QString>("layout");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("pictures have no codec") << "jaffe"
                                                << "codec"
                                                << "h264";
        QTest::newRow("pictures have no micro-expressions") << "ckplus"
                                                            << "micro"
                                                            << "0.5";
        QTest::newRow("Oulu-CASIA has all its lights") << "oulu"
                                                       << "lighting"
                                                       << "dark";
    }
    void whatCannotBeIsSaidBeforeAnythingIsWritten()
    {
        QFETCH(QString, layout);
        QFETCH(QString, name);
        QFETCH(QString, value);
        const auto result =
            synthesise(at("never"), with(layout.toStdString(), {{name.toStdString(), value.toStdString()}}), m_control);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Usage);
        QVERIFY(!result.error().remedy.empty());
        QVERIFY(!fs::exists(at("never")));
    }

    void videosOfOddSizeAreRefusedAndPicturesAreNot()
    {
        SynthOptions odd = with("baum2", {});
        odd.width = 161;
        const auto result = synthesise(at("never"), odd, m_control);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Usage);
        QVERIFY(result.error().message().find("161 x 120") != std::string::npos);
        QVERIFY(!fs::exists(at("never")));
        odd.layout = "jaffe";
        QCOMPARE(firstPicture(write("odd stills", odd)).cols, 161);
    }

    void unknownSettingsAndValuesAreUsageErrorsThatSayWhatThereIs()
    {
        SynthOptions options;
        for (const auto& [name, value] : Settings{{"colour", "red"},
                                                  {"difficulty", "insane"},
                                                  {"noise", "much"},
                                                  {"noise", "-1"},
                                                  {"noise", "nan"},
                                                  {"turn", "26"},
                                                  {"micro", "2"},
                                                  {"codec", "H264"}}) {
            const auto result = applySynthSetting(options, name, value);
            QVERIFY2(!result, (name + "=" + value).c_str());
            QCOMPARE(result.error().kind, ErrorKind::Usage);
            QVERIFY(!result.error().remedy.empty());
        }
        QCOMPARE(options.noise, 1.0);
        // Whoever sets the fields directly is told the same.
        options = with("ckplus", {});
        options.turn = 90;
        QVERIFY(!synthesise(at("never"), options, m_control));
        QVERIFY(!fs::exists(at("never")));
    }

    void everyConditionGivesTheSameBytesForASeed()
    {
        const Settings all = {{"difficulty", "hard"}, {"noise", "2"}, {"lighting", "mixed"},
                              {"occluder", "mixed"},  {"turn", "20"}, {"micro", "0.5"}};
        for (const char* layout : {"baum1", "manifest"}) { // videos and a workbook; pictures and tables
            write(std::string(layout) + " once", with(layout, all));
            write(std::string(layout) + " twice", with(layout, all));
            QVERIFY(tree(at(std::string(layout) + " once")) == tree(at(std::string(layout) + " twice")));
        }
    }

    void motionJpegIsWrittenWhereItIsAskedFor()
    {
        const DatasetIndex index = write("mjpeg", with("baum2", {{"codec", "mjpeg"}}));
        QVERIFY(index.diagnostics.empty());
        for (const ClipEntry& clip : index.clips) {
            QCOMPARE(clip.files.front().extension().string(), std::string(".avi"));
            QVERIFY(content(at("mjpeg") / clip.files.front()).starts_with("RIFF"));
        }
    }

    void noiseIsAFactor()
    {
        // What a quiet camera sees is the scene: what others see besides is their noise.
        const cv::Mat clean = firstPicture(write("no noise", with("ckplus", {{"noise", "0"}})));
        const auto deviation = [&](const cv::Mat& picture) {
            double sum = 0;
            for (int y = 0; y < clean.rows; ++y)
                for (int x = 0; x < 3 * clean.cols; ++x)
                    sum += std::pow(double(picture.ptr<uchar>(y)[x]) - double(clean.ptr<uchar>(y)[x]), 2);
            return std::sqrt(sum / (3.0 * static_cast<double>(clean.total())));
        };
        const double usual = deviation(firstPicture(write("usual noise", with("ckplus", {}))));
        const double strong = deviation(firstPicture(write("strong noise", with("ckplus", {{"noise", "4"}}))));
        QVERIFY(usual > 0.5);
        QVERIFY2(strong > 3.3 * usual && strong < 4.7 * usual, qPrintable(QString::number(strong / usual)));
    }

    void lightOccludersAndTurnsAreInTheTruth()
    {
        const DatasetIndex plain = write("plain", with("ckplus", {}, 2));
        const DatasetIndex index =
            write("conditions", with("ckplus", {{"lighting", "mixed"}, {"occluder", "mixed"}, {"turn", "25"}}, 2));
        QCOMPARE(index.labelCounts(), plain.labelCounts());
        std::set<std::string> lights, occluders;
        double widest = 0;
        for (const auto& clip : clipsOf("conditions")) {
            lights.insert(clip.at("lighting"));
            occluders.insert(clip.at("occluder"));
            const auto rows = table(at("conditions") / "truth" / (clip.at("clip") + ".csv"));
            const std::size_t yaw = columnOf(rows[0], "yaw");
            for (std::size_t r = 1; r < rows.size(); ++r) {
                widest = std::max(widest, std::abs(std::stod(rows[r][yaw])));
                // What the face does is the same as without.
                const auto same = table(at("plain") / "truth" / (clip.at("clip") + ".csv"));
                for (std::size_t c = 0; c < columnOf(rows[0], "x_0"); ++c) QCOMPARE(rows[r][c], same[r][c]);
            }
        }
        QCOMPARE(lights, (std::set<std::string>{"dark", "strong", "weak"}));
        QCOMPARE(occluders, (std::set<std::string>{"glasses", "hand", "mask", "none"}));
        QVERIFY(widest > 12 && widest < 32);
        for (const auto& clip : clipsOf("plain")) QVERIFY(clip.at("lighting").empty());
    }

    void occludersHideWhatTheyLieOn()
    {
        const cv::Mat bare = firstPicture(write("bare", with("jaffe", {{"noise", "0"}})));
        for (const char* occluder : {"mask", "hand"}) {
            const DatasetIndex index = write(occluder, with("jaffe", {{"noise", "0"}, {"occluder", occluder}}));
            const cv::Mat hidden = firstPicture(index);
            const auto rows = table(at(occluder) / "truth" / (index.clips.front().id + ".csv"));
            const auto changed = [&](int landmark) {
                const auto of = [&](const char* axis) {
                    return std::lround(std::stod(rows[1][columnOf(rows[0], axis + std::to_string(landmark))]));
                };
                const cv::Vec3b a = bare.at<cv::Vec3b>(static_cast<int>(of("y_")), static_cast<int>(of("x_")));
                const cv::Vec3b b = hidden.at<cv::Vec3b>(static_cast<int>(of("y_")), static_cast<int>(of("x_")));
                return std::abs(a[0] - b[0]) > 5;
            };
            int mouth = 0, eyes = 0;
            for (int i = 48; i < 68; ++i) mouth += changed(i);
            for (int i = 36; i < 48; ++i) eyes += changed(i);
            QVERIFY2(mouth >= 6, occluder);
            QCOMPARE(eyes, 0);
        }
    }

    void microExpressionsFlashUpWithinTheMainOne()
    {
        constexpr int subjects = 3; // enough clips for blinks, of which a flash brings none
        write("main alone", with("affwild2", {}, subjects));
        write("micro", with("affwild2", {{"micro", "1"}}, subjects));
        int seen = 0;
        const auto clips = clipsOf("micro");
        for (const auto& clip : clips) {
            QVERIFY(!clip.at("micro").empty() && clip.at("micro") != clip.at("label"));
            const std::size_t onset = std::stoul(clip.at("micro_onset")), offset = std::stoul(clip.at("micro_offset"));
            const double seconds = static_cast<double>(offset - onset + 1) / 30;
            QVERIFY(seconds >= 1.0 / 25 && seconds <= 0.5);
            QVERIFY(onset >= std::stoul(clip.at("onset")) && offset <= std::stoul(clip.at("offset")));
            const auto rows = table(at("micro") / "truth" / (clip.at("clip") + ".csv"));
            const auto alone = table(at("main alone") / "truth" / (clip.at("clip") + ".csv"));
            QCOMPARE(rows.size(), alone.size());
            double most = 0;
            for (std::size_t r = 1; r < rows.size(); ++r)
                for (std::size_t c = columnOf(rows[0], "AU01_l"); c < columnOf(rows[0], "x_0"); ++c) {
                    if (r < onset || r > offset) QCOMPARE(rows[r][c], alone[r][c]);
                    QVERIFY(std::stod(rows[r][c]) >= std::stod(alone[r][c]));
                    most = std::max(most, std::stod(rows[r][c]) - std::stod(alone[r][c]));
                }
            seen += most > 0.1;
        }
        // One in seven may hide behind the main expression.
        QVERIFY(7 * seen >= 6 * static_cast<int>(clips.size()));
    }

    void difficultyChangesWhatFacesShow()
    {
        const synth::ExpressionDifficulty standard;
        const auto easy = synth::adjusted(standard, "easy"), hard = synth::adjusted(standard, "hard");
        QVERIFY(easy.extraAus < standard.extraAus && standard.extraAus < hard.extraAus);
        QVERIFY(easy.missingFactor < standard.missingFactor && standard.missingFactor < hard.missingFactor);
        QVERIFY(hard.apexLow < standard.apexLow && hard.blendProbability > standard.blendProbability);
        QVERIFY_EXCEPTION_THROWN(synth::adjusted(standard, "insane"), std::invalid_argument);
        write("easy", with("ckplus", {{"difficulty", "easy"}}));
        write("hard", with("ckplus", {{"difficulty", "hard"}}));
        QVERIFY(tree(at("easy")) != tree(at("hard")));
    }
};

QTEST_GUILESS_MAIN(TestSynthSettings)
#include "test_synth_settings.moc"
